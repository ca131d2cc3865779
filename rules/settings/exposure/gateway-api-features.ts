import type { Destination, ExposedPort, ExposedRoute } from '../../../model/plan/exposures';
import type { Plan } from '../../../model/plan';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * With the Gateway API, an exposed port asks for nothing that its standard channel can't say.
 *
 * Source: Gateway API 1.4.1, standard-install.yaml; 1.2.1 and 1.3.0 for older versions of Kubernetes.
 */
export const gatewayApiFeatures: SettingRule = (environment) => {
  if (!environment.mesh.gatewayApi) return [];
  const judged = new Set<string>();
  return environment.exposures.flatMap((exposure): SettingFault[] => [
    ...ofTls(exposure),
    ...exposure.routes.flatMap((route, index) => [
      ...ofRoute(route, `${exposure.path}.routes.${index}`),
      ...ofTraffic(route.destination, environment, judged),
    ]),
  ]);
};

const ALTERNATIVE = "or use Istio's own Gateway and VirtualService: take 'mesh.gatewayApi' out";

function refused(path: string, value: unknown, problem: string, fix = 'take it out'): SettingFault {
  return { path, value, problem: `the Gateway API ${problem}`, fix: `${fix}; ${ALTERNATIVE}` };
}

function ofTls({ tls, path }: ExposedPort): SettingFault[] {
  if (!tls) return [];
  const { mode, minProtocolVersion } = tls;
  return [
    ...(mode === 'SIMPLE'
      ? []
      : [
          refused(
            `${path}.tls.mode`,
            mode,
            mode === 'MUTUAL'
              ? 'asks no client for a certificate in its standard channel'
              : 'has no route for TLS that a workload ends itself in its standard channel',
          ),
        ]),
    ...(minProtocolVersion === 'TLSV1_2'
      ? []
      : [
          refused(
            `${path}.tls.minProtocolVersion`,
            minProtocolVersion,
            'does not say which version of TLS is the oldest; Istio takes TLS 1.2',
          ),
        ]),
  ];
}

/** Source: Gateway API 1.4.1, the validation of HTTPPathMatch. */
const PATH = /^(?!.*(?:\/\/|\/\.\.?(?:\/|$)|%2f))(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-f]{2})+$/i;

function ofRoute({ uri, retries, corsPolicy, redirect }: ExposedRoute, path: string): SettingFault[] {
  const value = uri && ('prefix' in uri ? uri.prefix : 'exact' in uri ? uri.exact : undefined);
  const isEnded = uri && 'prefix' in uri && uri.prefix.length > 1 && uri.prefix.endsWith('/');
  const code = redirect?.redirectCode;
  return [
    ...(retries ? [refused(`${path}.retries`, retries, 'has no retries in its standard channel')] : []),
    ...(corsPolicy ? [refused(`${path}.corsPolicy`, corsPolicy, 'has no CORS in its standard channel')] : []),
    ...(code === undefined || code === 301 || code === 302
      ? []
      : [
          refused(
            `${path}.redirect.redirectCode`,
            code,
            'redirects with 301 and 302 only',
            'state 301 or 302',
          ),
        ]),
    ...(value !== undefined && !PATH.test(value)
      ? [refused(`${path}.uri`, value, 'takes no such path', 'state it as { regex }')]
      : []),
    ...(isEnded
      ? [
          refused(
            `${path}.uri.prefix`,
            value,
            `ignores the slash at the end, and so takes '${value!.slice(0, -1)}' too`,
            'take the slash out',
          ),
        ]
      : []),
  ];
}

/** The first version of Kubernetes whose bundle knows shares of a mirror. Source: AKS documentation, managed-gateway-api.md; Gateway API 1.3. */
const KNOWS_SHARES = 34;

/** What a VirtualService of the mesh says is not for these gateways: they know whole Services only. */
function ofTraffic(
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
    weights: [traffic.weights, 'leads to Services, and knows no versions of one'],
    routes: [traffic.routes, 'leads to Services, and knows no versions of one'],
    'mirror.version': [mirror?.version, 'copies requests to Services, and knows no versions of one'],
    'mirror.percentage': [
      share !== 100 && !(knowsShares && Number.isInteger(share)) ? share : undefined,
      knowsShares
        ? 'takes a share in whole percent'
        : `of Kubernetes ${cluster.kubernetesVersion} copies all requests or none`,
    ],
    fault: [traffic.fault, 'has no faults'],
    retries: [traffic.retries, 'has no retries in its standard channel'],
  } as const;
  return Object.entries(stated).flatMap(([field, [value, problem]]) =>
    value === undefined
      ? []
      : [
          refused(
            `${path}.traffic.${field}`,
            value,
            `${problem}, so that this would not hold at the gateway`,
            'take it out, or do not expose the workload',
          ),
        ],
  );
}
