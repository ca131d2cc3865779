import type { Manifest } from '../support';
import { changed } from '../support';
import { base, outputOf, shop, withObjects, withTerraform, wordsOf } from './outputs';

// Each change with the words that it gets, and a twin that looks alike and does not get them.

type Output = Map<string, string>;
type Change = Readonly<Record<string, unknown>> | ((before: Output) => Output | Promise<Output>);

interface Case {
  /** What is settled before the change. @default nothing */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly change: Change;
  /** Lines that the review has, each by a part of it. */
  readonly says: readonly string[];
  readonly twin: Change;
  /** What the review of the twin does not say. @default the first of `says` */
  readonly not?: string;
}

const W = 'namespaces.shop.applications.shop.workloads';
const AKS = ['azurerm_kubernetes_cluster', 'aks'] as const;
const ofStack =
  (change: (resources: Record<string, Record<string, Record<string, unknown>>>) => void): Change =>
  (before) =>
    withTerraform(before, ({ resource }) => change(resource));
const ofObject =
  (kind: string, name: string, change: (object: Manifest) => object | undefined): Change =>
  (before) =>
    withObjects(before, (object) =>
      object.kind === kind && object.metadata.name === name
        ? (change(structuredClone(object)) as Manifest | undefined)
        : object,
    );
const spec = (object: Manifest, fields: object) => ({
  ...object,
  spec: { ...(object.spec as object), ...fields },
});
const adding =
  (object: object): Change =>
  (before) =>
    new Map([...before, ['kubernetes/production/60-own.yaml', JSON.stringify(object)]]);
const nothing: Change = (before) => before;
const pool = (fields: object): Change =>
  ofStack(({ [AKS[0]]: { [AKS[1]]: aks } = {} }) => {
    aks!.default_node_pool = { ...(aks!.default_node_pool as object), ...fields };
  });
const network = (fields: object): Change =>
  ofStack(({ [AKS[0]]: { [AKS[1]]: aks } = {} }) => {
    aks!.network_profile = { ...(aks!.network_profile as object), ...fields };
  });

