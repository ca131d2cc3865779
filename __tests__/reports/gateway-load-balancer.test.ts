// What a load balancer asks a Gateway of the Gateway API, and which address it has, had to be stated on objects that no setting reached.
// Azure/AKS 3646 and 4322; Microsoft's page on troubleshooting Gateway API ingresses.
import { JsonPatch } from 'cdk8s';
import type { KubernetesHook } from '../../model/schema/hooks';
import { getSpec } from '../../objects/object';
import { lines, synthesize, type Outcome } from './synthesize';

const AZURE = 'service.beta.kubernetes.io';
const PROBE = {
  [`${AZURE}/port_80_health-probe_protocol`]: 'Http',
  [`${AZURE}/port_80_health-probe_port`]: '15021',
  [`${AZURE}/port_80_health-probe_request-path`]: '/healthz/ready',
};
const MESH = { gatewayApi: true, ingressGateways: [] };
const exposed = (host: string, gateway: string) => ({
  workloads: {
    web: { image: 'example.com/web:1', ports: { http: 8080 }, expose: { http: { hosts: [host], gateway } } },
  },
});
const namespace = (host: string, gateways: object = {}, gateway = 'external') => ({
  revision: 'asm-1-30',
  gateways,
  applications: { site: exposed(host, gateway) },
});

/** What Istio puts on the Services of Gateways, by namespace and name. */
const annotationsOf = ({ objects }: Outcome) =>
  Object.fromEntries(
    objects
      .filter(({ apiVersion, kind }) => kind === 'Gateway' && apiVersion.startsWith('gateway.networking'))
      .map((gateway) => {
        const { infrastructure } = getSpec<{ infrastructure: { annotations: object } }>(gateway);
        return [`${gateway.metadata.namespace}/${gateway.metadata.name}`, infrastructure?.annotations];
      }),
  );

test('a health probe is stated for the Gateway of one namespace alone', async () => {
  const outcome = await synthesize(
    {
      shop: namespace('shop.example.com', { external: { annotations: PROBE } }),
      blog: namespace('blog.example.com'),
    },
    { mesh: MESH },
  );
  expect(lines(outcome.faults)).toEqual([]);
  expect(annotationsOf(outcome)).toEqual({ 'shop/external': PROBE, 'blog/external': undefined });
});

test('an address and a subnet are, each of its own', async () => {
  const address = (ip: string) => ({ annotations: { [`${AZURE}/azure-load-balancer-ipv4`]: ip } });
  const subnet = { [`${AZURE}/azure-load-balancer-internal-subnet`]: 'snet-gateways' };
  const outcome = await synthesize(
    {
      shop: namespace('shop.example.com', { external: address('203.0.113.7') }),
      blog: namespace('blog.example.com', { external: address('203.0.113.8') }),
      back: namespace('back.example.com', { internal: { annotations: subnet } }, 'internal'),
    },
    { mesh: MESH },
  );
  expect(lines(outcome.faults)).toEqual([]);
  expect(annotationsOf(outcome)).toMatchObject({
    'shop/external': { [`${AZURE}/azure-load-balancer-ipv4`]: '203.0.113.7' },
    'blog/external': { [`${AZURE}/azure-load-balancer-ipv4`]: '203.0.113.8' },
    'back/internal': { [`${AZURE}/azure-load-balancer-internal`]: 'true', ...subnet },
  });
});

test('what would not work at a Gateway of AKS is refused here too', async () => {
  const outcome = await synthesize(
    {
      shop: namespace('shop.example.com', {
        external: {
          annotations: {
            [`${AZURE}/azure-load-balancer-internal-subnet`]: 'snet-gateways',
            [`${AZURE}/port_80_no_lb_rule`]: 'true',
            [`${AZURE}/port_80_health-probe_interval`]: '59',
            [`${AZURE}/port_80_health-probe_num-of-probe`]: '3',
          },
        },
      }),
    },
    { mesh: MESH },
  );
  expect(lines(outcome.faults)).toEqual([
    expect.stringContaining('has a public address, not one of a subnet'),
    expect.stringContaining("removes port 80 from the load balancer, on which 'web' of 'site' is exposed"),
    expect.stringContaining('Azure accepts only less than 120'),
  ]);
});

test('a hook of the environment finds the Gateways, and changes what no setting has', async () => {
  const kubernetes: KubernetesHook = ({ objects }) => {
    for (const object of objects)
      if (object.kind === 'Gateway')
        object.addJsonPatch(JsonPatch.add('/spec/infrastructure', { annotations: PROBE }));
  };
  const outcome = await synthesize(
    { shop: namespace('shop.example.com'), blog: namespace('blog.example.com') },
    { mesh: MESH, kubernetes },
  );
  expect(lines(outcome.faults)).toEqual([]);
  expect(annotationsOf(outcome)).toEqual({ 'shop/external': PROBE, 'blog/external': PROBE });
});
