import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support';
import { example } from '../verify/fixtures';
import { controlPlane } from './handover';
import { writeKubeconfig } from './kubeconfig';
import { GatewayStage, autoscaler, service } from './gateway-stage';
import { resultsOf, verify } from './live';
import { rightsOf } from './roles';

const { suite, coordinates } = controlPlane();

const AZURE = 'service.beta.kubernetes.io';
const TIMEOUT = `${AZURE}/azure-load-balancer-tcp-idle-timeout`;
const RESET = `${AZURE}/azure-load-balancer-disable-tcp-reset`;
const SERVICE = 'Service aks-istio-ingress/aks-istio-ingressgateway-external';
const AUTOSCALER = 'HorizontalPodAutoscaler aks-istio-ingress/aks-istio-ingressgateway-external-asm-1-30';

const STATED = { external: example.mesh.gateways!.external! };
const page = readFileSync(join(ROOT, 'docs/gateways.md'), 'utf8');

/** What is printed of `STATED` on a cluster as AKS leaves it. */
const SET = `${SERVICE}
  metadata.annotations.${TIMEOUT}: none → "10"
  spec.externalTrafficPolicy: "Cluster" → "Local" (taken over from helm)
${AUTOSCALER}
  spec.minReplicas: 2 → 3 (taken over from helm)
  spec.maxReplicas: 5 → 6 (taken over from helm)
`;

