import type { AuthorizationPolicy } from '../objects/authorization-policies';
import type { Sample } from './reach';

/** A sample with what it stands for. */
export interface Labeled {
  readonly sample: Sample;
  readonly method: string;
  readonly path: string;
  readonly host: string;
}

const OTHER = 'any other';

/** Requests that stand for all that the rules of some policies tell from each other. */
export function listSamples(policies: readonly AuthorizationPolicy[]): Labeled[] {
  const operations = policies.flatMap(({ rules }) =>
    rules.flatMap(({ to = [] }) => to.map(({ operation = {} }) => operation)),
  );
  const named = (field: string, not: string) => [
    ...new Set(operations.flatMap((each) => [...(each[field] ?? []), ...(each[not] ?? [])])),
  ];
  const methods = [...named('methods', 'notMethods').map((each) => [each, each]), [OTHER, 'OTHER']] as const;
  const hosts = [
    ...named('hosts', 'notHosts').map((each) => [each, example(each).toLowerCase()]),
    [OTHER, 'elsewhere.invalid'],
  ] as const;
  const patterns = named('paths', 'notPaths');
  const both = patterns
    .filter((start) => start.endsWith('*') && !start.startsWith('*'))
    .flatMap((start) =>
      patterns
        .filter((end) => end.startsWith('*') && end !== '*')
        .map(
          (end) => [`${start} that ends with ${end.slice(1)}`, `${example(start)}${end.slice(1)}`] as const,
        ),
    );
  const paths = [...patterns.map((each) => [each, example(each)] as const), ...both, [OTHER, '/~'] as const];
  return methods.flatMap(([method, ofMethod]) =>
    paths.flatMap(([path, ofPath]) =>
      hosts.map(([host, ofHost]) => ({
        sample: { method: ofMethod!, path: ofPath, host: ofHost! },
        method: method!,
        path,
        host: host!,
      })),
    ),
  );
}

/** A value that a pattern means, and that is not one of its own ends. */
function example(pattern: string): string {
  return pattern.replaceAll(/\{\*\*?\}|\*/g, '~');
}

/** Some of the samples in words: the requests that they stand for, or nothing where they are all. */
export function describeSamples(some: readonly Labeled[], all: readonly Labeled[]): string {
  if (some.length === all.length) return '';
  const counts = (field: 'method' | 'path' | 'host') => new Set(all.map((each) => each[field])).size;
  const [methods, hosts] = [counts('method'), counts('host')];
  const byPath = Map.groupBy(some, ({ path }) => path);
  const parts = [...byPath].map(([path, own]) => {
    const names = new Set(own.map(({ method }) => method));
    const at = new Set(own.map(({ host }) => host));
    const method = names.size === methods ? '' : `${[...names].map(orAny('method')).join(', ')} `;
    const host = at.size === hosts ? '' : ` at ${[...at].map(orAny('host')).join(', ')}`;
    return { method, rest: `${orAny('path')(path)}${host}` };
  });
  const alike = Map.groupBy(parts, ({ method }) => method);
  const paths = new Set(all.map(({ path }) => path)).size;
  return [...alike]
    .map(([method, own]) =>
      own.length === paths && own.every(({ rest }) => !rest.includes(' at '))
        ? method.trim()
        : `${method}${own.map(({ rest }) => rest).join(', ')}`,
    )
    .join('; ');
}

const orAny = (noun: string) => (label: string) => (label === OTHER ? `any other ${noun}` : label);
