import { podsMeetSecurityLevel } from '../../../../rules/objects/workloads/pods-meet-security-level';
import { objectsOf, changed, running } from '../../../support';
import { objects } from '../../judging';

const image = 'example.com/web:1';
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const HARDENED = {
  image,
  container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
  pod: { spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } },
};

async function broken(workload: object, level = 'restricted') {
  const environment = changed(running({ web: workload }), {
    'namespaces.reading.labels': { [ENFORCE]: level },
  });
  return objects(podsMeetSecurityLevel, await objectsOf(environment)).map(({ field }) => field);
}

test('pods that set what the level asks for are taken, also as a CronJob', async () => {
  expect(await broken(HARDENED)).toEqual([]);
  expect(await broken({ ...HARDENED, cronJob: { spec: { schedule: '0 0 * * *' } } })).toEqual([]);
});

test('so is one whose containers say for themselves that they are not root', async () => {
  const securityContext = { ...HARDENED.container.securityContext, runAsNonRoot: true };
  const pod = { spec: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } } };
  expect(await broken({ image, container: { securityContext }, pod })).toEqual([]);
});

test('of a pod that sets none of it, each missing field is named', async () => {
  expect(await broken({ image })).toEqual([
    'spec.template.spec.securityContext.seccompProfile.type',
    'spec.template.spec.securityContext.runAsNonRoot',
    'spec.template.spec.containers.web.securityContext.allowPrivilegeEscalation',
    'spec.template.spec.containers.web.securityContext.capabilities',
  ]);
});

test.each(['privileged', 'baseline'])('under %s they may be missing', async (level) => {
  expect(await broken({ image }, level)).toEqual([]);
});

test('init containers are held to it too, and a capability that the level forbids', async () => {
  const container = {
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'SYS_TIME'] },
    },
  };
  const spec = { ...HARDENED.pod.spec, initContainers: [{ name: 'first', image }] };
  expect(await broken({ image, container, pod: { spec } })).toEqual([
    'spec.template.spec.containers.web.securityContext.capabilities',
    'spec.template.spec.initContainers.first.securityContext.allowPrivilegeEscalation',
    'spec.template.spec.initContainers.first.securityContext.capabilities',
  ]);
});
