import type { IngressGateway } from '../../mesh/gateways';
import type { EnvironmentSettings } from '../schema/environment';

/** What can be said of one ingress gateway's Service and autoscaler. */
export type GatewaySettings = NonNullable<EnvironmentSettings['mesh']['gateways'][IngressGateway]>;

/** The settings of a gateway, and where they are. */
export interface PlacedGatewaySettings {
  readonly gateway: IngressGateway;
  readonly settings: GatewaySettings;
  /** Namespace whose Gateway of the Gateway API it is. @default none: AKS runs it, for the whole cluster */
  readonly namespace?: string;
  /** Such as `mesh.gateways.external`. */
  readonly path: string;
}

/** The settings of every gateway: of those that AKS runs, and of the Gateways of namespaces. */
export function listGatewaySettings({
  mesh,
  namespaces,
}: Pick<EnvironmentSettings, 'mesh' | 'namespaces'>): PlacedGatewaySettings[] {
  return [
    ...place(mesh.gateways, 'mesh.gateways'),
    ...Object.entries(namespaces).flatMap(([namespace, { gateways }]) =>
      place(gateways, `namespaces.${namespace}.gateways`).map((placed) => ({ ...placed, namespace })),
    ),
  ];
}

function place(
  gateways: Readonly<Partial<Record<IngressGateway, GatewaySettings>>>,
  path: string,
): Omit<PlacedGatewaySettings, 'namespace'>[] {
  return Object.entries(gateways).flatMap(([gateway, settings]) =>
    settings ? [{ gateway: gateway as IngressGateway, settings, path: `${path}.${gateway}` }] : [],
  );
}

/** The annotations that settings state, without those that are undefined. */
export function listAnnotations({
  annotations,
}: Pick<GatewaySettings, 'annotations'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Source: AKS documentation, internal-lb.md; istio-gateway-api.md, 2026-06-16. */
const INTERNAL = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' };

/** The annotations that a Gateway of the Gateway API hands on to the Service that Istio makes for it. */
export function infrastructureAnnotations(
  gateway: IngressGateway,
  { gateways }: Pick<EnvironmentSettings['namespaces'][string], 'gateways'>,
): Record<string, string> {
  const stated = gateways[gateway];
  return { ...(gateway === 'internal' && INTERNAL), ...(stated && listAnnotations(stated)) };
}
