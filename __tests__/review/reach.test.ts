import { getPodTemplate } from '../../objects/pod-template';
import { createReach } from '../../review/reach';
import { listProxies, STRANGERS } from '../../review/callers';
import { listSamples } from '../../review/samples';
import { isAllowed } from '../charts/evaluator';
import { isOpen } from '../charts/network-evaluator';
import { changed, objectsOf, planOf } from '../support';
import type { Environment } from '../../model/schema/environment';
import { base } from './outputs';

// Who may call whom, as the review works it out, against the evaluators of the charts' tests, which read the policies by themselves.

const W = 'namespaces.shop.applications.shop.workloads';

test.each([
  [{}],
  [{ 'namespaces.shop.authorization': 'off' }],
  [{ 'namespaces.shop.authorization': 'trial' }],
  [{ 'namespaces.shop.networkPolicies': false }],
  [{ [`${W}.web.calls.payment`]: { port: 'http', methods: ['POST'], paths: ['/pay', '/pay/*'] } }],
  [{ [`${W}.payment.calls`]: { payment: 'http' } }],
])('every call of every workload, gateway and stranger is judged alike: %j', async (change) => {
  const objects = await objectsOf(planOf(changed(base, change) as unknown as Environment));
  const reach = createReach(objects);
  const callers = [...reach.pods.map(reach.callerOf), ...listProxies(objects), ...STRANGERS];
  const differing = callers.flatMap((caller) =>
    reach.pods.flatMap((callee) =>
      reach.portsOf(callee).flatMap(({ port, name }) => {
        const isHttp = name?.startsWith('http');
        const samples = isHttp ? listSamples(reach.policiesOf(callee)) : [undefined];
        return samples.flatMap((each) => {
          const { namespace = '' } = callee.metadata;
          const to = { namespace, labels: getPodTemplate(callee)?.metadata?.labels ?? {} };
          const from = { namespace: caller.peer.namespace ?? '', labels: caller.peer.labels ?? {} };
          const isIdentified = reach.mtlsOf(callee, port) !== 'STRICT' || caller.identity !== undefined;
          const expected =
            isIdentified &&
            isAllowed(objects, { to, from: caller.identity, port, request: each?.sample }) &&
            isOpen(objects, from, to, port);
          const is = reach.passes(caller, callee, port, each?.sample);
          return is === expected
            ? []
            : [`${caller.name} -> ${callee.metadata.name}:${port} ${JSON.stringify(each)}: ${is}`];
        });
      }),
    ),
  );
  expect(differing).toEqual([]);
});
