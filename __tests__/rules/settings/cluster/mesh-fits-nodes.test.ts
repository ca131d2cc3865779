import { meshFitsNodes } from '../../../../rules/settings/cluster/mesh-fits-nodes';
import { changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const pool = (nodePool: object, environment = plain) =>
  changed(environment, { 'cluster.nodePool': nodePool });
const problemOf = (environment: typeof plain) => settings(meshFitsNodes, environment)[0]?.problem;

test('nodes that hold the mesh and its sidecars are taken', () => {
  expect([plain, full].flatMap((environment) => settings(meshFitsNodes, environment))).toEqual([]);
});

test('nodes that do not are rejected, with what is needed', () => {
  // One control plane, one gateway; 5 pods of the catalog, one each of the other five workloads of the namespace.
  expect(settings(meshFitsNodes, pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1 }))).toEqual([
    {
      path: 'cluster.nodePool',
      value: '1 x Standard_D2s_v5',
      problem:
        'the mesh and its 10 sidecars alone need at least 2200m allocatable CPU; these nodes have 1900m',
      fix: "choose a larger 'vmSize', or raise 'nodeCount' or 'maxCount'",
    },
  ]);
});

test('an autoscaled pool counts with the most nodes that it may have', () => {
  expect(settings(meshFitsNodes, pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1, maxCount: 2 }))).toEqual([]);
});

test('an upgrade counts a second control plane and a second set of gateways', () => {
  const upgrade = changed(running({ shop: { image } }), { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] });
  expect(problemOf(pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1 }, upgrade))).toContain(
    '1 sidecars alone need at least 2500m',
  );
});

test('every replica has a sidecar, of an autoscaler as many as it may make, and of each version', () => {
  const shop = { image, replicas: 3, versions: { v1: {}, v2: { replicas: { min: 1, max: 5 } } } };
  const environment = running({ shop, night: { image, cronJob: { spec: { schedule: '0 0 * * *' } } } });
  expect(problemOf(pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1 }, environment))).toContain(
    'its 9 sidecars',
  );
});

test('pods outside the mesh have none', () => {
  const outside = changed(running({}), {
    'namespaces.default.applications.app': { workloads: { shop: { image, replicas: 50 } } },
  });
  expect(settings(meshFitsNodes, pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1 }, outside))).toEqual([]);
});

test('a VM size whose name does not tell its CPUs is taken', () => {
  expect(settings(meshFitsNodes, pool({ vmSize: 'Standard_DS1', nodeCount: 1 }))).toEqual([]);
});

test('with the Gateway API, each namespace has gateways of its own, one set whatever the revisions', () => {
  const exposed = (gateway: string) => ({
    image,
    ports: { http: 80 },
    expose: { http: { hosts: [`${gateway}.example.com`], gateway } },
  });
  const application = { workloads: { a: exposed('external'), b: exposed('internal') } };
  const two = changed(running({}), {
    'mesh.gatewayApi': true,
    'mesh.ingressGateways': [],
    'mesh.revisions': ['asm-1-29', 'asm-1-30'],
    'namespaces.reading.applications.app': application,
    'namespaces.default.applications.app': application,
  });
  // Two control planes, four gateways of two pods, two sidecars: the other namespace is outside the mesh.
  expect(problemOf(pool({ vmSize: 'Standard_D2s_v5', nodeCount: 1 }, two))).toContain('at least 3000m');
});
