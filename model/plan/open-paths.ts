import type { Jwt } from '../schema/exposure';

/** Requests that need a token, by their methods and the paths that need none. */
export interface ClosedRequests {
  readonly methods?: string[];
  readonly notMethods?: string[];
  readonly notPaths?: string[];
}

/**
 * The requests that need a token: all but the open ones. Each method that an open path names is looked at by itself, and all others
 * together, so that a request is of one item alone.
 */
export function listClosedRequests(open: Jwt['open'] = []): ClosedRequests[] {
  const always = open.filter((each) => typeof each === 'string');
  const sometimes = open.filter((each) => typeof each !== 'string');
  const named = [...new Set(sometimes.flatMap(({ methods }) => methods))];
  const pathsOf = (method: string) => [
    ...always,
    ...sometimes.filter(({ methods }) => methods.some((each) => each === method)).map(({ path }) => path),
  ];
  const alike = Map.groupBy(named, (method) => JSON.stringify(pathsOf(method)));
  return [
    {
      ...(named.length > 0 && { notMethods: named }),
      ...(always.length > 0 && { notPaths: always }),
    },
    ...[...alike.values()].map((methods) => ({ methods, notPaths: pathsOf(methods[0]!) })),
  ];
}
