import type { Sample } from './samples';

const AZURE = 'service.beta.kubernetes.io';

/** Every annotation, with a value that it takes. */
const ANNOTATIONS: Readonly<Record<string, string>> = {
  'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com',
  [`${AZURE}/azure-allowed-ip-ranges`]: '203.0.113.0/24',
  [`${AZURE}/azure-allowed-service-tags`]: 'AzureFrontDoor.Backend',
  [`${AZURE}/azure-disable-load-balancer-floating-ip`]: 'true',
  [`${AZURE}/azure-load-balancer-internal-subnet`]: 'gateways',
  [`${AZURE}/azure-load-balancer-ipv4`]: '203.0.113.7',
  [`${AZURE}/azure-load-balancer-disable-tcp-reset`]: 'true',
  [`${AZURE}/azure-load-balancer-resource-group`]: 'rg-network',
  [`${AZURE}/azure-load-balancer-tcp-idle-timeout`]: '10',
  [`${AZURE}/azure-pip-ip-tags`]: 'RoutingPreference=Internet',
  [`${AZURE}/azure-pip-name`]: 'shop',
  [`${AZURE}/azure-shared-securityrule`]: 'true',
  ...Object.fromEntries(
    [80, 443].flatMap((port) =>
      Object.entries({
        no_lb_rule: 'true',
        no_probe_rule: 'true',
        'health-probe_protocol': 'Http',
        'health-probe_port': '15021',
        'health-probe_interval': '10',
        'health-probe_num-of-probe': '3',
        'health-probe_request-path': '/healthz/ready',
      }).map(([part, value]) => [`${AZURE}/port_${port}_${part}`, value]),
    ),
  ),
};
const gatewayWith = (external: object) => ({ 'mesh.gateways': { external } });

/** Samples of the annotations of a gateway, as `gatewayOf` states its settings. */
const annotated = (gatewayOf: (settings: object) => Sample): Readonly<Record<string, Sample>> =>
  Object.fromEntries(
    Object.entries(ANNOTATIONS).map(([name, value]) => [
      `annotations.${name}`,
      gatewayOf({ annotations: { [name]: value } }),
    ]),
  );

/** Samples of the settings of a gateway that AKS runs. */
export const GATEWAY: Readonly<Record<string, Sample>> = {
  ...annotated((settings) => ({ values: gatewayWith(settings) })),
  externalTrafficPolicy: { values: gatewayWith({ externalTrafficPolicy: 'Local' }) },
  'replicas.min': {
    before: gatewayWith({ replicas: { min: 2, max: 5 } }),
    values: gatewayWith({ replicas: { min: 3, max: 5 } }),
  },
  'replicas.max': {
    before: gatewayWith({ replicas: { min: 2, max: 5 } }),
    values: gatewayWith({ replicas: { min: 2, max: 6 } }),
  },
};

/** Samples of the settings of a namespace's Gateway. */
export const NAMESPACE_GATEWAY: Readonly<Record<string, Sample>> = annotated((external) => ({
  before: {
    'mesh.gatewayApi': true,
    'namespaces.reading.applications.app.workloads.web.expose': { http: { hosts: ['a.example.com'] } },
  },
  values: { 'namespaces.reading.gateways': { external } },
}));
