import {
  INGRESS_NAMESPACE,
  ingressAutoscalerName,
  ingressGatewayName,
  type IngressGateway,
} from '../../mesh/gateways';
import type { Revision } from '../../mesh/revisions';
import { listAnnotations, type GatewaySettings } from './gateway-settings';
import type { Plan } from '.';

/** Part of an object that AKS created: what identifies it, and the fields to set in it. */
export type PartialObject = Readonly<{
  apiVersion: string;
  kind: string;
  metadata: Readonly<{
    name: string;
    namespace: string;
    annotations?: Readonly<Record<string, string>>;
  }>;
  spec?: Readonly<Record<string, unknown>>;
}>;

/** What the settings set in one object of an ingress gateway. */
export interface GatewayPatch {
  readonly gateway: IngressGateway;
  /** Revision whose object it is. @default none: the revisions share it */
  readonly revision?: Revision;
  /** Without fields if nothing is set. */
  readonly object: PartialObject;
}

/** A patch for each object of every ingress gateway that runs: its Service, and an autoscaler for each revision. */
export function buildGatewayPatches({ mesh }: Plan): GatewayPatch[] {
  return mesh.ingressGateways.flatMap((gateway): GatewayPatch[] => {
    const settings = mesh.gateways[gateway] ?? { annotations: {} };
    return [
      { gateway, object: servicePatch(gateway, settings) },
      ...mesh.revisions.map((revision) => ({
        gateway,
        revision,
        object: autoscalerPatch(gateway, revision, settings),
      })),
    ];
  });
}

/** Whether a patch sets any field. */
export function setsFields({ object: { metadata, spec } }: GatewayPatch): boolean {
  return metadata.annotations !== undefined || spec !== undefined;
}

function servicePatch(gateway: IngressGateway, settings: GatewaySettings): PartialObject {
  const { externalTrafficPolicy } = settings;
  const annotations = listAnnotations(settings);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: ingressGatewayName(gateway),
      namespace: INGRESS_NAMESPACE,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...(externalTrafficPolicy !== undefined && { spec: { externalTrafficPolicy } }),
  };
}

function autoscalerPatch(
  gateway: IngressGateway,
  revision: Revision,
  { replicas }: GatewaySettings,
): PartialObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: ingressAutoscalerName(gateway, revision), namespace: INGRESS_NAMESPACE },
    ...(replicas && { spec: { minReplicas: replicas.min, maxReplicas: replicas.max } }),
  };
}
