/** A vendor's name of `ours`; undefined when its table has none. */
export function nameOf(
  table: Readonly<Record<string, string>>,
  ours: string | undefined,
): string | undefined {
  return Object.entries(table).find(([, value]) => value === ours)?.[0];
}
