import { main } from '../../commands/gateways-apply';
import type { Applied, ApplyOptions, ConnectOptions, GatewayCluster } from '../../commands/gateways-cluster';
import type { PartialObject } from '../../model/plan/gateway-patches';
import { ClusterError } from '../../verify/check';
import { changed } from '../support';
import { example, full } from '../verify/fixtures';
import { VirtualClock } from '../verify/virtual-clock';
import type { KubernetesObject } from '../../objects/object';

const TIMEOUT = 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout';
const SERVICE = 'Service aks-istio-ingress/aks-istio-ingressgateway-external';
const AUTOSCALER = 'HorizontalPodAutoscaler aks-istio-ingress/aks-istio-ingressgateway-external-asm-1-30';

type Call = Readonly<{ kind: string } & ApplyOptions>;

interface Bounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

interface Fake {
  readonly gateways?: object;
  /** Kinds of which AKS has made no object. */
  readonly missing?: readonly string[];
  /** Bounds that earlier settings gave the autoscaler. @default AKS's own */
  readonly earlier?: Bounds;
  /** What the cluster answers instead of taking the fields. */
  readonly answer?: (call: Call) => Applied | undefined;
}

/** The object as AKS makes it, or as earlier settings left it. */
function made({ apiVersion, kind, metadata: { name, namespace } }: PartialObject, earlier?: Bounds) {
  const fieldsV1 = { 'f:spec': { 'f:minReplicas': {}, 'f:maxReplicas': {} } };
  const metadata = { name, namespace, uid: `uid of ${kind}` };
  if (kind === 'Service') return { apiVersion, kind, metadata, spec: { externalTrafficPolicy: 'Cluster' } };
  const managedFields = earlier && [{ manager: 'aks-istio-cdk', operation: 'Apply', fieldsV1 }];
  const spec = earlier ?? { minReplicas: 2, maxReplicas: 5 };
  return { apiVersion, kind, metadata: { ...metadata, managedFields }, spec };
}

/** Runs the command on a cluster in memory: how a real one takes fields is what __tests__/cluster/gateways.ts is about. */
async function run(args: readonly string[], { gateways, missing = [], earlier, answer }: Fake = {}) {
  const [stdout, stderr]: string[][] = [[], []];
  const calls: Call[] = [];
  let options: ConnectOptions | undefined;
  const cluster: GatewayCluster = {
    read: async (object) => (missing.includes(object.kind) ? undefined : made(object, earlier)),
    apply: async (object, how) => {
      const call = { kind: object.kind, ...how };
      calls.push(call);
      const live: KubernetesObject = made(object, earlier);
      const annotations = object.metadata.annotations;
      return (
        answer?.(call) ?? {
          object: {
            ...live,
            metadata: { ...live.metadata, annotations },
            spec: { ...(live.spec as object), ...object.spec },
          },
        }
      );
    },
  };
  const status = await main({
    args,
    environments: async () => [
      gateways === undefined ? example : changed(example, { 'mesh.gateways': gateways }),
      full,
    ],
    connect: async (choice) => {
      options = choice;
      return { cluster, name: 'test' };
    },
    stdout: { write: (text) => stdout!.push(text) },
    stderr: { write: (text) => stderr!.push(text) },
    clock: new VirtualClock(),
  });
  return { status, stdout: stdout!.join(''), stderr: stderr!.join(''), calls, options };
}

const conflict = (field: string): Applied => ({ conflicts: [{ manager: 'helm', field }] });

