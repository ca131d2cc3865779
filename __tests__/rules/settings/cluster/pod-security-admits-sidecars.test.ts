import { podSecurityAdmitsSidecars } from '../../../../rules/settings/cluster/pod-security-admits-sidecars';
import { changed, plain } from '../../../support';
import { settings } from '../../judging';

const POD_SECURITY = 'pod-security.kubernetes.io';
const broken = (labels: object, more: object = {}) =>
  settings(podSecurityAdmitsSidecars, changed(plain, { 'namespaces.reading.labels': labels, ...more }));
const OLD = { 'mesh.installedRevision': 'asm-1-29' };

test.each(['privileged', 'baseline', 'restricted'])(
  'with CNI chaining a namespace of the mesh may enforce %s',
  (level) => {
    const labels = {
      [`${POD_SECURITY}/enforce`]: level,
      [`${POD_SECURITY}/enforce-version`]: 'v1.35',
      [`${POD_SECURITY}/warn`]: 'restricted',
      [`${POD_SECURITY}/warn-version`]: 'latest',
    };
    expect(broken(labels)).toEqual([]);
  },
);

test.each(['baseline', 'restricted'])('with init containers, %s would reject every pod', (level) => {
  const enforced = { [`${POD_SECURITY}/enforce`]: level };
  expect(broken(enforced, OLD)).toMatchObject([
    {
      path: `namespaces.reading.labels.${POD_SECURITY}/enforce`,
      value: level,
      problem: expect.stringContaining('rejects every pod with a sidecar') as string,
    },
  ]);
  // What the message names works.
  expect(broken({ [`${POD_SECURITY}/audit`]: level, [`${POD_SECURITY}/warn`]: level }, OLD)).toEqual([]);
  expect(broken(enforced, { ...OLD, 'namespaces.reading.revision': undefined })).toEqual([]);
});

test.each([
  ['enforce', 'strict', /knows no such level/],
  ['audit', 'Restricted', /knows no such level/],
  ['warn-version', '1.35', /no version of Kubernetes/],
  ['enforced', 'baseline', /has no such label/],
])('%s: %s is rejected', (key, value, problem) => {
  expect(broken({ [`${POD_SECURITY}/${key}`]: value })).toMatchObject([
    { value, problem: expect.stringMatching(problem) as string },
  ]);
});
