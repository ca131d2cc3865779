import { GATEWAY_API_GROUP } from '../../../mesh/gateways';
import { listObjects, getSpec, type KubernetesObject } from '../../../objects/object';
import { filterKind, indexKind } from '../../../objects/identity';
import type { ObjectFault, ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

interface Rule {
  readonly backendRefs?: readonly Reference[];
  readonly filters?: readonly { readonly requestMirror?: { readonly backendRef?: Reference } }[];
}

/** A route of the Gateway API attaches to a Gateway and one of its listeners, and points at a Service and a port, all of them rendered. */
export const gatewayApiReferencesExist: ObjectRule = (objects) => {
  const gateways = findApiGateways(objects);
  const services = indexKind(objects, 'Service');
  const routes = ['HTTPRoute', 'GRPCRoute'].flatMap((kind) =>
    filterKind(objects, `${kind}.${GATEWAY_API_GROUP}`),
  );
  return routes.flatMap((object) => {
    const { parentRefs, rules } = getSpec(object);
    return [
      ...listObjects<Reference>(parentRefs).flatMap((parent, index) =>
        parentFaults(object, parent, `spec.parentRefs.${index}`, gateways),
      ),
      ...listObjects<Rule>(rules).flatMap((rule, index) =>
        listBackends(rule).flatMap((backend) =>
          backendFaults(object, backend, `spec.rules.${index}`, services),
        ),
      ),
    ];
  });
};

function listBackends({ backendRefs, filters }: Rule): Reference[] {
  const mirrors = listObjects<NonNullable<Rule['filters']>[number]>(filters).flatMap(
    ({ requestMirror }) => requestMirror?.backendRef ?? [],
  );
  return [...listObjects<Reference>(backendRefs), ...mirrors];
}

type ByName = ReadonlyMap<string, KubernetesObject>;

function parentFaults(
  object: KubernetesObject,
  parent: Reference,
  field: string,
  gateways: ByName,
): ObjectFault[] {
  const { group = GATEWAY_API_GROUP, kind = 'Gateway', sectionName } = parent;
  // What routes calls inside the mesh is another object of another group.
  if (group !== GATEWAY_API_GROUP || kind !== 'Gateway') return [];
  const gateway = gateways.get(inFull(parent, object));
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
  const { group = '', kind = 'Service', port } = backend;
  if (group !== '' || kind !== 'Service') return [];
  const service = services.get(inFull(backend, object));
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

/** Full name of what an object refers to. */
function inFull({ name, namespace }: Reference, { metadata }: KubernetesObject): string {
  return `${namespace ?? metadata.namespace}/${name}`;
}
