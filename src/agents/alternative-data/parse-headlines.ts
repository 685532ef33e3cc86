import { csvRecords } from '#domain/market/csv-records';
import type { Headline } from '#engine/ports/market-store';

export interface ParsedHeadlines {
  readonly headlines: readonly Headline[];
  /** Rows that could not be read, each with a sentence: `news.csv line 7: …`. */
  readonly problems: readonly string[];
}

const DAY_MS = 86_400_000;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const COLUMNS = ['date', 'title', 'symbols'] as const;

/**
 * Reads CSV text with the columns date, title and symbols (any order, others ignored); symbols are separated by
 * spaces, semicolons or bars. A date without a time counts from the last millisecond of that day (UTC): nobody can
 * trade on it before the day is over. Ids are functions of time, title and symbols, so a second import adds nothing.
 */
export function parseHeadlines(text: string, source: string): ParsedHeadlines {
  const [header, ...rows] = csvRecords(text);
  const names = header?.fields.map((field) => field.trim().toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const found = names.join(', ') || 'nothing';
    return {
      headlines: [],
      problems: [
        `${source} line 1: no column ${missing.join(', ')}; the header is ${found}, it must name date, title and symbols`,
      ],
    };
  }
  const headlines: Headline[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    const value = (column: (typeof COLUMNS)[number]) => (row.fields[names.indexOf(column)] ?? '').trim();
    const time = knownTime(value('date'));
    const title = value('title');
    const symbols = [
      ...new Set(
        value('symbols')
          .split(/[\s;|]+/)
          .filter(Boolean),
      ),
    ];
    const problem =
      time === null
        ? `"${value('date')}" is not an ISO date such as 2012-03-01 or 2012-03-01T14:30:00Z`
        : title === ''
          ? 'the title is empty'
          : symbols.length === 0
            ? 'no symbol is named'
            : undefined;
    if (problem !== undefined || time === null)
      problems.push(`${source} line ${row.line}: ${problem} (row left out)`);
    else headlines.push({ id: headlineId([String(time), title, ...symbols]), time, title, source, symbols });
  }
  return { headlines: headlines.sort((a, b) => a.time - b.time), problems };
}

/** Milliseconds, or null. A time without a zone is taken as UTC. */
function knownTime(text: string): number | null {
  if (DATE_ONLY.test(text)) {
    const day = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(day) ? null : day + DAY_MS - 1;
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return null;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(time) ? null : time;
}

/** Two independent 32-bit FNV-1a hashes, 16 hex digits together. */
function headlineId(parts: readonly string[]): string {
  const text = parts.join('\u0000');
  return hash(text, 0x811c9dc5) + hash(text, 0x01000193);
}

function hash(text: string, seed: number): string {
  let state = seed;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, '0');
}