const CASES: Readonly<Record<string, Case>> = {
  'another region': {
    change: { 'resourceGroup.location': 'northeurope' },
    says: [
      'destroy: destroys azurerm_resource_group.resource_group and makes it anew: location westeurope -> northeurope',
      '  destroy: destroys azurerm_kubernetes_cluster.aks and makes it anew, as its location is the location of azurerm_resource_group.resource_group',
    ],
    twin: { 'resourceGroup.tags': { team: 'shop' } },
  },
  'another name of the cluster': {
    change: { 'cluster.name': 'other' },
    says: [
      'destroy: destroys azurerm_kubernetes_cluster.aks and makes it anew: dns_prefix shop -> other, name shop -> other',
    ],
    twin: { 'cluster.tier': 'Free' },
  },
  'Cilium removed': {
    change: { 'cluster.networkPolicy': undefined, 'namespaces.shop.networkPolicies': false },
    says: [
      'destroy: destroys azurerm_kubernetes_cluster.aks and makes it anew: network_profile.network_data_plane cilium -> azure',
      'remove: no longer renders NetworkPolicy shop/deny-all',
    ],
    twin: network({ outbound_type: 'userDefinedRouting' }),
  },
  'another VM size': {
    change: { 'cluster.nodePool.vmSize': 'Standard_D16s_v5' },
    says: [
      'outage: makes every node of azurerm_kubernetes_cluster.aks anew by way of a temporary pool, without draining them: default_node_pool.vm_size Standard_D8s_v5 -> Standard_D16s_v5',
      'cost: azurerm_kubernetes_cluster.aks has other nodes: default_node_pool.vm_size',
    ],
    twin: { 'cluster.nodePool.nodeCount': 5 },
  },
  'a VM size without a temporary pool': {
    change: pool({ vm_size: 'Standard_D16s_v5', temporary_name_for_rotation: undefined }),
    says: ['refused: fails when it is applied, though the plan looks fine: default_node_pool.vm_size'],
    twin: pool({ vm_size: 'Standard_D16s_v5' }),
  },
  'other zones': {
    change: pool({ zones: ['1', '2'] }),
    says: ['outage: makes every node of azurerm_kubernetes_cluster.aks anew'],
    twin: pool({ tags: { zones: '1' } }),
  },
  'a computed field set': {
    change: network({ pod_cidr: '10.1.0.0/16' }),
    says: ['destroys azurerm_kubernetes_cluster.aks and makes it anew: network_profile.pod_cidr'],
    twin: network({ outbound_type: 'loadBalancer' }),
  },
  'a computed field left out': {
    change: network({ service_cidr: undefined }),
    says: ['change: changes network_profile.service_cidr of azurerm_kubernetes_cluster.aks in place'],
    twin: network({ service_cidr: '10.2.0.0/16' }),
  },
  'the drain timeout left out': {
    change: pool({ upgrade_settings: { max_surge: '10%' } }),
    says: [
      'destroy: destroys azurerm_kubernetes_cluster.aks and makes it anew: default_node_pool.upgrade_settings.drain_timeout_in_minutes',
    ],
    twin: pool({
      upgrade_settings: {
        max_surge: '20%',
        drain_timeout_in_minutes: 30,
        node_soak_duration_in_minutes: 0,
        undrainable_node_behavior: 'Schedule',
      },
    }),
  },
  'a resource under another name': {
    change: ofStack(({ azurerm_resource_group: groups = {} }) => {
      groups.other = groups.resource_group!;
      delete groups.resource_group;
    }),
    says: [
      'destroy: destroys azurerm_resource_group.resource_group and creates azurerm_resource_group.other, which is the same under another name',
    ],
    twin: (before) =>
      withTerraform(before, (stack) => {
        const groups = stack.resource.azurerm_resource_group!;
        groups.other = groups.resource_group!;
        delete groups.resource_group;
        stack.moved = [{ from: 'azurerm_resource_group.resource_group', to: 'azurerm_resource_group.other' }];
      }),
  },
  'a resource of a hook removed': {
    given: {},
    change: ofStack((resources) => {
      delete resources.azurerm_resource_group;
    }),
    says: ['destroy: destroys azurerm_resource_group.resource_group'],
    twin: (before) =>
      withTerraform(before, (stack) => {
        delete stack.resource.azurerm_resource_group;
        stack.removed = [{ from: 'azurerm_resource_group.resource_group', lifecycle: { destroy: false } }];
      }),
  },
  'the mesh uninstalled': {
    change: ofStack(({ [AKS[0]]: { [AKS[1]]: aks } = {} }) => {
      delete aks!.service_mesh_profile;
    }),
    says: [
      "data: uninstalls the mesh of azurerm_kubernetes_cluster.aks: AKS removes Istio's CRDs, all Istio objects",
    ],
    twin: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
  },
  'prevent_destroy in the way': {
    given: { 'cluster.preventDestroy': true },
    change: { 'cluster.name': 'other' },
    says: ['prevent_destroy ends the plan with an error'],
    twin: { 'cluster.tier': 'Free' },
  },
  "a claim's class": {
    change: {
      [`${W}.ledger.statefulSet.spec.volumeClaimTemplates.0.spec.storageClassName`]: 'managed-csi-premium',
    },
    says: [
      'refused: the cluster rejects StatefulSet shop/ledger: spec.volumeClaimTemplates',
      '  manual: delete StatefulSet shop/ledger before it is applied',
    ],
    twin: { [`${W}.ledger.statefulSet.spec.minReadySeconds`]: 5 },
  },
  "a Deployment's selector": {
    change: ofObject('Deployment', 'payment', (object) =>
      spec(object, { selector: { matchLabels: { app: 'payment', tier: 'back' } } }),
    ),
    says: [
      'refused: the cluster rejects Deployment shop/payment: spec.selector.matchLabels.tier set to back cannot be changed',
    ],
    twin: ofObject('Deployment', 'payment', (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { tier: 'back' } },
    })),
  },
  'a headless Service': {
    change: ofObject('Service', 'payment', (object) => spec(object, { clusterIP: 'None' })),
    says: ['refused: the cluster rejects Service shop/payment: spec.clusterIP set to None cannot be changed'],
    twin: ofObject('Service', 'payment', (object) => spec(object, { sessionAffinity: 'ClientIP' })),
  },
  'a StatefulSet with claims removed': {
    change: ofObject('StatefulSet', 'ledger', () => undefined),
    says: [
      'data: may: StatefulSet shop/ledger is no longer rendered: deleting it, by hand or by pruning, ends its pods; its 1 claim a pod',
    ],
    twin: ofObject('Deployment', 'payment', () => undefined),
    not: 'data:',
  },
  'a namespace removed': {
    change: ofObject('Namespace', 'shop', () => undefined),
    says: [
      'data: may: Namespace shop is no longer rendered: deleting it, by hand or by pruning, deletes all that is in it',
    ],
    twin: ofObject('Namespace', 'shop', (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { team: 'shop' } },
    })),
  },
  'STRICT to PERMISSIVE on one port': {
    given: { 'namespaces.shop.authorization': 'off' },
    change: { [`${W}.payment.mtls`]: { http: 'PERMISSIVE' } },
    says: ['weaken: shop/payment port 8082 also accepts plaintext (STRICT -> PERMISSIVE)'],
    twin: { [`${W}.payment.mtls`]: { http: 'STRICT' } },
  },
  'a call added in one of two environments': {
    change: { [`${W}.web.calls.payment`]: 'http' },
    says: ['production: allow: shop/web may newly call shop/payment on port 8082'],
    twin: (before) =>
      new Map(
        [...before].map(([path, text]) => [path, text.replaceAll('serviceAccounts:', 'serviceAccounts: ')]),
      ),
  },
  'a call by methods and paths': {
    change: { [`${W}.web.calls.payment`]: { port: 'http', methods: ['POST'], paths: ['/pay'] } },
    says: ['allow: shop/web may newly call shop/payment on port 8082: POST /pay'],
    twin: { [`${W}.web.calls.orders`]: { port: 'http', methods: ['POST', 'GET'], paths: ['/orders*'] } },
  },
  'a DENY added': {
    change: adding({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'deny-web', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'orders' } },
        action: 'DENY',
        rules: [{ from: [{ source: { serviceAccounts: ['shop/web'] } }] }],
      },
    }),
    says: ['forbid: shop/web may no longer call shop/orders-v1 and shop/orders-v2 on port 8081'],
    twin: adding({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'deny-web', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } },
      spec: {
        selector: { matchLabels: { app: 'orders' } },
        action: 'DENY',
        rules: [{ from: [{ source: { serviceAccounts: ['shop/web'] } }] }],
      },
    }),
  },
  'the last caller removed': {
    change: { [`${W}.orders.calls`]: { ledger: 'tcp-ledger' } },
    says: ['forbid: shop/orders-v1 and shop/orders-v2 may no longer call shop/payment on port 8082'],
    twin: { [`${W}.orders.calls`]: { ledger: 'tcp-ledger', payment: 'http' } },
  },
  'the policy of the only callers removed': {
    change: ofObject('AuthorizationPolicy', 'payment-callers', () => undefined),
    says: [
      'forbid: may: shop/orders-v1 and shop/orders-v2 may no longer call shop/payment on port 8082',
      '  manual: applying deletes nothing: this holds only once AuthorizationPolicy shop/payment-callers is deleted',
    ],
    twin: ofObject('AuthorizationPolicy', 'web-callers', (object) => object),
  },
  'anybody let in': {
    given: { 'namespaces.shop.networkPolicies': false },
    change: ofObject('AuthorizationPolicy', 'payment-callers', (object) => spec(object, { rules: [{}] })),
    says: ['allow: any other workload of the mesh may newly call shop/payment on port 8082'],
    twin: ofObject('AuthorizationPolicy', 'payment-callers', (object) => object),
  },
  'a trial instead of policies': {
    change: { 'namespaces.shop.authorization': 'trial' },
    says: ['weaken: a trial: AuthorizationPolicy shop/allow-nothing'],
    twin: { 'namespaces.shop.mtls': 'STRICT' },
  },
  'another host of the gateway': {
    change: { [`${W}.web.expose.http.hosts`]: ['www.example.com'] },
    says: [
      'open: opens www.example.com over HTTPS on port 443 of aks-istio-ingressgateway-external, to web.shop',
      '  manual: www.example.com needs a DNS record',
      'close: closes shop.example.com over HTTPS on port 443',
    ],
    twin: { [`${W}.web.expose.http.name`]: 'site' },
    not: 'DNS record',
  },
  'plaintext that gets answers': {
    change: { [`${W}.web.expose.http.tls.plaintext`]: 'allow' },
    says: [
      'open: opens shop.example.com in plaintext on port 80',
      'change: plain HTTP to shop.example.com is no longer sent to HTTPS',
    ],
    twin: { [`${W}.web.expose.http.tls.minProtocolVersion`]: 'TLSV1_3' },
  },
  'a path by another route': {
    change: {
      [`${W}.web.expose.http.routes`]: [{ uri: { prefix: '/pay' }, to: { workload: 'payment' } }, {}],
    },
    says: [
      'traffic: requests to /pay/* of shop.example.com go to payment.shop, and no longer to web.shop',
      'allow: the gateway aks-istio-ingressgateway-external may newly call shop/payment on port 8082',
    ],
    twin: { [`${W}.web.expose.http.answers`]: { path: '/health' } },
    not: 'traffic:',
  },
  'a token no longer needed on a path': {
    given: {
      [`${W}.web.expose.http.jwt`]: {
        issuers: [{ issuer: 'https://id.example.com/', jwks: '{ "keys": [] }' }],
      },
    },
    change: { [`${W}.web.expose.http.jwt.open`]: ['/health'] },
    says: ['open: /health need no token any more'],
    twin: { [`${W}.web.expose.http.jwt.claims`]: { role: ['admin'] } },
    not: 'open:',
  },
  'egress to any host': {
    change: { 'namespaces.shop.egress': 'any' },
    says: ['open: shop/ledger, shop/orders-v1, shop/orders-v2 and 3 more may leave the mesh for any host'],
    twin: { 'namespaces.shop.egress': 'declared' },
  },
  'one host outside': {
    change: { [`${W}.payment.callsOutside`]: { 'bank.example.com': { port: 443, protocol: 'HTTPS' } } },
    says: ['open: shop/payment may leave the mesh for bank.example.com'],
    twin: { [`${W}.orders.callsOutside`]: { 'rates.example.com': { port: 443, protocol: 'HTTPS' } } },
  },
  'an address of its own': {
    given: { 'namespaces.shop.authorization': 'off', [`${W}.payment.mtls`]: { http: 'PERMISSIVE' } },
    change: { [`${W}.payment.service`]: { spec: { type: 'LoadBalancer' } } },
    says: [
      "open: Service shop/payment gets an address of its own at Azure's load balancer, which anybody reaches",
    ],
    twin: { [`${W}.payment.service`]: { spec: { type: 'ClusterIP' } } },
  },
  'an image of all pods': {
    change: { 'namespaces.shop.applications.shop': shop('1.1.0') },
    says: [
      'restart: image 1.0.0 -> 1.1.0: restarts 5 workloads',
      '  outage: StatefulSet shop/ledger is down while it restarts: it has one pod',
      'change: from its next run on, CronJob shop/report: image 1.0.0 -> 1.1.0',
    ],
    twin: ofObject('Deployment', 'payment', (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { release: '1.1.0' } },
    })),
  },
  'a Deployment that ends all pods first': {
    given: { [`${W}.payment.deployment`]: { spec: { strategy: { type: 'Recreate' } } } },
    change: { [`${W}.payment.env`]: { MODE: 'x' } },
    says: ['  outage: Deployment shop/payment is down while it restarts: its strategy is Recreate'],
    twin: { [`${W}.web.env.CURRENCY`]: 'USD' },
  },
  'one replica': {
    change: { [`${W}.payment.replicas`]: 1 },
    says: ['change: Deployment shop/payment: replicas 2 -> 1'],
    twin: { [`${W}.payment.replicas`]: 2 },
  },
  'no replica': {
    change: { [`${W}.payment.replicas`]: 0 },
    says: ['outage: Deployment shop/payment runs no pod any more'],
    twin: { [`${W}.payment.replicas`]: 3 },
  },
  'a canary from 10 to 50': {
    change: { [`${W}.orders.traffic.weights`]: { v1: 50, v2: 50 } },
    says: [
      'traffic: VirtualService shop/orders, requests to all paths: to orders.shop v1 90 %, orders.shop v2 10 % -> orders.shop v1 50 %, orders.shop v2 50 %',
    ],
    twin: { [`${W}.orders.traffic.weights`]: { v2: 10, v1: 90 } },
  },
  'a timeout': {
    change: { [`${W}.orders.traffic.timeout`]: '9s' },
    says: ['traffic: VirtualService shop/orders, requests to all paths: timeout 5s -> 9s'],
    twin: nothing,
  },
  'the upgrade of the mesh started': {
    change: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
    says: ['mesh: starts the upgrade of the mesh to asm-1-30: a second control plane runs beside asm-1-29'],
    twin: { 'mesh.config': { accessLogFile: '/dev/stdout' } },
  },
  'a namespace moved to the new revision': {
    given: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
    change: { 'namespaces.shop.revision': 'asm-1-30' },
    says: ['mesh: moves Namespace shop to the sidecars of asm-1-30 (from asm-1-29)'],
    twin: { 'namespaces.shop.egress': 'scoped' },
  },
  'the upgrade of the mesh completed': {
    given: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'], 'namespaces.shop.revision': 'asm-1-30' },
    change: { 'mesh.revisions': ['asm-1-30'] },
    says: ['mesh: completes the upgrade of the mesh: asm-1-29 is removed'],
    twin: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
  },
  'a revision skipped': {
    change: { 'mesh.revisions': ['asm-1-30'], 'namespaces.shop.revision': 'asm-1-30' },
    says: ['mesh: moves the mesh from asm-1-29 to asm-1-30 in one step, which Azure rejects'],
    twin: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
  },
  'a workload renamed': {
    change: {
      [`${W}.payment`]: undefined,
      [`${W}.payments`]: shop().workloads.payment,
      [`${W}.orders.calls`]: { payments: 'http', ledger: 'tcp-ledger' },
    },
    says: ['rename: renames Deployment shop/payment to payments'],
    twin: { [`${W}.payment`]: undefined, [`${W}.orders.calls`]: { ledger: 'tcp-ledger' } },
  },
  'an environment added': {
    change: async (before) => new Map([...before, ...(await outputOf({ second: base }))]),
    says: ['second: add: adds the environment: ', 'reached from outside as shop.example.com'],
    twin: nothing,
  },
  'settings of a gateway of AKS': {
    change: { 'mesh.gateways.external.annotations': { 'service.beta.kubernetes.io/azure-pip-name': 'ip' } },
    says: [
      'manual: npm run gateways:apply -- production is needed for Service aks-istio-ingress/aks-istio-ingressgateway-external',
    ],
    twin: { 'mesh.gateways.external.annotations': {} },
  },
  "the mesh's configuration": {
    change: { 'mesh.config': { accessLogFile: '/dev/stdout' } },
    says: ["mesh: changes the mesh's configuration"],
    twin: nothing,
  },
  'an object of an unknown kind': {
    change: adding({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'one', namespace: 'shop' },
      spec: { size: 1 },
    }),
    says: ['add: adds Widget shop/one'],
    twin: nothing,
  },
  'a field whose meaning is not known': {
    change: ofObject('Service', 'payment', (object) => spec(object, { sessionAffinity: 'ClientIP' })),
    says: ['unknown: changes spec.sessionAffinity of Service shop/payment, meaning unknown: set to ClientIP'],
    twin: nothing,
  },
};

