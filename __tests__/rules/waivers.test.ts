import { judgeObjects, judgeRendered } from '../../rules';
import { formatWaiver } from '../../rules/waivers';
import { changed, full, plain } from '../support';
import { object } from './judging';
import type { KubernetesObject } from '../../objects/object';

const reason = 'the gateway comes in March, ticket 4711';

const servers = (name: string) => [
  { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [`${name}.example.com`] },
];

/** A Gateway of no ingress gateway that runs, which waives rules. */
const gateway = (waivers: Readonly<Record<string, unknown>>, name = 'shop'): KubernetesObject => {
  const { metadata, ...fields } = object('networking.istio.io/v1', 'Gateway', name, {
    spec: { selector: { istio: 'nowhere' }, servers: servers(name) },
  });
  const annotations = Object.entries(waivers).map(([rule, value]) => [`aks-istio-cdk/waive-${rule}`, value]);
  return {
    ...fields,
    metadata: { ...metadata, annotations: Object.fromEntries(annotations) },
  } as KubernetesObject;
};
const notRunning = (name = 'shop') =>
  expect.objectContaining({
    where: `plain: Gateway reading/${name} spec.selector`,
    problem: 'selects no ingress gateway that is enabled',
  });
const where = (rule: string) =>
  `plain: Gateway reading/shop metadata.annotations.aks-istio-cdk/waive-${rule}`;

test('a waiver waives one rule for the object that bears it, and no other object', () => {
  expect(judgeObjects([gateway({ 'gateway-selectors-match': reason }), gateway({}, 'other')], plain)).toEqual(
    [notRunning('other')],
  );
});

test('a waiver of another rule waives nothing, and what waives nothing is rejected', () => {
  expect(judgeObjects([gateway({ 'jobs-complete': reason })], plain)).toEqual([
    notRunning(),
    {
      where: where('jobs-complete'),
      value: reason,
      problem: 'waives nothing: this object keeps the rule in every environment',
      fix: 'remove the annotation',
    },
  ]);
});

test('a waiver that one environment needs may stand in another that shares the object', () => {
  const running = changed(plain, { name: 'other' });
  const shared = gateway({ 'gateway-selectors-match': reason });
  const kept = {
    ...shared,
    spec: { selector: { istio: 'aks-istio-ingressgateway-external' }, servers: servers('shop') },
  };
  const elsewhere = { ...kept, metadata: { ...kept.metadata, namespace: 'default' } };
  const both = [
    { environment: plain, objects: [shared] },
    { environment: running, objects: [elsewhere] },
  ];
  expect(judgeRendered(both).faults).toEqual([]);
  expect(judgeObjects([kept], plain)).toEqual([
    expect.objectContaining({ problem: expect.stringMatching(/^waives nothing/) }),
  ]);
});

test.each(['', ' \n', true])('a waiver without a reason is rejected: %j', (value) => {
  const faults = judgeObjects([gateway({ 'gateway-selectors-match': value })], plain);
  expect(faults).toContainEqual(notRunning());
  expect(faults).toContainEqual({
    where: where('gateway-selectors-match'),
    value,
    problem: 'a waiver needs a reason, which shows in the output and in the review',
    fix: 'give the reason as the value, such as "ends in March, ticket 4711"',
  });
});

test.each([
  [
    'gateway-selectors-matches',
    "did you mean 'aks-istio-cdk/waive-gateway-selectors-match'? docs/rules.md lists the rules",
  ],
  ['nonsense', 'remove it; docs/rules.md lists the rules'],
  ['mesh-fits-nodes', 'remove it; docs/rules.md lists the rules'],
])('a waiver of a rule that does not judge objects is rejected: %s', (rule, fix) => {
  expect(judgeObjects([gateway({ [rule]: reason })], plain)).toEqual([
    notRunning(),
    { where: where(rule), value: reason, problem: `there is no object rule '${rule}'`, fix },
  ]);
});

test.each(['known-fields', 'unique-names'])('the rule %s cannot be waived', (rule) => {
  const wrong = { ...gateway({ [rule]: reason, 'gateway-selectors-match': reason }), spce: {} };
  const faults = judgeObjects([wrong, wrong], plain);
  expect(faults).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ where: 'plain: Gateway reading/shop spce' }),
      expect.objectContaining({ problem: 'is rendered more than once' }),
      {
        where: where(rule),
        value: reason,
        problem: `the rule '${rule}' cannot be waived: the cluster does not accept an object that breaks it`,
        fix: 'remove the annotation, and fix the object as the rule says',
      },
    ]),
  );
});

test('every waiver is told on one line, with its environment, rule, object and reason', () => {
  const rendered = [
    { environment: plain, objects: [gateway({ 'gateway-selectors-match': 'comes\n  in March ' })] },
    { environment: full, objects: [gateway({}, 'other')] },
  ];
  expect(judgeRendered(rendered).waivers.map(formatWaiver)).toEqual([
    'waived: plain: gateway-selectors-match for Gateway reading/shop: comes in March',
  ]);
});

test('objects without annotations, or with none that can be read, state no waiver', () => {
  const odd = [null, undefined, 'text', 7].map(
    (annotations) => ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', annotations } }) as never,
  );
  const bare = [{}, { kind: 'X' }] as never[];
  expect(judgeRendered([{ environment: plain, objects: [...odd, ...bare] }]).waivers).toEqual([]);
});
