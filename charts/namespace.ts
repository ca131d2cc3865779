import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { isSystemNamespace } from '../aks/namespaces';
import { NamespacedChart } from '../constructs/chart';
import { POD_SECURITY, podSecurityLevel } from '../mesh/sidecars';
import type { NamespaceSlice } from './slices';

interface NamespaceProps extends Pick<NamespaceSlice, 'namespace' | 'settings'> {
  readonly environment: Pick<NamespaceSlice['environment'], 'mesh'>;
}

/**
 * A namespace. One of the mesh carries its revision from the start, so that its first pods have sidecars;
 * `istio-injection`, the label of upstream Istio, would make the add-on skip it. Those of AKS and Kubernetes are there already.
 */
export class NamespaceChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, settings, environment: { mesh } }: NamespaceProps) {
    super(scope, id);
    const { revision, labels: own, annotations } = settings;
    if (isSystemNamespace(namespace)) return;
    const labels = {
      ...(revision !== undefined && {
        'istio.io/rev': revision,
        [POD_SECURITY.enforce]: podSecurityLevel(mesh.installedRevision),
      }),
      ...own,
    };
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: namespace,
        labels,
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
    });
  }
}
