import { guardedPortsPassSidecars } from '../../../../rules/objects/workloads/guarded-ports-pass-sidecars';
import { changed, objectsOf, running } from '../../../support';
import { objects } from '../../judging';

const TRAFFIC = 'traffic.sidecar.istio.io/';
const serving = (annotations: object, more: object = {}, namespace: object = {}) =>
  changed(
    running({
      cache: {
        image: 'example.com/cache:1',
        ports: { 'tcp-cache': { port: 80, targetPort: 6379 } },
        pod: { metadata: { annotations } },
        ...more,
      },
    }),
    Object.fromEntries(
      Object.entries(namespace).map(([name, value]) => [`namespaces.reading.${name}`, value]),
    ),
  );
const judge = async (environment: ReturnType<typeof serving>) =>
  objects(guardedPortsPassSidecars, await objectsOf(environment), environment);
const EXCLUDED = { [`${TRAFFIC}excludeInboundPorts`]: '15090, 6379' };
const open = { mtls: { 'tcp-cache': 'PERMISSIVE' } };

test.each([
  ['that pass the sidecar', serving({})],
  ['of which another is left out', serving({ [`${TRAFFIC}excludeInboundPorts`]: '80' })],
  ['that are included', serving({ [`${TRAFFIC}includeInboundPorts`]: '6379' })],
  ['that also accept plaintext', serving(EXCLUDED, open)],
  ['of a namespace outside the mesh', serving(EXCLUDED, {}, { revision: undefined })],
])('ports %s are accepted', async (_, environment) => {
  expect(await judge(environment)).toEqual([]);
});

test.each([
  ['excluded', EXCLUDED, `${TRAFFIC}excludeInboundPorts`],
  [
    'not among those that are included',
    { [`${TRAFFIC}includeInboundPorts`]: '8080' },
    `${TRAFFIC}includeInboundPorts`,
  ],
  ['not included, as none is', { [`${TRAFFIC}includeInboundPorts`]: '' }, `${TRAFFIC}includeInboundPorts`],
  ['not intercepted', { 'sidecar.istio.io/interceptionMode': 'NONE' }, 'sidecar.istio.io/interceptionMode'],
])('a port that accepts only mTLS is rejected where it is %s', async (_, annotations, name) => {
  expect(await judge(serving(annotations))).toEqual([
    expect.objectContaining({
      field: `spec.template.metadata.annotations.${name}`,
      problem: expect.stringContaining(
        "takes port 6379 out of the sidecar, so that mTLS mode 'STRICT'",
      ) as string,
    }),
  ]);
});

test('a port that policies guard is rejected though it also accepts plaintext', async () => {
  const [fault] = await judge(serving(EXCLUDED, open, { authorization: 'on' }));
  expect(fault!.problem).toContain("'authorization' of its namespace mean");
});
