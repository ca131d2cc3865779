/** Milliseconds of each unit, longest first. */
const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** A duration of the settings in milliseconds. */
export function parseDuration(duration: string): number {
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const sizes = new Map<string, number>(UNITS);
  return Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * sizes.get(unit!)!, 0));
}

/** A duration as the Gateway API takes it: whole numbers of units. Source: Gateway API, GEP-2257. */
export function toGatewayApiDuration(duration: string): string {
  let rest = parseDuration(duration);
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('');
}
