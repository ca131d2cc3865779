import gatewayApi from '../../imports/gateway-api.schema.json';
import istio from '../../imports/istio.schema.json';
import kubernetes from '../../imports/kubernetes.schema.json';

/**
 * One object for every field of Kubernetes, Istio and the Gateway API, which keeps V8's hidden class of that first field alive.
 *
 * V8 keeps about 1,500 hidden classes by first field, and stores every later object as a slow dictionary. The names in a large
 * environment are fields too: 900 namespaces alone made everything rendered after them three times as slow.
 * Source: V8, src/objects/transitions.h, kMaxNumberOfTransitions.
 */
let shapes: readonly object[] | undefined;

/** Keeps the objects of Kubernetes fast however many names an environment has; call it before environments are read. */
export function keepShapes(): void {
  if (shapes) return;
  const fields = new Set<string>();
  collect([kubernetes.$defs, istio, gatewayApi], fields);
  shapes = [...fields].map((field) => ({ [field]: true }));
}

function collect(schema: unknown, fields: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema) as [string, unknown][]) {
    if (key === 'properties') for (const field of Object.keys(value as object)) fields.add(field);
    collect(value, fields);
  }
}
