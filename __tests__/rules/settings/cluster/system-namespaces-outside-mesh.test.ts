import { systemNamespacesOutsideMesh } from '../../../../rules/settings/cluster/system-namespaces-outside-mesh';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('namespaces of your own in the mesh are taken, and those of Kubernetes outside of it', () => {
  const outside = changed(plain, { 'namespaces.kube-system': {} });
  expect(
    [plain, full, outside].flatMap((environment) => settings(systemNamespacesOutsideMesh, environment)),
  ).toEqual([]);
});

test.each(['default', 'kube-system', 'aks-istio-system', 'aks-istio-ingress', 'istio-system'])(
  '%s in the mesh is rejected',
  (name) => {
    expect(
      settings(
        systemNamespacesOutsideMesh,
        changed(plain, { [`namespaces.${name}`]: { revision: 'asm-1-30' } }),
      ),
    ).toEqual([
      {
        path: `namespaces.${name}.revision`,
        value: 'asm-1-30',
        problem: `AKS or Kubernetes owns the namespace '${name}', so it cannot be in the mesh`,
        fix: "remove 'revision', or move its applications to a namespace of your own",
      },
    ]);
  },
);
