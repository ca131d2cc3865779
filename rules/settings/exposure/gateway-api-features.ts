import type { Destination, ExposedPort, ExposedRoute } from '../../../model/plan/exposures';
import type { Plan } from '../../../model/plan';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * With the Gateway API, an exposed port sets nothing that the standard channel does not support.
 *
 * Source: Gateway API 1.4.1, standard-install.yaml; 1.2.1 and 1.3.0 for older versions of Kubernetes.
 */
export const gatewayApiFeatures: SettingRule = (environment) => {
  if (!environment.mesh.gatewayApi) return [];
  const judged = new Set<string>();
  return environment.exposures.flatMap((exposure): SettingFault[] => [
    ...tlsFaults(exposure),
    ...exposure.routes.flatMap((route, index) => [
      ...routeFaults(route, `${exposure.path}.routes.${index}`),
      ...trafficFaults(route.destination, environment, judged),
    ]),
  ]);
};

const ALTERNATIVE = "or use Istio's own Gateway and VirtualService: remove 'mesh.gatewayApi'";

function unsupported(path: string, value: unknown, problem: string, fix = 'remove it'): SettingFault {
  return { path, value, problem: `the Gateway API ${problem}`, fix: `${fix}; ${ALTERNATIVE}` };
}

function tlsFaults({ tls, path }: ExposedPort): SettingFault[] {
  if (!tls) return [];
  const { mode, minProtocolVersion } = tls;
  return [
    ...(mode === 'SIMPLE'
      ? []
      : [
          unsupported(
            `${path}.tls.mode`,
            mode,
            mode === 'MUTUAL'
              ? 'does not ask clients for a certificate in its standard channel'
              : 'has no TLS passthrough in its standard channel',
          ),
        ]),
    ...(minProtocolVersion === 'TLSV1_2'
      ? []
      : [
          unsupported(
            `${path}.tls.minProtocolVersion`,
            minProtocolVersion,
            'cannot set the oldest version of TLS; Istio uses TLS 1.2',
          ),
        ]),
  ];
}

/** Source: Gateway API 1.4.1, the validation of HTTPPathMatch. */
const PATH = /^(?!.*(?:\/\/|\/\.\.?(?:\/|$)|%2f))(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-f]{2})+$/i;

function routeFaults(
  { uri, retries, corsPolicy, redirect, rewrite, withoutHeaders, directResponse }: ExposedRoute,
  path: string,
): SettingFault[] {
  const value = uri && ('prefix' in uri ? uri.prefix : 'exact' in uri ? uri.exact : undefined);
  const isEnded = uri && 'prefix' in uri && uri.prefix.length > 1 && uri.prefix.endsWith('/');
  const code = redirect?.redirectCode;
  return [
    ...(retries ? [unsupported(`${path}.retries`, retries, 'has no retries in its standard channel')] : []),
    ...(corsPolicy
      ? [unsupported(`${path}.corsPolicy`, corsPolicy, 'has no CORS in its standard channel')]
      : []),
    ...(withoutHeaders
      ? [
          unsupported(
            `${path}.withoutHeaders`,
            withoutHeaders,
            'cannot match the requests without a header',
            'remove it, and put a route with the same path and these headers beside it for the requests that have them: the more specific one counts',
          ),
        ]
      : []),
    ...(directResponse
      ? [
          unsupported(
            `${path}.directResponse`,
            directResponse,
            'has no answers of the gateway itself, only redirects',
            'let a workload answer, or redirect',
          ),
        ]
      : []),
    ...(code === undefined || code === 301 || code === 302
      ? []
      : [
          unsupported(
            `${path}.redirect.redirectCode`,
            code,
            'redirects only with 301 and 302',
            'set 301 or 302',
          ),
        ]),
    ...(value !== undefined && !PATH.test(value)
      ? [unsupported(`${path}.uri`, value, 'does not accept this path', 'set it as { regex }')]
      : []),
    ...(rewrite !== undefined && rewrite !== '/' && (!uri || ('prefix' in uri && uri.prefix === '/'))
      ? [
          unsupported(
            `${path}.rewrite`,
            rewrite,
            `joins a rewrite of the root without a slash: '${rewrite}' gives '${rewrite.replace(/\/$/, '')}z' for '/z' with Istio`,
            'rewrite a prefix that is longer than the root',
          ),
        ]
      : []),
    ...(isEnded
      ? [
          unsupported(
            `${path}.uri.prefix`,
            value,
            `ignores the slash at the end, and so also matches '${value!.slice(0, -1)}'`,
            'remove the slash',
          ),
        ]
      : []),
  ];
}

/** The first version of Kubernetes whose bundle supports percentages of a mirror. Source: AKS documentation, managed-gateway-api.md; Gateway API 1.3. */
const KNOWS_SHARES = 34;

/** These gateways ignore the VirtualServices of the mesh: they only know whole Services. */
function trafficFaults(
  destination: Destination | undefined,
  { cluster }: Plan,
  judged: Set<string>,
): SettingFault[] {
  const { path, settings } = destination?.workload ?? {};
  if (path === undefined || judged.has(path)) return [];
  judged.add(path);
  const { mirror, ...traffic } = settings!.traffic ?? {};
  const share = mirror?.percentage ?? 100;
  const knowsShares = Number(cluster.kubernetesVersion.split('.')[1]) >= KNOWS_SHARES;
  const stated = {
    weights: [traffic.weights, 'routes to Services, and knows no versions of them'],
    routes: [traffic.routes, 'routes to Services, and knows no versions of them'],
    'mirror.version': [mirror?.version, 'mirrors requests to Services, and knows no versions of them'],
    'mirror.percentage': [
      share !== 100 && !(knowsShares && Number.isInteger(share)) ? share : undefined,
      knowsShares
        ? 'accepts only whole percentages'
        : `of Kubernetes ${cluster.kubernetesVersion} mirrors all requests or none`,
    ],
    fault: [traffic.fault, 'has no faults'],
    retries: [traffic.retries, 'has no retries in its standard channel'],
  } as const;
  return Object.entries(stated).flatMap(([field, [value, problem]]) =>
    value === undefined
      ? []
      : [
          unsupported(
            `${path}.traffic.${field}`,
            value,
            `${problem}, so this would not apply at the gateway`,
            'remove it, or do not expose the workload',
          ),
        ],
  );
}
