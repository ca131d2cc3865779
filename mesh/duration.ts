/** Milliseconds of each unit, longest first. */
const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration such as `1m30s` or `0.5s`; NaN for any other string. */
export function parseDuration(duration: string): number {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(duration)) return NaN;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const sum = parts.reduce(
    (all, [, count, unit]) => all + Number(count) * UNITS[unit as keyof typeof UNITS],
    0,
  );
  // Binary fractions: 1.1 s is not exactly a whole number of milliseconds.
  return Math.round(sum * 1000) / 1000;
}

/** A duration as the Gateway API accepts it: whole numbers of units. Source: Gateway API, GEP-2257. */
export function toGatewayApiDuration(duration: string): string {
  let rest = parseDuration(duration);
  const parts = Object.entries(UNITS).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('');
}
