import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { POD_SECURITY } from '../../../mesh/sidecars';
import { filterKind } from '../../../objects/identity';
import { listObjects } from '../../../objects/object';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';

interface Missing {
  readonly field: readonly string[];
  readonly value: unknown;
  readonly fix: string;
}

/**
 * In a namespace that enforces the Pod Security level `restricted`, pods set what it asks for: Kubernetes creates no other, and
 * says so in the events of the controller only. The seccomp profile is the pod's, since the add-on's sidecar has none of its own.
 *
 * Source: Kubernetes documentation, Pod Security Standards; istio/istio 1.30.3, injection-template.yaml.
 */
export const podsMeetSecurityLevel: ObjectRule = (objects) => {
  const restricted = new Set(
    filterKind(objects, 'Namespace')
      .filter(({ metadata }) => metadata.labels?.[POD_SECURITY.enforce] === 'restricted')
      .map(({ metadata }) => metadata.name),
  );
  return objects
    .filter(({ metadata }) => restricted.has(metadata.namespace ?? ''))
    .flatMap((object) => {
      const spec = getPodTemplate(object)?.spec;
      if (!spec) return [];
      return listMissing(spec).map(({ field, value, fix }) => ({
        object,
        field: podPath(object, 'spec', ...field),
        value,
        problem: `'${object.metadata.namespace}' enforces the Pod Security level 'restricted', which rejects such a pod: none would start`,
        fix,
      }));
    });
};

function listMissing(spec: V1PodSpec): Missing[] {
  const { securityContext: pod } = spec;
  const containers = (['containers', 'initContainers'] as const).flatMap((list) =>
    listObjects<V1Container>(spec[list]).map((container) => ({ list, container })),
  );
  const isNonRoot = containers.every(
    ({ container: { securityContext: own } }) => (own?.runAsNonRoot ?? pod?.runAsNonRoot) === true,
  );
  const ofPod: Missing[] = [
    {
      field: ['securityContext', 'seccompProfile', 'type'],
      value: pod?.seccompProfile?.type,
      isMet: ['RuntimeDefault', 'Localhost'].includes(pod?.seccompProfile?.type ?? ''),
      fix: "set it for the pod: pod: { spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } }",
    },
    {
      field: ['securityContext', 'runAsNonRoot'],
      value: pod?.runAsNonRoot,
      isMet: isNonRoot,
      fix: 'set it for the pod: pod: { spec: { securityContext: { runAsNonRoot: true } } }',
    },
  ].filter(({ isMet }) => !isMet);
  const ofContainers = containers.flatMap(({ list, container: { name, securityContext: own } }): Missing[] =>
    [
      {
        key: 'allowPrivilegeEscalation',
        value: own?.allowPrivilegeEscalation,
        isMet: own?.allowPrivilegeEscalation === false,
        fix: 'container: { securityContext: { allowPrivilegeEscalation: false } }',
      },
      {
        key: 'capabilities',
        value: own?.capabilities,
        isMet:
          own?.capabilities?.drop?.includes('ALL') === true &&
          (own.capabilities.add ?? []).every((each) => each === 'NET_BIND_SERVICE'),
        fix: "container: { securityContext: { capabilities: { drop: ['ALL'] } } }",
      },
    ]
      .filter(({ isMet }) => !isMet)
      .map(({ key, value, fix }) => ({
        field: [list, name, 'securityContext', key],
        value,
        fix: `set it for the container: ${fix}`,
      })),
  );
  return [...ofPod, ...ofContainers];
}
