import { KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import type { Plan } from '../model/plan';
import type { PartialObject } from '../model/plan/gateway-patches';
import { requestWithTimeout, statusCode } from '../verify/request';
import { ClusterError } from '../verify/check';
import type { Clock } from '../verify/clock';
import { FIELD_MANAGER } from '../verify/gateway-objects';
import { readKubeconfig, type Choice } from '../verify/kubeconfig';
import { resourceName } from '../verify/kinds';
import type { KubernetesObject } from '../objects/object';

/** What `gateways:apply` asks of a cluster. @throws ClusterError from every method, if the cluster does not answer, or rejects the request */
export interface GatewayCluster {
  /** The object as it is; undefined if there is none. */
  read(object: PartialObject): Promise<KubernetesObject | undefined>;
  /** Applies fields to the object that was read, on the server; it never makes one. */
  apply(object: PartialObject, options: ApplyOptions): Promise<Applied>;
}

export interface ApplyOptions {
  /** Identity of the object that was read. */
  readonly uid: string;
  /** Whether fields are taken from others who set them. */
  readonly force: boolean;
  /** Whether the server only says what would come of it. */
  readonly dryRun: boolean;
}

/** The result: the object as it is now, or who set fields to other values, or why the server rejects it. */
export type Applied =
  | { readonly object: KubernetesObject }
  | { readonly conflicts: readonly Conflict[] }
  | { readonly rejected: string };

/** A field that somebody else set to another value. */
export interface Conflict {
  readonly manager: string;
  readonly field: string;
}

export interface ConnectOptions extends Choice {
  readonly environment: Plan;
  readonly clock: Clock;
}

/**
 * The cluster of a kubeconfig, and its name for a person. Without a context it must have the name of the environment's cluster.
 *
 * @throws ClusterError if the kubeconfig names none, or another one
 */
export function connect({ environment, clock, ...choice }: ConnectOptions): {
  cluster: GatewayCluster;
  name: string;
} {
  const { config, server } = readKubeconfig(choice);
  const [context, found] = [config.getCurrentContext(), config.getCurrentCluster()?.name];
  const { name } = environment.cluster;
  if (choice.context === undefined && found !== name)
    throw new ClusterError({
      where: `the current context ${context}`,
      problem: `is of the cluster '${found}', and that of ${environment.name} is called '${name}'`,
      fix: `if this is the right cluster, confirm it with --context ${context}`,
    });

  const objects = KubernetesObjectApi.makeApiClient(config);
  const ask = <T>(
    verb: string,
    { kind, metadata: { namespace } }: PartialObject,
    question: () => Promise<T>,
  ) =>
    requestWithTimeout(
      {
        server,
        what: `${verb} ${resourceName({ kind })} in ${namespace}`,
        rights: 'get the role that docs/gateways.md has',
        ask: question,
      },
      clock,
    );
  const cluster: GatewayCluster = {
    read: (object) =>
      ask('get', object, () =>
        objects.read(object).then(
          (live) => live as unknown as KubernetesObject,
          (error: unknown) => {
            if (statusCode(error) === 404) return undefined;
            throw error;
          },
        ),
      ),
    apply: (object, { uid, force, dryRun }) =>
      ask('patch', object, () =>
        objects
          .patch(
            { ...object, metadata: { ...object.metadata, uid } },
            undefined,
            dryRun ? 'All' : undefined,
            FIELD_MANAGER,
            force,
            PatchStrategy.ServerSideApply,
          )
          .then((applied) => ({ object: applied as unknown as KubernetesObject }), refusalIn),
      ),
  };
  return { cluster, name: `${context} (${server})` };
}

interface Status {
  readonly message?: string;
  readonly details?: {
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** What the server has against an object, where that is not who asks. */
function refusalIn(error: unknown): Applied {
  const { message = '', details } = readStatus(error);
  const conflicts = (details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message: with_ = '', field = '' }) => ({
      manager: /^conflict with "([^"]+)"/.exec(with_)?.[1] ?? with_,
      field: field.replace(/^\./, ''),
    }));
  if (conflicts.length > 0) return { conflicts };
  const isAdmission = statusCode(error) === 403 && /admission/i.test(message);
  if (isAdmission || [400, 404, 409, 422].includes(statusCode(error) ?? 0)) return { rejected: message };
  throw error;
}

function readStatus(error: unknown): Status {
  const { body } = error as { body?: unknown };
  try {
    return (typeof body === 'string' ? JSON.parse(body) : (body ?? {})) as Status;
  } catch {
    return {};
  }
}
