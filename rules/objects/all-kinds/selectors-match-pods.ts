import { isSystemNamespace } from '../../../aks/namespaces';
import { INGRESS_NAMESPACE, ingressGatewayName } from '../../../mesh/gateways';
import type { Plan } from '../../../model/plan';
import { closestMatch } from '../../../model/read/nearest';
import { findApiGateways, listGatewayPods } from '../../../objects/gateways';
import { isBuiltIn } from '../../../objects/identity';
import { getSpec, type KubernetesObject } from '../../../objects/object';
import { getPodTemplate } from '../../../objects/pod-template';
import { listSelections, type Selection } from '../../../objects/selections';
import {
  createPodFinder,
  EVERY_NAMESPACE,
  findForeignSelectorField,
  getTargetRefs,
  selectorField,
  selectsPods,
  type PodFinder,
} from '../../../objects/selectors';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * What an object picks by labels are rendered pods, or those of an ingress gateway, in the namespace that it looks in; a policy
 * for a Gateway targets one that is rendered. What is for no pods protects and changes nothing, and looks as if it did.
 */
export const selectorsMatchPods: ObjectRule = (objects, environment) => {
  const pods = [...objects, ...listGatewayPods(objects, environment.mesh.ingressGateways)];
  const podsOf = createPodFinder(pods);
  const gateways = findApiGateways(objects);
  return objects.flatMap((object): ObjectFault[] => [
    ...targetFaults(object, gateways),
    ...formFaults(object),
    ...listSelections(object)
      .filter(
        ({ namespace, selector }) =>
          !isUnknown(object, namespace, environment) && podsOf.inNamespace(namespace, selector).length === 0,
      )
      .map((selection) => ({
        object,
        field: selection.field,
        value: selection.value,
        problem: describeMiss(selection),
        fix: findWayOut(selection, { pods, podsOf, environment }, object),
      })),
  ]);
};

/** Whether AKS or Kubernetes may run pods there that are not rendered; what is Istio's is only for pods with a sidecar, and they have none. */
function isUnknown(object: KubernetesObject, namespace: string, { namespaces }: Plan): boolean {
  const isRendered = Object.hasOwn(namespaces, namespace) || namespace === INGRESS_NAMESPACE;
  return isBuiltIn(object) && isSystemNamespace(namespace) && !isRendered;
}

function targetFaults(object: KubernetesObject, gateways: ReadonlyMap<string, unknown>): ObjectFault[] {
  const { namespace } = object.metadata;
  const targets = selectsPods(object) ? getTargetRefs(object) : [];
  const target = targets.find(
    ({ kind, name }) => kind === 'Gateway' && !gateways.has(`${namespace}/${name}`),
  );
  if (!target) return [];
  return [
    {
      object,
      field: getSpec(object).targetRefs ? 'spec.targetRefs' : 'spec.targetRef',
      value: target,
      problem: `no such Gateway is rendered in '${namespace}'`,
      fix: 'name a Gateway of the same namespace',
    },
  ];
}

function formFaults(object: KubernetesObject): ObjectFault[] {
  const foreign = findForeignSelectorField(object);
  if (foreign === undefined) return [];
  const field = selectorField(object);
  return [
    {
      object,
      field: `spec.${field}.${foreign}`,
      value: getSpec(object)[field],
      problem: `the ${field} of ${object.kind} has no such field: the API server drops it, and what is left selects all pods`,
      fix: `state the labels in '${field}.${foreign === 'labels' ? 'matchLabels' : 'labels'}'`,
    },
  ];
}

function describeMiss({ namespace }: Selection): string {
  return namespace === EVERY_NAMESPACE
    ? 'selects no pod that is rendered'
    : `selects no pod that is rendered in '${namespace}'`;
}

interface Known {
  readonly pods: readonly KubernetesObject[];
  readonly podsOf: PodFinder;
  readonly environment: Plan;
}

function findWayOut(
  { field, namespace, selector }: Selection,
  { pods, podsOf, environment }: Known,
  object: KubernetesObject,
): string {
  const [other] = podsOf.inNamespace(EVERY_NAMESPACE, selector);
  if (other) {
    const elsewhere = `'${other.metadata.namespace}' has pods with these labels`;
    return field === `spec.${selectorField(object)}`
      ? `${elsewhere}: put the object there, or select pods of '${namespace}'`
      : `${elsewhere}: look for them there, or name labels of pods of '${namespace}'`;
  }
  const gateways = environment.mesh.ingressGateways.map((gateway) => `istio=${ingressGatewayName(gateway)}`);
  if (namespace === INGRESS_NAMESPACE || selector.labels.istio !== undefined)
    return `the pods of ingress gateways are in '${INGRESS_NAMESPACE}', with the label ${gateways.join(' or ') || 'of one that is enabled: there is none'}`;
  const known = pods
    .filter((each) => namespace === EVERY_NAMESPACE || each.metadata.namespace === namespace)
    .flatMap((each) => Object.entries(getPodTemplate(each)?.metadata?.labels ?? {}))
    .map((label) => label.join('='));
  const wanted = Object.entries(selector.labels).map((label) => label.join('='));
  const near = wanted
    .filter((label) => !known.includes(label))
    .flatMap((label) => closestMatch(label, known) ?? []);
  return near.length > 0
    ? `did you mean ${near.join(' and ')}?`
    : 'select labels that the pods of a workload have';
}
