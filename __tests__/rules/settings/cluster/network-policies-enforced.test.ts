import { networkPoliciesEnforced } from '../../../../rules/settings/cluster/network-policies-enforced';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const asking = changed(plain, { 'namespaces.reading.networkPolicies': true });

test('NetworkPolicies of a cluster with an engine are taken, and clusters without one that ask for none', () => {
  const environments = [
    plain,
    full,
    changed(asking, { 'cluster.networkPolicy': 'cilium' }),
    changed(plain, { 'namespaces.reading.networkPolicies': false }),
  ];
  expect(environments.flatMap((environment) => settings(networkPoliciesEnforced, environment))).toEqual([]);
});

test('NetworkPolicies of a cluster without an engine are rejected', () => {
  expect(settings(networkPoliciesEnforced, asking)).toEqual([
    {
      path: 'namespaces.reading.networkPolicies',
      value: true,
      problem: 'the cluster has no engine that enforces NetworkPolicies',
      fix: "set 'cluster.networkPolicy', which replaces an existing cluster; or remove 'networkPolicies'",
    },
  ]);
});
