import { z } from 'zod';
import { AKS_GATEWAY_REPLICAS } from '../../mesh/gateways';
import { HOST_NAME } from '../../mesh/names';
import { hints, integerBetween, oneOf, resourceGroupName, stringMatching } from './primitives';

/** Values of annotations are strings, whatever they mean; Azure compares these without regard to case. */
const booleanString = z
  .string({ error: "must be the string 'true' or 'false' (with quotes)" })
  .refine((value) => /^(true|false)$/i.test(value), {
    error: "must be the string 'true' or 'false' (with quotes)",
  })
  .register(hints, { example: 'true' });

const integerString = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max} in quotes`;
  return z
    .string({ error })
    .refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, { error })
    .register(hints, { example: String(min) });
};

/** Strings of one kind, with commas between them and no spaces. */
const commaSeparated = (isItem: (item: string) => boolean, items: string, example: string) =>
  z
    .string({ error: `must be a string: ${items}, separated by commas` })
    .refine((value) => value.split(',').every(isItem), {
      error: `must be ${items}, separated by commas without spaces`,
    })
    .register(hints, { example });

const isCidr = (item: string) => [z.cidrv4(), z.cidrv6()].some((schema) => schema.safeParse(item).success);

/** Source: Azure documentation, naming rules for Microsoft.Network. */
const networkName = stringMatching(
  /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/,
  '1 to 80 letters, digits, underscores, dots and hyphens, with a letter or digit at the start, and no dot or hyphen at the end',
  'snet-gateways',
);

/** Source: cloud-provider-azure, documentation of load balancers: a port's number, or its name in the Service. */
const probePort = stringMatching(
  /^(http2|https|[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  "a port number in quotes, or http2 or https, the names of the Service's ports",
  '15021',
);
const probePath = stringMatching(/^\/\S*$/, 'a path that starts with a slash', '/healthz/ready');
/** Azure compares it without regard to case. Source: cloud-provider-azure, azure_loadbalancer_healthprobe.go. */
const probeProtocol = stringMatching(/^(tcp|https?)$/i, 'Tcp, Http or Https', 'Http');
/** Azure accepts at least 5 seconds and 2 probes, and less than 120 seconds in all. Source: cloud-provider-azure, health probes. */
const probeInterval = integerString(5, 59);
const probeCount = integerString(2, 23);

/**
 * The annotations that the add-on allows on the Service of an ingress gateway, and no others.
 *
 * Sources: AKS documentation, istio-deploy-ingress.md, 2026-06-24, and configure-load-balancer-standard.md for the values.
 */
const annotationsSchema = z.strictObject({
  /** DNS names that external-dns keeps for the gateway, separated by commas. @default none */
  'external-dns.alpha.kubernetes.io/hostname': commaSeparated(
    (item) => HOST_NAME.pattern.test(item),
    'host names',
    'shop.example.com,*.shop.example.com',
  ).optional(),
  /** CIDR blocks that may reach the gateway, separated by commas. @default any */
  'service.beta.kubernetes.io/azure-allowed-ip-ranges': commaSeparated(
    isCidr,
    'CIDR blocks',
    '203.0.113.0/24,198.51.100.7/32',
  ).optional(),
  /** Azure's service tags that may reach the gateway, separated by commas. @default any */
  'service.beta.kubernetes.io/azure-allowed-service-tags': commaSeparated(
    (item) => /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/.test(item),
    'service tags',
    'AzureFrontDoor.Backend,AzureCloud',
  ).optional(),
  /** Whether the load balancer's rules do without a floating IP. @default 'false' */
  'service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip': booleanString.optional(),
  /** Subnet of the cluster's virtual network that the internal gateway has its address from. @default the nodes' subnet */
  'service.beta.kubernetes.io/azure-load-balancer-internal-subnet': networkName.optional(),
  /** Static IPv4 address of the gateway. @default one that Azure assigns */
  'service.beta.kubernetes.io/azure-load-balancer-ipv4': z
    .ipv4({ error: 'must be an IPv4 address' })
    .register(hints, { example: '203.0.113.7' })
    .optional(),
  /** Whether the load balancer ends idle connections without a TCP reset. @default 'false' */
  'service.beta.kubernetes.io/azure-load-balancer-disable-tcp-reset': booleanString.optional(),
  /** Resource group of the gateway's public address. @default the node resource group */
  'service.beta.kubernetes.io/azure-load-balancer-resource-group': resourceGroupName.optional(),
  /** Minutes after which the load balancer ends an idle TCP connection, 4 to 30. @default '4' */
  'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': integerString(4, 30).optional(),
  /** IP tags of the public address, as `name=value` separated by commas. @default none */
  'service.beta.kubernetes.io/azure-pip-ip-tags': commaSeparated(
    (item) => /^[^\s,=]+=[^\s,=]+$/.test(item),
    'IP tags',
    'RoutingPreference=Internet',
  ).optional(),
  /** Name of a public address that exists, for the gateway to have. @default one that AKS creates */
  'service.beta.kubernetes.io/azure-pip-name': networkName.optional(),
  /** Whether an augmented security rule, which several Services share, allows the gateway. @default 'false' */
  'service.beta.kubernetes.io/azure-shared-securityrule': booleanString.optional(),
  /** Whether port 80 has no rule and no health probe at the load balancer. @default 'false' */
  'service.beta.kubernetes.io/port_80_no_lb_rule': booleanString.optional(),
  /** Whether port 80 has no health probe. @default 'false' */
  'service.beta.kubernetes.io/port_80_no_probe_rule': booleanString.optional(),
  /** Protocol of the health probe of port 80. @default that of the port */
  'service.beta.kubernetes.io/port_80_health-probe_protocol': probeProtocol.optional(),
  /** Port that the health probe of port 80 uses, by its number or its name in the Service. @default 80 */
  'service.beta.kubernetes.io/port_80_health-probe_port': probePort.optional(),
  /** Seconds between two health probes of port 80, at least 5. @default '5' */
  'service.beta.kubernetes.io/port_80_health-probe_interval': probeInterval.optional(),
  /** Failed health probes of port 80 after which a node gets no traffic, at least 2. @default '2' */
  'service.beta.kubernetes.io/port_80_health-probe_num-of-probe': probeCount.optional(),
  /** Path that the health probe of port 80 requests over HTTP. @default / */
  'service.beta.kubernetes.io/port_80_health-probe_request-path': probePath.optional(),
  /** Whether port 443 has no rule and no health probe at the load balancer. @default 'false' */
  'service.beta.kubernetes.io/port_443_no_lb_rule': booleanString.optional(),
  /** Whether port 443 has no health probe. @default 'false' */
  'service.beta.kubernetes.io/port_443_no_probe_rule': booleanString.optional(),
  /** Protocol of the health probe of port 443. @default that of the port */
  'service.beta.kubernetes.io/port_443_health-probe_protocol': probeProtocol.optional(),
  /** Port that the health probe of port 443 uses, by its number or its name in the Service. @default 443 */
  'service.beta.kubernetes.io/port_443_health-probe_port': probePort.optional(),
  /** Seconds between two health probes of port 443, at least 5. @default '5' */
  'service.beta.kubernetes.io/port_443_health-probe_interval': probeInterval.optional(),
  /** Failed health probes of port 443 after which a node gets no traffic, at least 2. @default '2' */
  'service.beta.kubernetes.io/port_443_health-probe_num-of-probe': probeCount.optional(),
  /** Path that the health probe of port 443 requests over HTTP. @default / */
  'service.beta.kubernetes.io/port_443_health-probe_request-path': probePath.optional(),
});

const MAX_REPLICAS = 10_000;

/** What can be said of the Service and the autoscaler that AKS makes for an ingress gateway, by gateway. */
export const gateways = z.partialRecord(
  oneOf('external', 'internal'),
  z
    .strictObject({
      /** Annotations of the gateway's Service: those that the add-on allows. @default none */
      annotations: annotationsSchema.default({}),
      /**
       * Whether the load balancer sends to any node (`Cluster`), or only to those with a pod of the gateway, which keeps the
       * client's address (`Local`).
       *
       * @default Cluster
       */
      externalTrafficPolicy: oneOf('Cluster', 'Local').optional(),
      /** Bounds between which the autoscaler of each revision keeps the gateway's pods. @default AKS's own: 2 to 5 */
      replicas: z
        .strictObject({
          /** The fewest pods. */
          min: integerBetween(AKS_GATEWAY_REPLICAS.min, MAX_REPLICAS),
          /** The most pods. */
          max: integerBetween(AKS_GATEWAY_REPLICAS.min, MAX_REPLICAS),
        })
        .optional(),
    })
    .optional(),
);

/** What can be said of the Gateways of the Gateway API that one namespace has, by gateway. */
export const namespaceGateways = z.partialRecord(
  oneOf('external', 'internal'),
  z.strictObject({ annotations: annotationsSchema.default({}) }).optional(),
);
