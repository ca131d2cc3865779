import { plaintextCallersAllowed } from '../../../../rules/objects/policies/plaintext-callers-allowed';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const environment = changed(plain, { 'namespaces.reading.revision': 'asm-1-30' });
const SECURITY = 'security.istio.io/v1';
const selector = { matchLabels: { app: 'web' } };
const pods = (labels: object = {}) =>
  object('apps/v1', 'Deployment', 'web', {
    spec: { template: { metadata: { labels: { app: 'web', ...labels } } } },
  });
const exception = (mode: string, port = 9100) =>
  object(SECURITY, 'PeerAuthentication', 'web', { spec: { selector, portLevelMtls: { [port]: { mode } } } });
const nothing = object(SECURITY, 'AuthorizationPolicy', 'allow-nothing', { spec: {} });
const allowing = (...rules: object[]) =>
  object(SECURITY, 'AuthorizationPolicy', 'web', { spec: { selector, action: 'ALLOW', rules } });
const only = (ports: string[], source?: object) => ({
  to: [{ operation: { ports } }],
  ...(source && { from: [{ source }] }),
});
const judge = (...rendered: ReturnType<typeof pods>[]) =>
  objects(plaintextCallersAllowed, rendered, environment).map(({ field }) => field);

test.each([
  ['no policy at all', [pods(), exception('PERMISSIVE')]],
  ['a policy for anyone', [pods(), exception('PERMISSIVE'), nothing, allowing(only(['9100']))]],
  [
    'a policy for addresses',
    [pods(), exception('PERMISSIVE'), nothing, allowing(only(['9100'], { ipBlocks: ['10.0.0.0/8'] }))],
  ],
  ['a port that accepts only mTLS', [pods(), exception('STRICT'), nothing]],
  [
    'pods without a sidecar',
    [pods({ 'sidecar.istio.io/inject': 'false' }), exception('PERMISSIVE'), nothing],
  ],
])('%s is taken', (_of, rendered) => {
  expect(judge(...rendered)).toEqual([]);
});

test.each([
  ['no policy that allows', [pods(), exception('PERMISSIVE'), nothing]],
  ['plaintext alone', [pods(), exception('DISABLE'), nothing]],
  ['a policy for another port', [pods(), exception('PERMISSIVE'), nothing, allowing(only(['8080']))]],
  [
    'a policy for an identity',
    [pods(), exception('PERMISSIVE'), nothing, allowing(only(['9100'], { namespaces: ['monitoring'] }))],
  ],
  [
    'a policy for an account',
    [pods(), exception('PERMISSIVE'), allowing(only(['9100'], { serviceAccounts: ['monitoring/scraper'] }))],
  ],
])('%s is rejected', (_of, rendered) => {
  expect(judge(...rendered)).toEqual(['spec.portLevelMtls.9100']);
});
