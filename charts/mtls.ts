import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  PeerAuthentication,
  PeerAuthenticationSpecMtlsMode as Mode,
  PeerAuthenticationSpecPortLevelMtlsMode as PortMode,
} from '../imports/security.istio.io';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { FaultError } from '../model/fault';
import type { Plan } from '../model/plan';
import { findPort } from '../model/plan/exposures';
import { DEFAULT_MTLS } from '../model/plan/mtls';
import { toFaults } from '../model/read/setting-faults';
import type { EnvironmentSlice, NamespaceSlice, PodsSlice } from './slices';

/** mTLS of all namespaces that do not set it themselves. */
export class MeshMtlsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { environment: { mesh } }: EnvironmentSlice) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    if (mesh.mtls === undefined) return;
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: 'default' },
      spec: { mtls: { mode: Mode[mesh.mtls] } },
    });
  }
}

/** mTLS of the workloads of one namespace, if it is not that of the whole mesh. */
export class MtlsChart extends NamespacedChart {
  constructor(
    scope: Construct,
    id: string,
    {
      namespace,
      settings,
      environment: { mesh },
    }: Pick<NamespaceSlice, 'namespace' | 'settings' | 'environment'>,
  ) {
    super(scope, id, { namespace });
    const mode = settings.mtls ?? (mesh.mtls === undefined ? DEFAULT_MTLS : undefined);
    if (settings.revision === undefined || mode === undefined) return;
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: `${namespace}-mtls` },
      spec: { mtls: { mode: Mode[mode] } },
    });
  }
}

/** mTLS of pods with ports that differ from their namespace. */
export class MtlsExceptionChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: PodsSlice) {
    const { environment, namespace, namespaceSettings, workloads, own } = slice;
    super(scope, id, { namespace });
    const stated = workloads.flatMap((workload) =>
      Object.entries(workload.settings.mtls).map(([name, mode]) => ({
        path: `${workload.path}.mtls.${name}`,
        // Istio knows the ports of containers.
        port: findPort(workload, name)?.targetPort,
        mode,
      })),
    );
    if (stated.length === 0 || namespaceSettings.revision === undefined) return;
    rejectContradictions(environment, stated);
    new PeerAuthentication(this, `${slice.name}-exception`, {
      metadata: { name: `${slice.name}-mtls-exception` },
      spec: {
        selector: { matchLabels: { ...own.labels } },
        portLevelMtls: Object.fromEntries(stated.map(({ port, mode }) => [port, { mode: PortMode[mode] }])),
      },
    });
  }
}

interface Stated {
  /** Path of the setting. */
  readonly path: string;
  readonly port?: number;
  readonly mode: string;
}

/** Services of the same pods may each set the mode of a port of theirs. */
function rejectContradictions(environment: Plan, stated: readonly Stated[]): void {
  const [other, setting] = stated.flatMap((each) => {
    const found = stated.find(({ port, mode }) => port === each.port && mode !== each.mode);
    return found ? [found, each] : [];
  });
  if (!other || !setting) return;
  const problem = `is another mode than ${other.mode}, which '${other.path}' sets for port ${other.port} of the same pods`;
  const fault = { environment, path: setting.path, value: setting.mode, problem, fix: 'set one of the two' };
  throw new FaultError(toFaults([fault]));
}
