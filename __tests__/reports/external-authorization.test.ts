import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import { scratch } from '../support';
import { IN, ingress, letIn, mayLeave, OUT, podOf } from './proxies';
import { lines, synthesize } from './synthesize';

// Authorizers that nobody asks, or that refuse the question, as in istio/istio issues 40944 and 55137: every request gets a 403.

const folder = scratch();
const REVISION = { revision: 'asm-1-30' };
const LIMITED = { ...REVISION, authorization: 'on', networkPolicies: true };
const AUTHORIZER = {
  name: 'judge',
  envoyExtAuthzGrpc: { service: 'judge.court.svc.cluster.local', port: 9191 },
};
const cluster = { networkPolicy: 'cilium' };
const court = application({ judge: { image: 'example.com/judge:1', ports: { 'grpc-authz': 9191 } } });
const desk = application({
  desk: {
    image: 'example.com/desk:1',
    ports: { http: 8080 },
    expose: { http: { hosts: ['desk.example.com'] } },
  },
  files: { image: 'example.com/files:1', ports: { http: 8080 } },
});

let files = 0;
function file(text: string): string {
  const path = join(folder, `${files++}.yaml`);
  writeFileSync(path, text);
  return path;
}

const policy = (selector: string, { namespace = '', provider = 'judge' } = {}) =>
  manifests(
    file(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ask${namespace && `, namespace: ${namespace}`} }
spec:
  ${selector}
  action: CUSTOM
  provider: { name: ${provider} }
  rules: [{ to: [{ operation: { paths: ['/files/*'] } }] }]
`),
    {},
  );

const AT_GATEWAY = 'selector: { matchLabels: { istio: aks-istio-ingressgateway-external } }';
const asked = (
  ask: object,
  { extensionProviders = [AUTHORIZER], mesh = {} }: { extensionProviders?: object[]; mesh?: object } = {},
) =>
  synthesize(
    {
      court: { ...LIMITED, applications: { court } },
      office: { ...LIMITED, applications: { desk, ask } },
      other: { ...LIMITED, applications: { desk: application({ files: { image: 'example.com/files:1' } }) } },
    },
    { cluster, mesh: { config: { extensionProviders }, ...mesh } },
  );

const TO = podOf('court', 'judge');

test('the gateway that a policy is for may ask, and nobody else', async () => {
  const { faults, objects } = await asked(policy(AT_GATEWAY, { namespace: 'aks-istio-ingress' }));
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('external'), TO, 9191)).toEqual(IN);
  for (const from of [ingress('internal'), podOf('office', 'desk'), podOf('other', 'files')])
    expect(letIn(objects, from, TO, 9191)).toEqual(OUT);
});

test('the internal gateway may ask by what is known of it: its namespace', async () => {
  const internal = 'selector: { matchLabels: { istio: aks-istio-ingressgateway-internal } }';
  const mesh = { ingressGateways: ['external', 'internal'] };
  const { faults, objects } = await asked(policy(internal, { namespace: 'aks-istio-ingress' }), { mesh });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('internal'), TO, 9191)).toEqual(IN);
  expect(letIn(objects, ingress('external'), TO, 9191)).toEqual(OUT);
});

test('the workload that a policy selects may ask, and no other of its namespace', async () => {
  const { faults, objects } = await asked(policy('selector: { matchLabels: { app: files } }'));
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, podOf('office', 'files'), TO, 9191)).toEqual(IN);
  expect(letIn(objects, podOf('office', 'desk'), TO, 9191)).toEqual(OUT);
  expect(letIn(objects, ingress('external'), TO, 9191)).toEqual(OUT);
  expect(mayLeave(objects, podOf('office', 'files'), TO, 9191)).toBe(true);
  expect(mayLeave(objects, podOf('office', 'desk'), TO, 9191)).toBe(false);
});

test('a policy of the root namespace asks for the whole mesh', async () => {
  const { faults, objects } = await asked(policy('', { namespace: 'aks-istio-system' }));
  expect(lines(faults)).toEqual([]);
  for (const from of [podOf('office', 'desk'), podOf('other', 'files'), ingress('external')])
    expect(letIn(objects, from, TO, 9191)).toEqual(IN);
});

test.each([
  ['judje', [AUTHORIZER], /no provider has this name: Istio denies every request.*name 'judge', or add/],
  [
    'log',
    [AUTHORIZER, { name: 'log', envoyOtelAls: { service: 'judge.court.svc.cluster.local', port: 9191 } }],
    /'log' is of the kind envoyOtelAls, which Istio does not use for authorization/,
  ],
  ['Judge', [AUTHORIZER], /no provider has this name/],
])('a policy that asks no authorizer is rejected: %s', async (provider, extensionProviders, message) => {
  const outcome = await asked(policy(AT_GATEWAY, { namespace: 'aks-istio-ingress', provider }), {
    extensionProviders,
  });
  expect(lines(outcome.faults)).toEqual([expect.stringMatching(message)]);
});

test.each([
  [
    { name: 'judge', envoyExtAuthz: { service: 'judge.court.svc.cluster.local', port: 9191 } },
    /unknown field/,
  ],
  [{ name: 'judge' }, /must have exactly one kind/],
  [{ ...AUTHORIZER, prometheus: {} }, /must have exactly one kind/],
  [{ name: 'judge', envoyExtAuthzGrpc: { port: 9191 } }, /full host name of a Service/],
  [{ ...AUTHORIZER, name: 'The_Judge' }, /name of an authorizer must be a DNS label/],
  [
    {
      name: 'judge',
      envoyExtAuthzHttp: { ...AUTHORIZER.envoyExtAuthzGrpc, headersToUpstreamOnAllow: ['*'] },
    },
    /must be more than \*/,
  ],
])(
  'a provider of no kind, or of another form than Istio reads, is rejected: %j',
  async (provider, message) => {
    const { faults } = await asked(policy(AT_GATEWAY, { namespace: 'aks-istio-ingress' }), {
      extensionProviders: [provider],
    });
    expect(lines(faults)).toContainEqual(expect.stringMatching(message));
  },
);

test('two providers of one name are rejected', async () => {
  const { faults } = await asked(policy(AT_GATEWAY, { namespace: 'aks-istio-ingress' }), {
    extensionProviders: [AUTHORIZER, AUTHORIZER],
  });
  expect(lines(faults)).toEqual([expect.stringMatching(/another provider has this name/)]);
});

test('an authorizer of manifests that declare no Service is rejected, and declaring it is the way', async () => {
  const yaml = file(`
apiVersion: v1
kind: Service
metadata: { name: clerk }
spec: { selector: { app: clerk }, ports: [{ name: grpc, port: 9000, targetPort: 9001 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: clerk }
spec:
  selector: { matchLabels: { app: clerk } }
  template:
    metadata: { labels: { app: clerk } }
    spec: { containers: [{ name: clerk, image: 'example.com/clerk:1', ports: [{ containerPort: 9001, name: grpc }] }] }
`);
  const withServices = (services: object) =>
    synthesize(
      {
        court: { ...LIMITED, applications: { clerk: manifests(yaml, services) } },
        office: {
          ...LIMITED,
          applications: { desk, ask: policy(AT_GATEWAY, { namespace: 'aks-istio-ingress' }) },
        },
      },
      {
        cluster,
        mesh: {
          config: {
            extensionProviders: [
              { name: 'judge', envoyExtAuthzGrpc: { service: 'clerk.court.svc.cluster.local', port: 9000 } },
            ],
          },
        },
      },
    );
  expect(lines((await withServices({})).faults)).toEqual([
    expect.stringMatching(
      /ask spec\.provider: port 9001 behind Service court\/clerk is called by the external ingress gateway, and no policy there allows that.*declare the Service 'clerk'/,
    ),
  ]);
  const { faults, objects } = await withServices({
    clerk: { ports: { grpc: { port: 9000, targetPort: 9001 } } },
  });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('external'), podOf('court', 'clerk'), 9001)).toEqual(IN);
});
