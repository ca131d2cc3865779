import {
  isCompatible,
  isPastEnd,
  kubernetesVersions as versionsOf,
  revisionsFor,
  type Day,
  type Revision,
  type SupportPlan,
} from '../../../mesh/revisions';
import type { SettingRule } from '../../rule';

/** Every revision on the cluster runs on its Kubernetes version. */
export const revisionsSupportKubernetes: SettingRule = ({ cluster, mesh }, { today }) => {
  const { kubernetesVersion } = cluster;
  const plan = cluster.supportPlan;
  return mesh.revisions
    .filter((revision) => isCompatible(revision, kubernetesVersion, plan) === false)
    .map((revision) => ({
      path: 'mesh.revisions',
      value: revision,
      problem: describePairs(revision, kubernetesVersion, plan, today),
      fix: "change 'mesh.revisions' or 'cluster.kubernetesVersion' to one of these pairs",
    }));
};

function describePairs(revision: Revision, kubernetesVersion: string, plan: SupportPlan, today: Day): string {
  const versions = versionsOf(revision, plan);
  const takes =
    versions.length > 0
      ? `${revision} runs on Kubernetes ${versions[0]} to ${versions.at(-1)}`
      : `${revision} runs on no Kubernetes version of ${plan}`;
  const revisions = revisionsFor(kubernetesVersion, plan);
  const supported = revisions.filter((each) => !isPastEnd(each, today));
  const fits =
    revisions.length > 0
      ? `on Kubernetes ${kubernetesVersion} run ${revisions.join(', ')} (supported today: ${supported.join(', ') || 'none'})`
      : `no revision of the calendar runs on Kubernetes ${kubernetesVersion}`;
  return `${takes}; ${fits}`;
}
