import { createRefusalFinder } from '../../../objects/admission';
import {
  createMtlsFinder,
  findPeerAuthentications,
  type PeerAuthenticationSpec,
} from '../../../objects/effective-mtls';
import { describeObject, filterKind } from '../../../objects/identity';
import { getSpec } from '../../../objects/object';
import type { Proxies } from '../../../objects/proxies';
import { createPodFinder } from '../../../objects/selectors';
import { getSidecarRevision } from '../../../objects/sidecar';
import type { ObjectRule } from '../../rule';

/** Who calls in plaintext: no namespace, no ServiceAccount. */
const ANONYMOUS: Proxies = { namespace: '', labels: {}, serviceAccounts: [] };

/**
 * A single port that accepts plaintext lets callers without an identity in, if policies are for its pods: they would be accepted by mTLS and
 * then answered with 403.
 *
 * Source: Istio documentation, AuthorizationPolicy, Source; Authentication policy, Permissive mode.
 */
export const plaintextCallersAllowed: ObjectRule = (objects, environment) => {
  // Who may connect is a question of its own: a NetworkPolicy knows callers by other things than identities.
  const refusalsOf = createRefusalFinder(filterKind(objects, 'AuthorizationPolicy.security.istio.io'));
  const podsOf = createPodFinder(objects);
  const modeOf = createMtlsFinder(objects, environment);
  return findPeerAuthentications(objects).flatMap((object) =>
    Object.entries(getSpec<PeerAuthenticationSpec>(object).portLevelMtls ?? {})
      .filter(([, { mode }]) => mode === 'PERMISSIVE' || mode === 'DISABLE')
      .flatMap(([port, { mode }]) => {
        const [refused] = podsOf(object)
          .filter((pods) => getSidecarRevision(pods, environment) !== undefined)
          .filter((pods) => modeOf(pods, Number(port)) === mode)
          .flatMap((pods) =>
            refusalsOf({ pods, port: Number(port), from: [ANONYMOUS] }).map((each) => ({ pods, ...each })),
          );
        if (!refused) return [];
        return [
          {
            object,
            field: `spec.portLevelMtls.${port}`,
            value: mode,
            problem: `${describeObject(refused.pods)} accepts plaintext on port ${port}, and then answers 403: who calls without mTLS has no identity, and no policy allows such a caller (${refused.policies})`,
            fix: `remove the exception, so that all callers use mTLS; or add an AuthorizationPolicy for port ${port} without an identity in 'from' (docs/authorization.md, A port for callers without an identity)`,
          },
        ];
      }),
  );
};
