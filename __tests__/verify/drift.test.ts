import type { Check, KubernetesObject } from '../../verify/check';
import { drift } from '../../verify/drift';
import { lab } from '../fixtures/settings';
import { selected } from './selected';

/** What the check sees of a cluster that holds these objects. */
async function seen(
  rendered: readonly KubernetesObject[],
  live: readonly KubernetesObject[],
): Promise<string> {
  const [check] = drift({ settings: lab, rendered }) as [Check];
  const actual = await check.actual({
    version: async () => '1.35',
    list: async (kind, where) => selected(live, kind, where),
    exec: async () => '',
    get: async () => '',
  });
  return actual === check.expected ? 'ok' : actual;
}

const configMap = (name: string, fields: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  ...fields,
});
/** A Deployment whose only container has these fields. */
const app = (fields: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'app', ...fields }] } } },
});
const APP = 'Deployment shop/app spec.template.spec.containers[app]';

describe('an object that is missing is named', () => {
  const rendered = ['first', 'second', 'last'].map((name) => configMap(name));

  test.each(['first', 'second', 'last'])('if it is the %s', async (name) => {
    const live = rendered.filter(({ metadata }) => metadata.name !== name);
    expect(await seen(rendered, live)).toBe(`ConfigMap shop/${name} is missing`);
  });

  test('if another namespace has one of its name', async () => {
    const elsewhere = { ...configMap('first'), metadata: { name: 'first', namespace: 'pets' } };
    expect(await seen([configMap('first')], [elsewhere])).toBe('ConfigMap shop/first is missing');
  });
});

describe('amounts', () => {
  test.each([
    [{ cpu: '1' }, { cpu: '1000m' }],
    [{ cpu: 1 }, { cpu: '1' }],
    [{ memory: '1024Mi' }, { memory: '1Gi' }],
    [{ memory: '1G' }, { memory: '1000M' }],
    [{ 'ephemeral-storage': '0.5Gi' }, { 'ephemeral-storage': '512Mi' }],
  ])('of resources are the same however they are written: %j and %j', async (wanted, live) => {
    for (const part of ['requests', 'limits'])
      expect(
        await seen([app({ resources: { [part]: wanted } })], [app({ resources: { [part]: live } })]),
      ).toBe('ok');
  });

  test.each([
    [{ cpu: '1' }, { cpu: '1m' }],
    [{ memory: '1Gi' }, { memory: '1G' }],
    [{ memory: '1Gi' }, { memory: 'much' }],
  ])('of resources that differ are a difference: %j and %j', async (wanted, live) => {
    const [[key, value]] = Object.entries(wanted) as [[string, string]];
    const rendered = [app({ resources: { limits: wanted } })];
    expect(await seen(rendered, [app({ resources: { limits: live } })])).toBe(
      `${APP}.resources.limits.${key} is "${Object.values(live)[0]}" instead of "${value}"`,
    );
  });

  test.each<[field: string, make: (text: string) => KubernetesObject]>([
    [`${APP}.env[LIMIT].value`, (value) => app({ env: [{ name: 'LIMIT', value }] })],
    [`${APP}.args[0]`, (text) => app({ args: [text] })],
    [`${APP}.image`, (image) => app({ image })],
    ['ConfigMap shop/a data.cpu', (cpu) => configMap('a', { data: { cpu } })],
    ['ConfigMap shop/a data.limits', (limits) => configMap('a', { data: { limits } })],
  ])('are texts like any other in %s', async (field, make) => {
    expect(await seen([make('1000m')], [make('1')])).toBe(`${field} is "1" instead of "1000m"`);
    expect(await seen([make('1.0')], [make('1')])).toBe(`${field} is "1" instead of "1.0"`);
  });
});

describe('two mounts of one volume', () => {
  const mounts = (first: object, second: object) =>
    app({ volumeMounts: [first, second].map((fields) => ({ name: 'data', ...fields })) });
  const [a, b] = [
    { mountPath: '/a', subPath: 'a' },
    { mountPath: '/b', subPath: 'b' },
  ];

  test('are told apart by their paths, in any order', async () => {
    expect(await seen([mounts(a, b)], [mounts(b, a)])).toBe('ok');
  });

  test('are each compared', async () => {
    expect(await seen([mounts(a, b)], [mounts(a, { ...b, subPath: 'c' })])).toBe(
      `${APP}.volumeMounts[/b].subPath is "c" instead of "b"`,
    );
  });
});
