import { peersDeclared } from '../../../../rules/settings/calls/peers-declared';
import { changed, APP, running } from '../../../support';
import { settings } from '../../judging';

const nodes = (more: object = {}, namespace: object = { authorization: 'on' }) =>
  changed(
    running({
      queue: {
        image: 'example.com/queue:1',
        ports: { 'tcp-nodes': 7000 },
        replicas: 3,
        statefulSet: {},
        service: { spec: { clusterIP: 'None', publishNotReadyAddresses: true } },
        ...more,
      },
    }),
    Object.fromEntries(
      Object.entries(namespace).map(([name, value]) => [`namespaces.reading.${name}`, value]),
    ),
  );

test.each([
  ['that declare their calls', nodes({ calls: { queue: 'tcp-nodes' } })],
  ['that declare them by a full name', nodes({ calls: { 'reading/app/queue': 'tcp-nodes' } })],
  ['of one pod', nodes({ replicas: 1 })],
  ['without a StatefulSet', nodes({ statefulSet: undefined })],
  ['that wait until they are ready', nodes({ service: { spec: { clusterIP: 'None' } } })],
  ['where calls are not restricted', nodes({}, { authorization: 'off', egress: 'any' })],
])('pods %s are accepted', (_, environment) => {
  expect(settings(peersDeclared, environment)).toEqual([]);
});

test.each([{ authorization: 'on' }, { egress: 'declared' }, { networkPolicies: true }])(
  'pods that look for each other without a declared call are warned of where %j',
  (namespace) => {
    const off = { authorization: 'off', egress: 'any', networkPolicies: false };
    expect(settings(peersDeclared, nodes({}, { ...off, ...namespace }))).toEqual([
      {
        path: `${APP}.queue.calls`,
        value: {},
        problem:
          'its pods find each other by their Service, but may not call each other, as no such call is declared',
        fix: "declare the ports by which they do, such as calls: { 'queue': 'tcp-nodes' }, or set publishNotReadyAddresses to false",
      },
    ]);
  },
);
