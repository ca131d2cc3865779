import type { ExposedRoute } from './exposures';

/** Whether a route's condition on the path holds for a path; one by a regular expression is taken not to. */
export function matchesPath(uri: NonNullable<ExposedRoute['uri']>, path: string): boolean {
  if ('exact' in uri) return uri.exact === path;
  if (!('prefix' in uri)) return false;
  const prefix = uri.prefix.replace(/\/$/, '');
  return path === prefix || path.startsWith(`${prefix}/`);
}
