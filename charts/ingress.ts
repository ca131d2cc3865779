import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  Gateway,
  GatewaySpecServersTlsMinProtocolVersion as MinProtocolVersion,
  GatewaySpecServersTlsMode as Mode,
  VirtualService,
  VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights as Unmatched,
  type GatewaySpecServers,
  type VirtualServiceSpec,
  type VirtualServiceSpecHttp,
} from '../imports/networking.istio.io';
import { ingressGatewayName } from '../mesh/gateways';
import type { ExposedPort } from '../model/plan/exposures';
import { httpRoutes, renderWeightedRoutes, type WorkloadsByPath } from './routes';
import type { ApplicationSlice } from './slices';

/** Ingress to the exposed ports of one application, on ports 80 and 443 of an ingress gateway: AKS opens no others. */
export class IngressChart extends NamespacedChart {
  constructor(
    scope: Construct,
    id: string,
    { namespace, exposures, environment }: Pick<ApplicationSlice, 'namespace' | 'exposures' | 'environment'>,
  ) {
    super(scope, id, { namespace });
    if (environment.mesh.gatewayApi) return;
    const workloads = environment.workloadsByPath;
    for (const exposure of exposures) {
      const { name, gateway, hosts, service, port } = exposure;
      const server = new Gateway(this, `${service}-${port}-gateway`, {
        metadata: { name: `${name}-gateway` },
        spec: { selector: { istio: ingressGatewayName(gateway) }, servers: renderServers(exposure) },
      });
      new VirtualService(this, `${service}-${port}-route`, {
        metadata: { name: `${name}-route` },
        spec: { hosts: [...hosts], gateways: [server.name], ...renderRoutes(exposure, workloads) },
      });
    }
  }
}

function renderServers({ hosts, tls }: ExposedPort): GatewaySpecServers[] {
  const http = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [...hosts] };
  if (!tls) return [http];
  const { mode, certificates, minProtocolVersion, plaintext } = tls;
  const plain =
    plaintext === 'redirect'
      ? [{ ...http, tls: { httpsRedirect: true } }]
      : plaintext === 'allow'
        ? [http]
        : [];
  if (mode === 'PASSTHROUGH')
    return [
      {
        port: { number: 443, name: 'tls', protocol: 'TLS' },
        hosts: [...hosts],
        tls: { mode: Mode.PASSTHROUGH },
      },
      ...plain,
    ];
  const secure = certificates.map(({ credentialName, hosts: own }, index) => ({
    // The names of a Gateway's ports differ.
    port: { number: 443, name: index === 0 ? 'https' : `https-${index + 1}`, protocol: 'HTTPS' },
    hosts: [...own],
    tls: { mode: Mode[mode], credentialName, minProtocolVersion: TLS_VERSIONS[minProtocolVersion] },
  }));
  return [...secure, ...plain];
}

const TLS_VERSIONS = {
  TLSV1_2: MinProtocolVersion.TLSV1_UNDERSCORE_2,
  TLSV1_3: MinProtocolVersion.TLSV1_UNDERSCORE_3,
};

function renderRoutes(
  { hosts, tls, routes, jwt }: ExposedPort,
  workloads: WorkloadsByPath,
): Pick<VirtualServiceSpec, 'http' | 'tls'> {
  if (tls?.mode !== 'PASSTHROUGH') {
    const http = routes.flatMap((route) => httpRoutes(route, workloads));
    return { http: jwt?.at === 'gateway' ? http.map(keepPreflights) : http };
  }
  return {
    tls: routes.flatMap(({ destination }) =>
      destination
        ? [{ match: [{ port: 443, sniHosts: [...hosts] }], route: renderWeightedRoutes(destination) }]
        : [],
    ),
  };
}

/** A preflight needs no token at the gateway: one of an origin that is not allowed must not go on to the workload. */
function keepPreflights(route: VirtualServiceSpecHttp): VirtualServiceSpecHttp {
  const { corsPolicy } = route;
  return corsPolicy
    ? { ...route, corsPolicy: { ...corsPolicy, unmatchedPreflights: Unmatched.IGNORE } }
    : route;
}