test('tries every object before it changes one, and forces nothing that is free', async () => {
  const { status, calls, stderr } = await run(['example']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [service, autoscaler] = ['Service', 'HorizontalPodAutoscaler'].map((kind) => ({
    kind,
    uid: `uid of ${kind}`,
    force: false,
  }));
  expect(calls).toEqual([
    { ...service, dryRun: true },
    { ...autoscaler, dryRun: true },
    { ...service, dryRun: false },
    { ...autoscaler, dryRun: false },
  ]);
});

test('says what changed and what was taken from whom', async () => {
  const answer = ({ kind, force }: Call) =>
    kind === 'Service' && !force ? conflict('spec.externalTrafficPolicy') : undefined;
  const { stdout, calls } = await run(['example'], { answer });
  expect(stdout).toBe(`example on test
${SERVICE}
  metadata.annotations.${TIMEOUT}: none → "10"
  spec.externalTrafficPolicy: "Cluster" → "Local" (taken over from helm)
${AUTOSCALER}
  spec.minReplicas: 2 → 3
  spec.maxReplicas: 5 → 6
`);
  expect(calls.filter(({ force }) => force).map(({ kind }) => kind)).toEqual(['Service', 'Service']);
});

test('says that nothing changed, and that nothing is stated', async () => {
  const external = { replicas: { min: 2, max: 5 } };
  expect((await run(['example'], { gateways: { external } })).stdout).toBe(
    `example on test\n${AUTOSCALER}: nothing changed\n`,
  );
  const { stdout, calls } = await run(['example'], { gateways: {} });
  expect(stdout).toBe(
    'example on test\nits ingress gateways have no settings, and none of before are left\n',
  );
  expect(calls).toEqual([]);
});

test('a dry run changes nothing, and says so first', async () => {
  const { stdout, calls } = await run(['example', '--dry-run']);
  expect(stdout).toMatch(/^example on test, dry run: nothing is changed\n/);
  expect(stdout).toContain('spec.minReplicas: 2 → 3\n');
  expect(calls.map(({ dryRun }) => dryRun)).toEqual([true, true]);
});

test('gives an autoscaler whose bounds left the settings those of AKS back', async () => {
  const earlier = { minReplicas: 4, maxReplicas: 9 };
  expect((await run(['example'], { gateways: {}, earlier })).stdout).toBe(
    `example on test\n${AUTOSCALER}\n  spec.minReplicas: 4 → 2\n  spec.maxReplicas: 9 → 5\n`,
  );
});

describe('faults', () => {
  test('all objects that are not there, each with its gateway and revision', async () => {
    const { status, stderr, calls } = await run(['example'], {
      missing: ['Service', 'HorizontalPodAutoscaler'],
    });
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(stderr).toBe(`2 faults; nothing was changed.

  ${SERVICE}
    problem: is not on the cluster: AKS creates it with the external ingress gateway, and this command never does
    fix:     make sure that it is the right cluster and that the gateway runs: npm run verify -- example control-plane

  ${AUTOSCALER}
    problem: is not on the cluster: AKS creates it with the external ingress gateway of asm-1-30, and this command never does
    fix:     make sure that it is the right cluster and that the gateway runs: npm run verify -- example control-plane
`);
  });

  test('an object that is not there is none where nothing is stated of it', async () => {
    expect((await run(['example'], { gateways: {}, missing: ['Service'] })).status).toBe(0);
  });

  test('what the cluster rejects, all of it, before anything is changed', async () => {
    const { status, stderr, calls } = await run(['example'], { answer: () => ({ rejected: 'too odd' }) });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^2 faults; nothing was changed\./);
    expect(stderr.match(/problem: the cluster rejects it: too odd/g)).toHaveLength(2);
    expect(calls.every(({ dryRun }) => dryRun)).toBe(true);
  });

  test('what goes wrong halfway, with what was changed until then', async () => {
    const answer = ({ kind, dryRun }: Call): Applied | undefined => {
      if (kind === 'Service' || dryRun) return undefined;
      throw new ClusterError({ where: 'test', problem: 'has gone away', fix: 'call it back' });
    };
    const { status, stdout, stderr } = await run(['example'], { answer });
    expect(status).toBe(1);
    expect(stdout).toContain(`${SERVICE}\n`);
    expect(stderr).toBe(
      '1 fault; what is listed before it was changed.\n\n  test\n    problem: has gone away\n    fix:     call it back\n',
    );
  });

  test('what the cluster rejects after it has taken another object, with what was changed until then', async () => {
    const answer = ({ kind, dryRun }: Call): Applied | undefined =>
      kind === 'Service' || dryRun ? undefined : { rejected: 'too odd by now' };
    const { status, stdout, stderr } = await run(['example'], { answer });
    expect(status).toBe(1);
    expect(stdout).toContain(`${SERVICE}\n`);
    expect(stdout).not.toContain(AUTOSCALER);
    expect(stderr).toMatch(/^1 fault; what is listed before it was changed\..*rejects it: too odd by now/s);
  });

  test.each([
    [
      ['examples'],
      "argument environment is 'examples'\n    problem: unknown environment; did you mean 'example'?",
    ],
    [[], "missing required argument 'environment'"],
    [['example', '--force'], "unknown option '--force'"],
  ])('a wrong command line: %j', async (args, message) => {
    const { status, stderr, options } = await run(args);
    expect({ status, options }).toEqual({ status: 1, options: undefined });
    expect(stderr).toContain(message);
  });
});

test('connects to the cluster that the command line chooses, for the environment', async () => {
  const { options } = await run(['example', '--kubeconfig', 'file', '--context', 'name']);
  expect(options).toMatchObject({ environment: example, kubeconfig: 'file', context: 'name' });
});
