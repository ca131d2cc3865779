import type { SettingRule } from '../../rule';

/** Ports that the sidecar uses itself. Source: Istio documentation, Application Requirements, Ports used by Istio. */
const SIDECAR_PORTS: readonly number[] = [
  15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090,
];

/** No container with a sidecar listens on a port that the sidecar uses itself: one of the two would not start. */
export const noSidecarPortConflicts: SettingRule = (environment) =>
  environment.workloads.flatMap(({ namespaceSettings, ports, path }) =>
    ports
      .filter(
        ({ targetPort }) => namespaceSettings.revision !== undefined && SIDECAR_PORTS.includes(targetPort),
      )
      .map(({ name, targetPort }) => ({
        path: `${path}.ports.${name}`,
        value: targetPort,
        problem: 'the sidecar listens on this port of the pod itself',
        fix: `let the container listen on another port: all but ${SIDECAR_PORTS.join(', ')} are free`,
      })),
  );
