import { judgeObjects, judgeSettings } from '../../rules';
import { changed, objectsOf, plain, running, TODAY } from '../support';
import type { Plan } from '../../model/plan';
import { outcomeOf } from './route-evaluator';

const image = 'example.com/shop:1';
const hosts = ['shop.example.com'];

const rendered = async (environment: Plan) => {
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const objects = await objectsOf(environment);
  expect(judgeObjects(objects, environment)).toEqual([]);
  return objects;
};

describe('a namespace, an application and a workload of one name', () => {
  const workloads = {
    web: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts, routes: [{ uri: { prefix: '/api' }, to: { workload: 'api' } }, {}] } },
      traffic: { mirror: { workload: 'copy' } },
    },
    api: { image, ports: { http: 8080 } },
    copy: { image, ports: { http: 80 } },
  };
  const environment = changed(plain, {
    'namespaces.web': { revision: 'asm-1-30', applications: { web: { workloads } } },
  });

  test('keep the route to another workload, and the copies that a third gets', async () => {
    const objects = await rendered(environment);
    const asked = (path: string) => outcomeOf(objects, { by: 'external', host: hosts[0]!, path });
    expect(asked('/api/x')).toMatchObject({ to: { 'api.web:8080': 100 } });
    expect(asked('/')).toMatchObject({ to: { 'web.web:80': 100 }, copies: { 'copy.web:80': 100 } });
  });
});

describe('a version that only a mirror names', () => {
  const environment = running({
    web: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts } },
      versions: { v1: {}, v2: {} },
      traffic: { mirror: { version: 'v2', percentage: 10 } },
    },
  });

  test.each([
    { by: 'external', host: hosts[0]! },
    { by: 'mesh', host: 'web.reading.svc.cluster.local' },
  ] as const)('gets its copies, by $by', async (request) => {
    expect(outcomeOf(await rendered(environment), request)).toMatchObject({
      to: { 'web.reading:80': 100 },
      copies: { 'web.reading:80 v2': 10 },
    });
  });
});
