import { supportedKinds } from '../../../../rules/objects/all-kinds/supported-kinds';
import { object, objects } from '../../judging';

const telemetry = (spec: object, apiVersion = 'telemetry.istio.io/v1') =>
  object(apiVersion, 'Telemetry', 'access', { spec });

test.each([
  ['a kind that is supported', object('security.istio.io/v1', 'AuthorizationPolicy', 'callers')],
  ['a kind of that name of somebody else', object('example.com/v1', 'WasmPlugin', 'filter')],
  [
    'fields of a Telemetry that are supported',
    telemetry({
      accessLogging: [{ match: { mode: 'SERVER' }, disabled: false, providers: [{ name: 'log' }] }],
      metrics: [{ overrides: [], providers: [{ name: 'prometheus' }] }],
      tracing: [{ randomSamplingPercentage: 10, customTags: {} }],
    }),
  ],
  ['a Telemetry of somebody else', telemetry({ metrics: [{ reportingInterval: '5s' }] }, 'example.com/v1')],
])('%s is taken', (_, rendered) => {
  expect(objects(supportedKinds, [rendered])).toEqual([]);
});

test.each([
  ['networking.istio.io/v1beta1', 'ProxyConfig'],
  ['networking.istio.io/v1', 'WorkloadEntry'],
  ['networking.istio.io/v1', 'WorkloadGroup'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
  ['install.istio.io/v1alpha1', 'IstioOperator'],
  ['extensions.istio.io/v1alpha1', 'TrafficExtension'],
])('a kind that the add-on rejects is rejected: %s %s', (apiVersion, kind) => {
  expect(objects(supportedKinds, [object(apiVersion, kind, 'thing')])).toEqual([
    { problem: `the add-on rejects the kind ${kind}`, fix: 'remove it' },
  ]);
});

test.each([
  ['accessLogging', 'filter', { expression: 'response.code >= 400' }, 'match, disabled, providers'],
  ['metrics', 'reportingInterval', '5s', 'overrides, providers'],
])('a field of a Telemetry that the add-on rejects is rejected: %s, %s', (part, field, value, taken) => {
  expect(objects(supportedKinds, [telemetry({ [part]: [{ providers: [] }, { [field]: value }] })])).toEqual([
    {
      field: `spec.${part}.1.${field}`,
      value,
      problem: 'the add-on rejects this field of a Telemetry',
      fix: `remove it; it accepts ${taken} there`,
    },
  ]);
});
