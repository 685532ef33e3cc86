/** Letters that two names must begin with alike for one to suggest the other, however much follows. */
const TELLING_BEGINNING = 3;

/** Up to three names close to `wanted`, nearest first, for "did you mean". */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  const beginning = target.slice(0, TELLING_BEGINNING);
  return names
    .map((name) => ({ name, plain: name.toLowerCase(), distance: editDistance(target, name.toLowerCase()) }))
    .filter(
      ({ plain, distance }) =>
        distance <= Math.max(2, Math.floor(plain.length / 2)) ||
        (target !== '' && plain.includes(target)) ||
        (beginning.length === TELLING_BEGINNING && plain.startsWith(beginning)),
    )
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `unknown strategy "smac"; did you mean sma-crossover?` */
export function unknownName(kind: string, wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names);
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${names.join(', ') || 'none yet'}`;
  return `unknown ${kind} "${wanted}"; ${hint}`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j]! + 1, current[j - 1]! + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length]!;
}
