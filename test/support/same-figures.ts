/** What tells when and by whom an answer was given, not what it is. */
const APART = [
  'strategy',
  'strategyHash',
  'elapsedMs',
  'computedTime',
  'workers',
  'account',
  'searchId',
  'columnBytes',
];

/**
 * An answer to be compared with another: without what depends on the moment, and with the numbers of `wanted` where they
 * differ in the last bits alone, as those of the kernel and the event engine do.
 */
export function sameFigures(
  found: unknown,
  wanted: unknown = found,
  apart: readonly string[] = APART,
): unknown {
  const near = (one: unknown, other: unknown): unknown => {
    if (typeof one === 'number' && typeof other === 'number')
      return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other)) ? other : one;
    if (ArrayBuffer.isView(one))
      return near(Array.from(one as Float64Array), Array.from(other as Float64Array));
    if (Array.isArray(one))
      return one.map((each, i) => near(each, Array.isArray(other) ? other[i] : undefined));
    if (typeof one !== 'object' || one === null) return one;
    const known = (other ?? {}) as Record<string, unknown>;
    const parts = Object.entries(one).filter(([name]) => !apart.includes(name));
    return Object.fromEntries(parts.map(([name, each]) => [name, near(each, known[name])]));
  };
  return near(found, wanted);
}
