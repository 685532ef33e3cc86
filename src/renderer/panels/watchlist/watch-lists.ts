import type { Watchlist, WatchRow } from '#contract/services/settings';

/** Rows one list holds at most; what the settings keep. */
export const ROWS_MAX = 500;
const SYMBOL_LENGTH_MAX = 32;

/** A row as the table shows it: its id is unique in the list and stays while the row moves. */
export interface WatchLine {
  readonly id: string;
  readonly symbol: string | null;
  readonly section: string | null;
}

/** The rows of a list with ids: symbols by their name, sections by name and count. */
export function linesOf(rows: readonly WatchRow[]): WatchLine[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    if ('symbol' in row) return { id: row.symbol, symbol: row.symbol, section: null };
    const count = (seen.get(row.section) ?? 0) + 1;
    seen.set(row.section, count);
    return { id: `# ${row.section} ${count}`, symbol: null, section: row.section };
  });
}

/** A copy with one element elsewhere; `to` counts without it. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Rows with symbols added after one of them, or at the end; those already there stay where they are. */
export function withSymbols(
  rows: readonly WatchRow[],
  symbols: readonly string[],
  afterId: string | null,
): WatchRow[] {
  const known = new Set(rows.flatMap((row) => ('symbol' in row ? [row.symbol] : [])));
  const added = [...new Set(symbols)].filter((symbol) => !known.has(symbol)).map((symbol) => ({ symbol }));
  const after = linesOf(rows).findIndex(({ id }) => id === afterId);
  const place = after < 0 ? rows.length : after + 1;
  return [...rows.slice(0, place), ...added, ...rows.slice(place)];
}

/** A list as text: a symbol a line, a section as `# name`. */
export function formatWatchText(rows: readonly WatchRow[]): string {
  return rows.map((row) => ('symbol' in row ? row.symbol : `# ${row.section}`)).join('\n');
}

/**
 * Reads what {@link formatWatchText} writes, and lists of other programs: symbols parted by line ends, commas,
 * semicolons or spaces, sections after one or more `#` up to the line end or comma. `problems` says which line was
 * left out and why.
 */
export function parseWatchText(text: string): { rows: WatchRow[]; problems: string[] } {
  const rows: WatchRow[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  const refuse = (line: number, what: string): void => {
    problems.push(`line ${line}: ${what}`);
  };
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((line, index) => {
      for (const part of line.split(/[,;]/)) {
        const section = /^\s*#+\s*(.*?)\s*$/.exec(part)?.[1];
        const words = section === undefined ? part.split(/\s+/).filter((word) => word !== '') : [];
        if (section === '') refuse(index + 1, 'a section without a name (left out)');
        else if (section !== undefined) rows.push({ section: section.slice(0, 60) });
        for (const symbol of words) {
          if (symbol.length > SYMBOL_LENGTH_MAX)
            refuse(
              index + 1,
              `${symbol.slice(0, 20)}… is longer than ${SYMBOL_LENGTH_MAX} characters (left out)`,
            );
          else if (seen.has(symbol)) refuse(index + 1, `${symbol} stands there twice (second left out)`);
          else rows.push({ symbol });
          seen.add(symbol);
        }
      }
    });
  if (rows.length > ROWS_MAX)
    problems.push(`a list holds ${ROWS_MAX} rows; the last ${rows.length - ROWS_MAX} were left out`);
  return { rows: rows.slice(0, ROWS_MAX), problems };
}

/** An id and a name that no list has yet: `List 2`, `list-2`. */
export function freshList(lists: readonly Watchlist[], columns: Watchlist['columns']): Watchlist {
  for (let number = lists.length + 1; ; number++) {
    const id = `list-${number}`;
    const name = `List ${number}`;
    if (!lists.some((list) => list.id === id || list.name === name)) return { id, name, rows: [], columns };
  }
}
