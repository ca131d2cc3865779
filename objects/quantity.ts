/** Suffixes of quantities, in thousandths. Source: Kubernetes documentation, Quantity. */
const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-6,
  u: 1e-3,
  m: 1,
  '': 1e3,
  k: 1e6,
  M: 1e9,
  G: 1e12,
  T: 1e15,
  P: 1e18,
  E: 1e21,
  Ki: 1e3 * 2 ** 10,
  Mi: 1e3 * 2 ** 20,
  Gi: 1e3 * 2 ** 30,
  Ti: 1e3 * 2 ** 40,
  Pi: 1e3 * 2 ** 50,
  Ei: 1e3 * 2 ** 60,
};

const QUANTITY = /^(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([num]|k|[MGTPE]|[KMGTPE]i)?)$/;

/** A quantity such as `250m`, `1.5`, `1Gi` or 2 in thousandths, which are millicores of CPU; undefined for what is none. */
export function parseQuantity(quantity: unknown): number | undefined {
  const [, number, exponent = '', suffix = ''] = QUANTITY.exec(String(quantity)) ?? [];
  return number === undefined ? undefined : Number(`${number}${exponent}`) * FACTORS[suffix]!;
}
