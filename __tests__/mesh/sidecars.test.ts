import { CALENDAR, compareRevisions, type Revision } from '../../mesh/revisions';
import {
  holdApplicationUntilProxyStarts,
  initContainersHaveNetwork,
  nativeSidecars,
  podSecurityLevel,
  proxyRedirectionMechanism,
  type MeshVersions,
} from '../../mesh/sidecars';

const REVISIONS = [
  ...CALENDAR.map(({ revision }) => revision),
  'asm-1-31',
] as const satisfies readonly Revision[];

/** The add-on's documentation as data: which revisions have it, on which Kubernetes versions. */
const MECHANISM: Record<string, string> = {
  'asm-1-22': 'InitContainers',
  'asm-1-23': 'InitContainers',
  'asm-1-24': 'InitContainers',
  'asm-1-25': 'InitContainers',
  'asm-1-26': 'InitContainers',
  'asm-1-27': 'InitContainers',
  'asm-1-28': 'InitContainers',
  'asm-1-29': 'InitContainers',
  'asm-1-30': 'CNIChaining',
  'asm-1-31': 'CNIChaining',
};
const NATIVE: Record<string, [newInstall: string, afterUpgrade: string]> = {
  'asm-1-22': ['off', 'off'],
  'asm-1-23': ['off', 'off'],
  'asm-1-24': ['off', 'off'],
  'asm-1-25': ['off', 'off'],
  'asm-1-26': ['off', 'off'],
  'asm-1-27': ['on', 'uncertain'],
  'asm-1-28': ['on', 'uncertain'],
  'asm-1-29': ['on', 'on'],
  'asm-1-30': ['on', 'on'],
  'asm-1-31': ['on', 'on'],
};

/** Every revision that a mesh can be on, for every one that it was installed with, on every Kubernetes version. */
const TABLE: MeshVersions[] = ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'].flatMap((kubernetesVersion) =>
  REVISIONS.flatMap((installedRevision) =>
    REVISIONS.filter((revision) => compareRevisions(revision, installedRevision) >= 0).map((revision) => ({
      kubernetesVersion,
      revision,
      installedRevision,
    })),
  ),
);

test('the table has every pair of revisions on six Kubernetes versions', () => {
  expect(TABLE).toHaveLength(6 * ((REVISIONS.length * (REVISIONS.length + 1)) / 2));
});

test('the mechanism is that of the installed revision, and no upgrade changes it', () => {
  for (const { installedRevision } of TABLE)
    expect(proxyRedirectionMechanism(installedRevision)).toBe(MECHANISM[installedRevision]);
});

test('sidecars are native from Kubernetes 1.33 on, by revision and by how the mesh came to it', () => {
  for (const versions of TABLE) {
    const [newInstall, afterUpgrade] = NATIVE[versions.revision]!;
    const expected = versions.revision === versions.installedRevision ? newInstall : afterUpgrade;
    const isBefore133 = ['1.31', '1.32'].includes(versions.kubernetesVersion);
    expect([versions, nativeSidecars(versions)]).toEqual([versions, isBefore133 ? 'off' : expected]);
  }
});

test('the application is held wherever native sidecars are not certain', () => {
  const held = TABLE.filter(holdApplicationUntilProxyStarts);
  expect(held).toEqual(TABLE.filter((versions) => nativeSidecars(versions) !== 'on'));
  expect(held).toContainEqual({
    kubernetesVersion: '1.35',
    revision: 'asm-1-28',
    installedRevision: 'asm-1-27',
  });
  expect(held).not.toContainEqual({
    kubernetesVersion: '1.35',
    revision: 'asm-1-30',
    installedRevision: 'asm-1-30',
  });
});

test('an init container has no network exactly where CNI chaining meets a sidecar that may be classic', () => {
  expect(TABLE.filter((versions) => !initContainersHaveNetwork(versions))).toEqual(
    TABLE.filter(
      ({ kubernetesVersion, installedRevision }) =>
        ['1.31', '1.32'].includes(kubernetesVersion) && ['asm-1-30', 'asm-1-31'].includes(installedRevision),
    ),
  );
});

test('pods that istio-init prepares need privileges; those behind the CNI plugin meet the baseline', () => {
  for (const { installedRevision } of TABLE)
    expect(podSecurityLevel(installedRevision)).toBe(
      MECHANISM[installedRevision] === 'InitContainers' ? 'privileged' : 'baseline',
    );
});