/** Both environments, of which the change is in the first alone. */
async function outputs({ given = {}, change }: Pick<Case, 'given' | 'change'>): Promise<[Output, Output]> {
  const settled = changed(base, given);
  const before = await outputOf({ production: settled, staging: settled });
  if (typeof change === 'function') {
    const only = new Map([...before].filter(([path]) => path.includes('/production')));
    return [before, new Map([...before, ...(await change(only))])];
  }
  const after = await outputOf({ production: changed(settled, change), staging: settled });
  return [before, after];
}

async function words(of: Pick<Case, 'given' | 'change'>): Promise<string[]> {
  const [before, after] = await outputs(of);
  return wordsOf(before, after);
}

describe.each(Object.entries(CASES))('%s', (_, { given, change, says, twin, not = says[0]! }) => {
  test('is said', async () => {
    const said = await words({ given, change });
    for (const line of says) expect(said).toContainEqual(expect.stringContaining(line));
    expect(said.filter((line) => line.startsWith('staging'))).toEqual([]);
  });

  test('is not said of its twin', async () => {
    expect((await words({ given, change: twin })).filter((line) => line.includes(not))).toEqual([]);
  });
});

test('there are forty changes at least', () => {
  expect(Object.keys(CASES).length).toBeGreaterThanOrEqual(40);
});
