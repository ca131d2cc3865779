import { defaultProvidersExist } from '../../../../rules/settings/mesh/default-providers-exist';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const at = { service: 'a.b.svc.cluster.local', port: 1 };
const extensionProviders = [
  { name: 'Traces', zipkin: at },
  { name: 'logs', envoyTcpAls: at },
  { name: 'old', lightstep: { ...at, accessToken: 'x' } },
  { name: 'judge', envoyExtAuthzGrpc: at },
];
const judge = (defaultProviders: object) =>
  settings(
    defaultProvidersExist,
    changed(plain, { 'mesh.config': { extensionProviders, defaultProviders } }),
  );

test.each([
  { tracing: ['Traces'], metrics: ['prometheus'], accessLogging: ['envoy', 'logs'] },
  { tracing: ['traces'] },
  {},
])('providers that exist and fit are accepted: %j', (providers) => {
  expect(judge(providers)).toEqual([]);
});

test('an environment without any is accepted', () => {
  for (const environment of [plain, full]) expect(settings(defaultProvidersExist, environment)).toEqual([]);
});

test.each([
  ['tracing', 'spans', 'no provider has this name'],
  ['tracing', 'logs', "the provider 'logs' is of the kind envoyTcpAls, which Istio does not use for traces"],
  ['tracing', 'old', 'of the kind lightstep'],
  ['tracing', 'judge', 'of the kind envoyExtAuthzGrpc'],
  ['metrics', 'stackdriver', 'of the kind stackdriver'],
  ['accessLogging', 'prometheus', 'which Istio does not use for access logs'],
])('%s by %s is rejected', (use, name, problem) => {
  expect(judge({ [use]: ['prometheus', name].slice(use === 'metrics' ? 0 : 1) })).toEqual([
    {
      path: `mesh.config.defaultProviders.${use}.${use === 'metrics' ? 1 : 0}`,
      value: name,
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining("name a provider of 'mesh.config.extensionProviders' of the kind"),
    },
  ]);
});
