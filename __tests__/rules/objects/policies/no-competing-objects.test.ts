import { noCompetingObjects } from '../../../../rules/objects/policies/no-competing-objects';
import { object, objects } from '../../judging';

const pods = object('apps/v1', 'Deployment', 'shop', {
  spec: { template: { metadata: { labels: { app: 'shop', version: 'v1' } }, spec: { containers: [] } } },
});

/** Each kind with its selector of some labels. */
const KINDS = {
  PeerAuthentication: ['security.istio.io/v1', (labels: object) => ({ selector: { matchLabels: labels } })],
  Sidecar: ['networking.istio.io/v1', (labels: object) => ({ workloadSelector: { labels } })],
  Telemetry: ['telemetry.istio.io/v1', (labels: object) => ({ selector: { matchLabels: labels } })],
} as const;

type Kind = keyof typeof KINDS;

function one(kind: Kind, name: string, labels?: object, namespace?: string) {
  const [apiVersion, selectorOf] = KINDS[kind];
  return object(apiVersion, kind, name, { spec: labels ? selectorOf(labels) : {} }, namespace);
}

describe.each(Object.keys(KINDS) as Kind[])('%s', (kind) => {
  test('of different scopes are accepted', () => {
    const accepted = [
      one(kind, 'reading'),
      one(kind, 'archive', undefined, 'archive'),
      one(kind, 'default', undefined, 'aks-istio-system'),
      one(kind, 'shop', { app: 'shop' }),
      one(kind, 'till', { app: 'till' }),
      one(kind, 'shop', { app: 'shop' }, 'archive'),
      pods,
    ];
    expect(objects(noCompetingObjects, accepted)).toEqual([]);
  });

  test.each([
    ['the namespace', undefined, {}, 'the same pods'],
    ['the same labels', { app: 'other', tier: 'v1' }, { tier: 'v1', app: 'other' }, 'the same pods'],
    ['labels of the same pods', { app: 'shop' }, { version: 'v1' }, 'the pods of Deployment reading/shop'],
  ])('a second one for %s is rejected', (_, first, second, whose) => {
    expect(
      objects(noCompetingObjects, [one(kind, 'older', first), one(kind, 'newer', second), pods]),
    ).toEqual([
      {
        problem: `is for ${whose}, as 'older' is: only the older of the two counts`,
        fix: "merge them into one: add what it sets to 'older'",
      },
    ]);
  });
});

test('of different kinds, each counts', () => {
  const all = (Object.keys(KINDS) as Kind[]).map((kind) => one(kind, 'shop', { app: 'shop' }));
  expect(objects(noCompetingObjects, [...all, pods])).toEqual([]);
});
