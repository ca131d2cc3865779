import { judgeObjects, judgeSettings } from '../../rules';
import { objectsOf, running, TODAY, type Manifest } from '../support';
import { outcomeOf, type Request } from './route-evaluator';

/** An image, whatever it is. */
export const image = 'example.com/shop:1';
/** The full name of the shop's Service. */
export const WEB = 'web.reading.svc.cluster.local';
/** The versions of the shop. */
export const VERSIONS = { v1: {}, v2: {}, v3: {} };

/** A shop that is exposed on the external gateway and shares its requests out like this, with a workload that may get copies. */
export const shop = (traffic: object, beside: object = {}) =>
  running({
    web: {
      image,
      ports: { http: 80 },
      versions: VERSIONS,
      expose: { http: { hosts: ['shop.example.com'] } },
      traffic,
      ...beside,
    },
    shadow: { image, ports: { http: 8080 } },
  });

/** What such a shop renders, which has to keep every rule. */
export const rendered = async (...args: Parameters<typeof shop>) => {
  const environment = shop(...args);
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const objects = await objectsOf(environment);
  expect(judgeObjects(objects, environment)).toEqual([]);
  return objects;
};

/** What the gateway makes of a request, which has to be what a sidecar makes of it. */
export function asked(objects: readonly Manifest[], request: Partial<Request> = {}) {
  const [gateway, mesh] = [
    outcomeOf(objects, { by: 'external', host: 'shop.example.com', ...request }),
    outcomeOf(objects, { by: 'mesh', host: WEB, ...request }),
  ];
  expect(gateway).toEqual(mesh);
  return gateway;
}

/** A version of the shop, as shares name it. */
export const at = (version: string) => `web.reading:80 ${version}`;
/** All requests to all pods. */
export const ALL = { 'web.reading:80': 100 };