suite('npm run gateways:apply, on a real API server', () => {
  const stage = new GatewayStage(coordinates);
  const { admin } = stage;

  beforeEach(async () => stage.make());
  afterAll(async () => stage.clear());

  const AKS = { annotations: service.metadata.annotations, policy: 'Cluster', bounds: [2, 5] };

  test('sets what is stated and says it, leaves what others set, and then changes nothing more', async () => {
    expect(await stage.said(STATED)).toBe(SET);
    expect(page).toContain(`\`\`\`\n${SET}\`\`\``);
    expect(await stage.state()).toEqual({
      annotations: { ...service.metadata.annotations, [TIMEOUT]: '10' },
      policy: 'Local',
      bounds: [3, 6],
    });
    const before = await stage.versions();
    expect(await stage.said(STATED)).toBe(`${SERVICE}: nothing changed\n${AUTOSCALER}: nothing changed\n`);
    expect(await stage.versions()).toEqual(before);
  });

  test('changes nothing in a dry run, which says the same', async () => {
    const before = await stage.versions();
    expect(await stage.said(STATED, '--dry-run')).toBe(SET);
    expect(await stage.versions()).toEqual(before);
    expect(await stage.state()).toEqual(AKS);
  });

  test('takes back one annotation that left the settings, and keeps the other and those of others', async () => {
    const annotated = (annotations: object) => ({ external: { annotations } });
    await stage.said(annotated({ [TIMEOUT]: '10', [RESET]: 'true' }));
    await admin.patch(service, { metadata: { annotations: { 'example.com/by': 'hand' } } });
    expect(await stage.said(annotated({ [RESET]: 'true' }))).toBe(
      `${SERVICE}\n  metadata.annotations.${TIMEOUT}: "10" → none\n`,
    );
    expect((await stage.state()).annotations).toEqual({
      ...service.metadata.annotations,
      'example.com/by': 'hand',
      [RESET]: 'true',
    });
  });

  test('takes all of it back where nothing is stated any more, and is then no manager of the Service', async () => {
    await stage.said(STATED);
    expect(await stage.said({})).toBe(
      `${SERVICE}\n  metadata.annotations.${TIMEOUT}: "10" → none\n  spec.externalTrafficPolicy: "Local" → "Cluster"\n` +
        `${AUTOSCALER}\n  spec.minReplicas: 3 → 2\n  spec.maxReplicas: 6 → 5\n`,
    );
    expect(await stage.state()).toEqual(AKS);
    const managers = (await admin.get(service))!.metadata.managedFields as { manager: string }[];
    expect(managers.map(({ manager }) => manager)).toEqual(['helm']);
    expect(await stage.said({})).toBe(`${AUTOSCALER}: nothing changed\n`);
  });

  test('leaves alone what it never set', async () => {
    const before = await stage.versions();
    expect(await stage.said({})).toBe('its ingress gateways have no settings, and none of before are left\n');
    expect(await stage.versions()).toEqual(before);
  });

  test('takes a field back that somebody changed, and says from whom', async () => {
    await stage.said(STATED);
    await admin.patch(service, { metadata: { annotations: { [TIMEOUT]: '20' } } });
    expect(await stage.said(STATED)).toBe(
      `${SERVICE}\n  metadata.annotations.${TIMEOUT}: "20" → "10" (taken over from aks-istio-cdk-tests-by-hand)\n` +
        `${AUTOSCALER}: nothing changed\n`,
    );
  });

  test('never makes an object: one that is not there is a fault, and nothing is changed', async () => {
    await admin.remove(autoscaler);
    const { status, stderr } = await stage.apply(STATED);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `1 fault; nothing was changed.

  ${AUTOSCALER}
    problem: is not on the cluster: AKS creates it with the external ingress gateway of asm-1-30, and this command never does
    fix:     make sure that it is the right cluster and that the gateway runs: npm run verify -- example control-plane
`,
    });
    expect(await admin.get(autoscaler)).toBeUndefined();
    expect((await admin.get(service))!.metadata.annotations).toEqual(service.metadata.annotations);
  });

  test('neither makes nor changes what was deleted or replaced since it was read', async () => {
    await admin.remove(autoscaler);
    const { status, stderr } = await stage.apply(STATED, undefined, { variables: { STALE: 'true' } });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^2 faults; nothing was changed\./);
    expect(stderr.match(/the cluster rejects it: .*uid/gi)).toHaveLength(2);
    expect(await admin.get(autoscaler)).toBeUndefined();
    expect((await admin.get(service))!.metadata.annotations).toEqual(service.metadata.annotations);
  });

  test('changes nothing where the server does not take one of the values, and says why', async () => {
    const external = { ...STATED.external, replicas: { min: 7, max: 6 } };
    const { status, stderr } = await stage.apply({ external });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `1 fault; nothing was changed.\n\n  ${AUTOSCALER}\n    problem: the cluster rejects it: `,
    );
    expect(stderr).toMatch(
      /spec\.maxReplicas: Invalid value: 6: must be greater than or equal to `minReplicas`/,
    );
    expect(await stage.state()).toEqual(AKS);
  });

  test('changes no cluster of another name, unless its context is named', async () => {
    const { status, stdout, stderr } = await stage.apply(STATED, ['--dry-run']);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `1 fault; nothing was changed.

  the current context admin
    problem: is of the cluster 'test', and that of example is called 'example'
    fix:     if this is the right cluster, confirm it with --context admin
`,
    });
  });

  test('verify sees a setting that is not on the cluster yet, and one that left the settings', async () => {
    const seen = async () => resultsOf(await verify(stage.kubeconfig, ['example', 'gateways', '--json']));
    const stated = STATED.external;
    expect(await seen()).toMatchObject([{ verdict: 'failed' }]);
    await stage.said({ external: stated });
    expect(await seen()).toMatchObject([{ verdict: 'passed' }]);
    await stage.said({ external: { ...stated, annotations: { ...stated.annotations, [RESET]: 'true' } } });
    expect(await seen()).toMatchObject([
      {
        verdict: 'failed',
        actual: `Service aks-istio-ingressgateway-external metadata.annotations.${RESET} is "true", which is no longer in the settings; run npm run gateways:apply -- example`,
      },
    ]);
  });

  describe('with the role of docs/gateways.md', () => {
    const subject = { kind: 'ServiceAccount', name: 'gateways', namespace: 'default' };
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: subject.name, namespace: subject.namespace },
    };
    const documented = rightsOf(page.slice(page.indexOf('## The rights'))).map((object) =>
      object.subjects ? { ...object, subjects: [subject] } : object,
    );

    async function configOfAccount(): Promise<string> {
      await admin.apply(account);
      const { body } = await admin.ask<{ status: { token: string } }>(
        'POST',
        `/api/v1/namespaces/default/serviceaccounts/${subject.name}/token`,
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      );
      return writeKubeconfig(coordinates, 'gateways', body.status.token);
    }

    /** The server takes a moment to learn of new rights. */
    async function mayPatch(): Promise<boolean> {
      const { body } = await admin.ask<{ status: { allowed: boolean } }>(
        'POST',
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: {
            user: `system:serviceaccount:default:${subject.name}`,
            resourceAttributes: { verb: 'patch', resource: 'services', namespace: 'aks-istio-ingress' },
          },
        },
      );
      return body.status.allowed;
    }

    test('it does all of this, and without it says what is missing', async () => {
      const config = await configOfAccount();
      const rejected = await stage.apply(STATED, ['--context', 'gateways'], { config });
      expect(rejected.status).toBe(1);
      expect(rejected.stderr).toMatch(
        /problem: not allowed to get (services|horizontalpodautoscalers) in aks-istio-ingress\n    fix:     get the role that docs\/gateways\.md has/,
      );
      for (const object of documented) await admin.apply(object);
      while (!(await mayPatch())) await sleep(100);
      expect((await stage.apply(STATED, ['--context', 'gateways'], { config })).stdout).toContain(SET);
      expect(await stage.state()).toMatchObject({ policy: 'Local', bounds: [3, 6] });
      for (const object of [...documented, account]) await admin.remove(object);
    });
  });
});
