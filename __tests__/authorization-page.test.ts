import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { application } from 'aks-istio-cdk';
import { structuredPatch } from 'diff';
import { synthCharts } from '../charts/synth';
import { graphPages } from '../model/plan/call-graph-pages';
import { judgeSettings } from '../rules';
import { changed, plain, ROOT, textsOf, TODAY } from './support';

const image = (name: string) => `ghcr.io/example/${name}:1.0.0`;

/** A small application, before and after one of its workloads calls one more. */
const books = (calls: { readonly ratings?: 'http' }) =>
  application({
    web: { image: image('web'), ports: { http: { port: 80, targetPort: 8080 } }, calls: { ratings: 'http' } },
    reviews: { image: image('reviews'), ports: { http: 9080 }, calls },
    ratings: { image: image('ratings'), ports: { http: { port: 80, targetPort: 9090 } } },
  });

type Files = Readonly<Record<string, string>>;

/** Every object and page that follows from the application, in a namespace that asks for all, and the lines that state its calls. */
async function filesOf(calls: Parameters<typeof books>[0]): Promise<Files> {
  const home = { revision: 'asm-1-30', authorization: 'on', egress: 'declared', networkPolicies: true };
  const environment = changed(plain, {
    name: 'example',
    'cluster.networkPolicy': 'cilium',
    namespaces: { shop: { ...home, applications: { books: books(calls) } } },
  });
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const made = textsOf(await synthCharts([environment]), 'example/');
  const written = Object.entries(made).flatMap(([path, objects]) =>
    objects.split(/^---\n/m).map((text): [string, string] => {
      const [, kind, object] = /^kind: (\w+)$.*?^ {2}name: ([^\n]+)$/ms.exec(text)!;
      return [`dist/${path}: ${kind} ${object}`, text];
    }),
  );
  const stated = Object.entries(calls).map(([callee, port]) => `      calls: { ${callee}: '${port}' },\n`);
  return {
    'applications/books.ts': `    reviews: {\n      ports: { http: 9080 },\n${stated.join('')}    },\n`,
    ...Object.fromEntries(written),
    'docs/graphs/books.md': graphPages([environment]).get('books.md')!,
  };
}

/** Unified diffs of what differs. */
function diff(before: Files, after: Files): string[] {
  expect(Object.keys(after)).toEqual(Object.keys(before));
  return Object.entries(after).flatMap(([file, text]) => {
    const { hunks } = structuredPatch(file, file, before[file]!, text, '', '', { context: 2 });
    const lines = hunks.flatMap((hunk) => ['@@', ...hunk.lines]);
    return lines.length > 0 ? [[`--- ${file}`, ...lines].join('\n')] : [];
  });
}

const page = readFileSync(join(ROOT, 'docs/authorization.md'), 'utf8');

describe('one more call', () => {
  const diffs = Promise.all([filesOf({}), filesOf({ ratings: 'http' })]).then(([before, after]) =>
    diff(before, after),
  );

  test('changes the policies of the callee, what both may send and receive, the scope of the caller and the picture', async () => {
    const added = (await diffs).map((text) => {
      const [file, ...lines] = text.split('\n');
      return [
        file!.replace('--- ', ''),
        lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1).trim()),
      ];
    });
    const policy = (name: string) =>
      `dist/example/22-network-policy-shop.books.${name}.k8s.yaml: NetworkPolicy ${name}`;
    expect(Object.fromEntries(added)).toEqual({
      'applications/books.ts': ["calls: { ratings: 'http' },"],
      'dist/example/21-authorization-shop.books.ratings.k8s.yaml: AuthorizationPolicy ratings-callers': [
        '- shop/reviews',
      ],
      [policy('reviews')]: expect.arrayContaining(['- port: 9090', 'app: ratings']),
      [policy('ratings')]: expect.arrayContaining(['- port: 9090', 'app: reviews']),
      'dist/example/23-egress-shop.books.reviews.k8s.yaml: Sidecar reviews': [
        '- shop/ratings.shop.svc.cluster.local',
      ],
      'docs/graphs/books.md': ['own_reviews -- "http" --> own_ratings'],
    });
  });

  test('is shown by docs/authorization.md as it is rendered', async () => {
    const [, shown] =
      /<!-- one call: begin -->\n\n````diff\n(.*?)\n````\n\n<!-- one call: end -->/s.exec(page) ?? [];
    expect(shown).toBe((await diffs).join('\n'));
  });
});
