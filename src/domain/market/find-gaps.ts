import type { ExchangeCalendar, Session, Stretch } from '../instruments/calendar/exchange-calendar.ts';
import { bucketStart } from './aggregate-bars.ts';
import { type BarColumns, lowerBound } from './bar.ts';
import { type Timeframe, timeframeMs } from './timeframe.ts';

/** Bars missing one after the other; closed hours and days do not come between. */
export interface Gap {
  /** Time of the first missing bar. */
  readonly from: number;
  /** Time of the last missing bar, inclusive. */
  readonly to: number;
  readonly bars: number;
}

/** What a calendar month should hold and does not. */
export interface MonthCoverage {
  /** Midnight UTC of its first day. */
  readonly month: number;
  readonly expected: number;
  readonly missing: number;
}

export interface GapReport {
  /** Looked at from here (inclusive) to there (exclusive); null when there was nothing to look at. */
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly expectedBars: number;
  readonly missingBars: number;
  /** Bars outside every session: of closed days, before the open, after the close. */
  readonly unexpectedBars: number;
  /** Oldest first, at most as many as asked for. */
  readonly gaps: readonly Gap[];
  readonly gapsTotal: number;
  readonly months: readonly MonthCoverage[];
}

export interface GapQuestion {
  readonly timeframe: Timeframe;
  readonly calendar: Pick<ExchangeCalendar, 'sessionOf' | 'tradingDays'>;
  /** Inclusive; the first bar unless told. */
  readonly from?: number | undefined;
  /** Exclusive; just after the last bar unless told. */
  readonly to?: number | undefined;
  readonly gapsMax?: number;
}

const DAY_MS = 86_400_000;

/**
 * Compares bars with what a calendar leads to expect: one bar a session, or one in each bucket of a session's hours (see
 * `bucketStart`). A bar anywhere within a bucket fills it. A moment without a trade makes no bar with most sources and
 * shows as a gap here: short bars of quiet symbols are rarely complete.
 */
export function findGaps(bars: BarColumns, question: GapQuestion): GapReport {
  const { timeframe, calendar, gapsMax = Number.POSITIVE_INFINITY } = question;
  const length = timeframeMs(timeframe);
  const range = rangeOf(bars, question);
  const tally = new Tally(gapsMax);
  if (!range) return { range: null, ...tally.report(0) };
  const { from, to } = range;
  let next = lowerBound(bars, from);
  let unexpectedBars = 0;
  for (const date of calendar.tradingDays(from - 2 * DAY_MS, to + 2 * DAY_MS)) {
    tally.month(date);
    for (const { open, close } of expectedStretches(calendar.sessionOf(date)!, timeframe)) {
      const end = Math.min(close, to);
      let start = open < from ? open + Math.ceil((from - open) / length) * length : open;
      if (start >= end) continue;
      tally.expect(Math.ceil((end - start) / length));
      for (; next < bars.length && bars.time[next]! < start; next++) unexpectedBars++;
      while (start < end) {
        const time = next < bars.length ? bars.time[next]! : Number.POSITIVE_INFINITY;
        const found = time < end ? start + Math.floor((time - start) / length) * length : end;
        const missing = Math.ceil((found - start) / length);
        if (missing > 0) tally.miss({ from: start, to: start + (missing - 1) * length, bars: missing });
        if (time >= end) break;
        tally.find();
        start = found + length;
        while (next < bars.length && bars.time[next]! < start) next++;
      }
    }
  }
  for (; next < bars.length && bars.time[next]! < to; next++) unexpectedBars++;
  return { range, ...tally.report(unexpectedBars) };
}

function rangeOf(bars: BarColumns, { timeframe, from, to }: GapQuestion): GapReport['range'] {
  const first = from ?? (bars.length > 0 ? bucketStart(bars.time[0]!, timeframe) : undefined);
  const last = to ?? (bars.length > 0 ? bars.time[bars.length - 1]! + 1 : undefined);
  return first === undefined || last === undefined || first >= last ? null : { from: first, to: last };
}

/** From the first bucket's start to the session's end, for each stretch of trading; a daily bar is at its date. */
function expectedStretches({ date, segments }: Session, timeframe: Timeframe): Stretch[] {
  if (timeframe === '1d') return [{ open: date, close: date + 1 }];
  const stretches: Stretch[] = [];
  for (const { open, close } of segments) {
    const taken = stretches.at(-1)?.close ?? Number.NEGATIVE_INFINITY;
    const start = bucketStart(open, timeframe);
    stretches.push({ open: start < taken ? start + timeframeMs(timeframe) : start, close });
  }
  return stretches;
}

/** Counts and gaps while the bars are walked in order. */
class Tally {
  readonly #gapsMax: number;
  readonly #gaps: Gap[] = [];
  readonly #months: { month: number; expected: number; missing: number }[] = [];
  #open: Gap | null = null;
  #gapsTotal = 0;

  constructor(gapsMax: number) {
    this.#gapsMax = gapsMax;
  }

  /** What follows belongs to the month of a session's date. */
  month(date: number): void {
    const day = new Date(date);
    const month = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
    if (this.#months.at(-1)?.month !== month) this.#months.push({ month, expected: 0, missing: 0 });
  }

  expect(bars: number): void {
    this.#months.at(-1)!.expected += bars;
  }

  /** Missing bars that follow the ones before without a bar between. */
  miss(gap: Gap): void {
    this.#months.at(-1)!.missing += gap.bars;
    const before = this.#open;
    this.#open = before ? { from: before.from, to: gap.to, bars: before.bars + gap.bars } : gap;
  }

  find(): void {
    if (!this.#open) return;
    this.#gapsTotal += 1;
    if (this.#gaps.length < this.#gapsMax) this.#gaps.push(this.#open);
    this.#open = null;
  }

  report(unexpectedBars: number): Omit<GapReport, 'range'> {
    this.find();
    const months = this.#months.filter(({ expected }) => expected > 0);
    return {
      expectedBars: months.reduce((sum, { expected }) => sum + expected, 0),
      missingBars: months.reduce((sum, { missing }) => sum + missing, 0),
      unexpectedBars,
      gaps: this.#gaps,
      gapsTotal: this.#gapsTotal,
      months,
    };
  }
}
