import { listObjects, getSpec, type KubernetesObject } from '../../../objects/object';
import {
  findApiRoutes,
  listBackends,
  listParents,
  referenceName,
  type Reference,
} from '../../../objects/gateway-api-routes';
import { indexKind } from '../../../objects/identity';
import type { ObjectFault, ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';

/** A route of the Gateway API attaches to a Gateway and one of its listeners, and points at a Service and a port, all of them rendered. */
export const gatewayApiReferencesExist: ObjectRule = (objects) => {
  const gateways = findApiGateways(objects);
  const services = indexKind(objects, 'Service');
  return findApiRoutes(objects).flatMap((object) => [
    ...listParents(object).flatMap(({ reference, field }) =>
      parentFaults(object, reference, field, gateways),
    ),
    ...listBackends(object).flatMap(({ reference, field }) =>
      backendFaults(object, reference, field, services),
    ),
  ]);
};

type ByName = ReadonlyMap<string, KubernetesObject>;

function parentFaults(
  object: KubernetesObject,
  parent: Reference,
  field: string,
  gateways: ByName,
): ObjectFault[] {
  const { sectionName } = parent;
  const gateway = gateways.get(referenceName(parent, object));
  const fault = { object, field, value: parent };
  if (!gateway)
    return [
      {
        ...fault,
        problem: `no such Gateway is rendered, so no request reaches the route`,
        fix: `name one of this environment: ${[...gateways.keys()].join(', ') || 'there is none'}`,
      },
    ];
  const listeners = listObjects<{ name?: string }>(getSpec(gateway).listeners).map(({ name }) => name);
  if (sectionName === undefined || listeners.includes(sectionName)) return [];
  return [
    {
      ...fault,
      problem: `the Gateway has no listener '${sectionName}'; it has ${listeners.join(', ')}`,
      fix: 'name one of its listeners',
    },
  ];
}

function backendFaults(
  object: KubernetesObject,
  backend: Reference,
  field: string,
  services: ByName,
): ObjectFault[] {
  const { port } = backend;
  const service = services.get(referenceName(backend, object));
  const fault = { object, field, value: backend };
  if (!service)
    return [
      {
        ...fault,
        problem: 'no such Service is rendered: requests would be answered with 500',
        fix: 'point the route at a Service of this environment',
      },
    ];
  const ports = listObjects<{ port?: number }>(getSpec(service).ports).map((each) => each.port);
  if (port !== undefined && ports.includes(port)) return [];
  return [
    {
      ...fault,
      problem: port === undefined ? 'sets no port' : `the Service has no port ${port}`,
      fix: `set one of its ports: ${ports.join(', ')}`,
    },
  ];
}
