import { parseAllDocuments, stringify } from 'yaml';
import { reviewOutputs } from '../../review';
import { withConsequences } from '../../review/findings';
import { base, outputOf, wordsOf } from './outputs';
import { changed } from '../support';

type Path = readonly (string | number)[];

/** A generator of numbers that starts alike each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function listLeaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    listLeaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function withLeaf(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined)
    return typeof value === 'number'
      ? value + 1
      : typeof value === 'boolean'
        ? !value
        : `${value as string}x`;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withLeaf(copy[key], rest);
  return copy;
}

/** What identifies an object cannot change: another name is another object. */
const isName = (path: Path) =>
  path[0] === 'apiVersion' || path[0] === 'kind' || (path[0] === 'metadata' && path.length === 2);

const made = outputOf({ production: base });

test('any one leaf that changes gives a line, and no change of one field both opens and closes', async () => {
  const before = await made;
  const next = random(7);
  for (const [path, text] of before) {
    const isStack = path.endsWith('.json');
    const objects = isStack
      ? [JSON.parse(text) as object]
      : parseAllDocuments(text).map((each) => each.toJS() as object);
    const leaves = objects.flatMap((object, index) => listLeaves(object).map((leaf) => ({ index, leaf })));
    const chosen = leaves.filter(({ leaf }) => isStack || !isName(leaf)).filter(() => next() < 0.15);
    for (const { index, leaf } of chosen) {
      const other = objects.map((object, each) => (each === index ? withLeaf(object, leaf) : object));
      const content = isStack
        ? JSON.stringify(other[0])
        : other.map((each) => stringify(each, { version: '1.1' })).join('---\n');
      const after = new Map([...before, [path, content]]);
      const findings = reviewOutputs(before, after).flatMap((review) =>
        review.findings.flatMap(withConsequences),
      );
      expect([path, leaf, findings.length > 0]).toEqual([path, leaf, true]);
      for (const opens of findings.filter(({ kind }) => kind === 'open'))
        for (const closes of findings.filter(({ kind }) => kind === 'close'))
          expect(opens.subject).not.toBe(closes.subject);
    }
  }
});

test('no change has no line', async () => {
  expect(wordsOf(await made, new Map(await made))).toEqual([]);
});

test('the order of objects, fields and files says nothing', async () => {
  const before = await made;
  const turned = new Map(
    [...before].toReversed().map(([path, text]) => {
      if (path.endsWith('.json')) return [path, text];
      const objects = parseAllDocuments(text).map((each) => each.toJS() as Record<string, unknown>);
      const fields = objects
        .toReversed()
        .map((object) => Object.fromEntries(Object.entries(object).toReversed()));
      return [path, fields.map((each) => stringify(each, { version: '1.1' })).join('---\n')];
    }),
  );
  expect(wordsOf(before, turned)).toEqual([]);
});

const W = 'namespaces.shop.applications.shop.workloads';
const OPPOSITES = { open: 'close', allow: 'forbid', weaken: 'strengthen' } as const;

test.each([
  [{ [`${W}.web.calls.payment`]: 'http' }],
  [{ [`${W}.web.expose.http.hosts`]: ['www.example.com'] }],
  [{ 'namespaces.shop.egress': 'any' }],
  [{ 'namespaces.shop.authorization': 'trial' }],
  [{ [`${W}.web.expose.http.tls.plaintext`]: 'allow' }],
])('the way back of %j closes what opened, and forbids what was allowed', async (change) => {
  const [before, after] = [await made, await outputOf({ production: changed(base, change) })];
  const subjects = (from: typeof before, to: typeof before, kind: string) =>
    reviewOutputs(from, to)
      .flatMap((review) => review.findings.flatMap(withConsequences))
      .filter((each) => each.kind === kind)
      .map(({ subject }) => subject)
      .toSorted();
  for (const [kind, opposite] of Object.entries(OPPOSITES)) {
    expect(subjects(before, after, kind)).toEqual(subjects(after, before, opposite));
    expect(subjects(before, after, opposite)).toEqual(subjects(after, before, kind));
  }
});
