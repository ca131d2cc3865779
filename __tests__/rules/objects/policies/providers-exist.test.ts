import { providersExist } from '../../../../rules/objects/policies/providers-exist';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const at = { service: 'a.b.svc.cluster.local', port: 1 };
const environment = changed(plain, {
  'mesh.config': {
    extensionProviders: [
      { name: 'judge', envoyExtAuthzHttp: at },
      { name: 'traces', opentelemetry: at },
    ],
  },
});
const policy = (spec: object) => object('security.istio.io/v1', 'AuthorizationPolicy', 'ask', { spec });
const telemetry = (spec: object) => object('telemetry.istio.io/v1', 'Telemetry', 'seen', { spec });
const uses = (name: string) => ({ providers: [{ name }] });

test.each([
  policy({ action: 'CUSTOM', provider: { name: 'judge' } }),
  policy({ action: 'DENY', provider: { name: 'nobody' } }),
  policy({}),
  telemetry({ tracing: [uses('traces')], metrics: [uses('prometheus')], accessLogging: [uses('envoy'), {}] }),
  telemetry({ tracing: [uses('TRACES')] }),
  object('example.com/v1', 'AuthorizationPolicy', 'ask', {
    spec: { action: 'CUSTOM', provider: { name: 'x' } },
  }),
])('what is there and fits is accepted: %j', (rendered) => {
  expect(objects(providersExist, [rendered], environment)).toEqual([]);
});

test.each([
  [
    policy({ action: 'CUSTOM', provider: { name: 'jugde' } }),
    'spec.provider.name',
    'jugde',
    'no provider has this name',
  ],
  [
    policy({ action: 'CUSTOM', provider: { name: 'traces' } }),
    'spec.provider.name',
    'traces',
    'of the kind opentelemetry',
  ],
  [
    policy({ action: 'CUSTOM', provider: { name: 'envoy' } }),
    'spec.provider.name',
    'envoy',
    'envoyFileAccessLog',
  ],
  [
    telemetry({ tracing: [uses('traces'), uses('zipkin')] }),
    'spec.tracing.1.providers.0.name',
    'zipkin',
    'Istio sends no trace, and reports nothing',
  ],
  [telemetry({ metrics: [uses('traces')] }), 'spec.metrics.0.providers.0.name', 'traces', 'for metrics'],
  [
    telemetry({ accessLogging: [uses('judge')] }),
    'spec.accessLogging.0.providers.0.name',
    'judge',
    'for access logs',
  ],
])('what is not, or does not fit, is rejected: %j', (rendered, field, value, problem) => {
  expect(objects(providersExist, [rendered], environment)).toEqual([
    {
      field,
      value,
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining("to 'mesh.config.extensionProviders'"),
    },
  ]);
});
