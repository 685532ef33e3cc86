import { createHash } from 'node:crypto';
import type { Headline } from '#engine/ports/market-store';
import type { NewsRow } from '#engine/ports/news-provider';
import { plainText } from './plain-text.ts';
import { canonicalAddress } from './same-headline.ts';

const TITLE_LENGTH_MAX = 500;
const SUMMARY_LENGTH_MAX = 1_000;
/** Publishers' clocks may run ahead of ours by so much. */
const AHEAD_MS_MAX = 10 * 60_000;
const OLDEST_TIME = Date.UTC(1980, 0, 1);
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const SYMBOL = /^[A-Z0-9^][A-Z0-9.^=:-]{0,31}$/;

export interface NewsRowOptions {
  /** Id of the provider, for headlines without an address. */
  readonly provider: string;
  /** When it came, milliseconds. */
  readonly now: number;
  readonly symbolsOf: (text: string) => readonly string[];
}

/**
 * Judges a row: a headline, or the reason why it is none. Without a time it counts from when it came; a clock that runs
 * a little ahead is set back to then.
 */
export function readNewsRow(
  row: NewsRow,
  { provider, now, symbolsOf }: NewsRowOptions,
): { readonly headline: Headline } | { readonly reason: string } {
  const title = typeof row.title === 'string' ? plainText(row.title, TITLE_LENGTH_MAX) : '';
  if (!/\p{L}/u.test(title)) return { reason: `"${title}" is no title: it holds no letter` };
  const time = timeOf(row, now);
  if (typeof time === 'string') return { reason: time };
  const url = canonicalAddress(row.url);
  const summary = typeof row.summary === 'string' ? plainText(row.summary, SUMMARY_LENGTH_MAX) : '';
  const told = row.symbols.map((symbol) => symbol.toUpperCase()).filter((symbol) => SYMBOL.test(symbol));
  const hasId = (typeof row.id === 'string' && row.id !== '') || typeof row.id === 'number';
  const identity = url ?? (hasId ? `${provider}\n${row.id}` : `${row.source}\n${time}\n${title}`);
  return {
    headline: {
      id: createHash('sha256').update(identity).digest('hex').slice(0, 24),
      time,
      title,
      source: plainText(row.source, 100) || provider,
      symbols: [...new Set([...told, ...symbolsOf(`${title} ${summary}`)])],
      ...(url === undefined ? {} : { url }),
      ...(summary === '' || summary === title ? {} : { summary }),
      receivedTime: now,
    },
  };
}

/** Milliseconds, or a sentence that says what is wrong. */
function timeOf({ time, timeText }: NewsRow, now: number): number | string {
  if (timeText.trim() === '' && Number.isNaN(time)) return now;
  if (Number.isNaN(time)) return `"${plainText(timeText, 60)}" is no date`;
  // The end of a day that is not over yet.
  if (DATE_ONLY.test(timeText.trim()) && time - now < 86_400_000) return Math.min(time, now);
  if (time > now + AHEAD_MS_MAX) return `${new Date(Math.min(time, 8.64e15)).toISOString()} is in the future`;
  if (time < OLDEST_TIME) return `${plainText(timeText, 60)} is before 1980`;
  return Math.min(time, now);
}
