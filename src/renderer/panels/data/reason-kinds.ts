export interface ReasonKind {
  /** What the reasons have in common: `high … is below low …`. */
  readonly text: string;
  readonly rows: number;
  /** A part of the reason that finds them all, the longest without a number. */
  readonly part: string;
}

/** Numbers, dates and quoted texts, which differ from row to row. */
const PARTICULARS = /"[^"]*"|[+-]?\d[\d.,:TZ-]*/g;

/** The kinds of reasons among rows, most frequent first: particulars of the rows are left out. */
export function reasonKinds(reasons: readonly string[]): readonly ReasonKind[] {
  const kinds = new Map<string, number>();
  for (const reason of reasons) {
    const text = kindOf(reason);
    kinds.set(text, (kinds.get(text) ?? 0) + 1);
  }
  return [...kinds]
    .map(([text, rows]) => ({ text, rows, part: longestPart(text) }))
    .sort((a, b) => b.rows - a.rows || a.text.localeCompare(b.text, 'en'));
}

function kindOf(reason: string): string {
  return reason
    .replace(PARTICULARS, '…')
    .replace(/^[^:]*line …: /, '')
    .replace(/ \(row quarantined\)$/, '');
}

function longestPart(text: string): string {
  return text
    .split('…')
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
