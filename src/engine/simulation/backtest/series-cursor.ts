import type { IndicatorDefinition, ParameterValues } from '#domain/indicators/indicator';
import { calendarById } from '#domain/instruments/calendar/catalog';
import type { BarColumns } from '#domain/market/bar';
import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { BarSeries, InstrumentInput } from './account-request.ts';
import { everyTick, type TickRows } from './every-tick.ts';

const DAY_MS = 86_400_000;
/** Keeps a bar's close behind its opening where both go by the bar's label. */
const AFTER_LABEL = 0.25;

/** One column of events of one instrument, and when each of them is known. */
export interface SeriesCursor {
  readonly kind: 'bars' | 'trades' | 'quotes' | 'ticks';
  readonly timeframe: Timeframe | undefined;
  /** Bars; of ticks, every price is the trade's, or the middle of the quote. */
  readonly bars: BarColumns;
  readonly quotes: QuoteColumns | undefined;
  /** Of trades and quotes together: what orders meet at each. */
  readonly rows?: TickRows;
  /** `openKeys[i]` and `closeKeys[i] + closeOffset` order the events of a run. */
  readonly openKeys: Float64Array;
  readonly closeKeys: Float64Array;
  readonly closeOffset: number;
  /** Milliseconds from a bar's label to its close, where labels are openings; 0 for ticks and sessions. */
  readonly span: number;
  /** Of bars that are still being added to: what keeps up their indicators. */
  readonly growing?: {
    columns(definition: IndicatorDefinition, parameters: ParameterValues): readonly Float64Array[];
  };
}

/**
 * The cursors of an instrument, the finest first. `isByLabel`: all bars of the run are of one timeframe and none has a
 * calendar, so that labels alone order them.
 */
export function cursorsOf(input: InstrumentInput, isByLabel: boolean): SeriesCursor[] {
  const bars = [...input.series]
    .sort((a, b) => timeframeMs(a.timeframe) - timeframeMs(b.timeframe))
    .map((series) => barCursor(input, series, isByLabel));
  if (input.matchesEveryTick && (input.trades || input.quotes)) {
    const { rows, quotes, bars: ticks } = everyTick(input.trades, input.quotes);
    return [{ ...tickCursor('ticks', ticks), quotes, rows }, ...bars];
  }
  return [
    ...(input.quotes ? [quoteCursor(input.quotes)] : []),
    ...(input.trades ? [tradeCursor(input.trades)] : []),
    ...bars,
  ];
}

function barCursor(input: InstrumentInput, { timeframe, bars }: BarSeries, isByLabel: boolean): SeriesCursor {
  const span = timeframeMs(timeframe);
  const base = { kind: 'bars', timeframe, bars, quotes: undefined } as const;
  if (isByLabel)
    return { ...base, openKeys: bars.time, closeKeys: bars.time, closeOffset: AFTER_LABEL, span };
  if (timeframe !== '1d' || input.calendar === undefined)
    return { ...base, openKeys: bars.time, closeKeys: bars.time, closeOffset: span, span };
  const calendar = calendarById(input.calendar);
  const openKeys = new Float64Array(bars.length);
  const closeKeys = new Float64Array(bars.length);
  for (let i = 0; i < bars.length; i++) {
    const session = calendar.sessionOf(bars.time[i]!) ?? calendar.regularSessionOf(bars.time[i]!);
    openKeys[i] = session.open;
    closeKeys[i] = session.close;
  }
  return { ...base, openKeys, closeKeys, closeOffset: 0, span: 0 };
}

function tradeCursor(trades: TradeColumns): SeriesCursor {
  const { length, time, price, size } = trades;
  return tickCursor('trades', {
    length,
    time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: size,
  });
}

function quoteCursor(quotes: QuoteColumns): SeriesCursor {
  const { length, time } = quotes;
  const middle = new Float64Array(length);
  const volume = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    middle[i] = (quotes.bid[i]! + quotes.ask[i]!) / 2;
    volume[i] = Math.min(quotes.bidSize[i]!, quotes.askSize[i]!) || 0;
  }
  const bars = { length, time, open: middle, high: middle, low: middle, close: middle, volume };
  return { ...tickCursor('quotes', bars), quotes };
}

function tickCursor(kind: Exclude<SeriesCursor['kind'], 'bars'>, bars: BarColumns): SeriesCursor {
  return {
    kind,
    timeframe: undefined,
    bars,
    quotes: undefined,
    openKeys: bars.time,
    closeKeys: bars.time,
    closeOffset: 0,
    span: 0,
  };
}

/** Number of the trading day that a bar or tick belongs to; bars of a day are labelled by theirs. */
export function dayOf(cursor: SeriesCursor, index: number): number {
  return Math.floor(cursor.bars.time[index]! / DAY_MS);
}

/** Whether the trading day ends with this bar, as far as can be known there: a bar of a day always does. */
export function endsDay(cursor: SeriesCursor, index: number): boolean {
  if (cursor.timeframe === '1d') return true;
  return index + 1 < cursor.bars.length && dayOf(cursor, index + 1) !== dayOf(cursor, index);
}

/** When the bar or tick at `index` is known; Infinity behind the last. */
export function keyAt(cursor: SeriesCursor, index: number): number {
  return index < cursor.bars.length
    ? cursor.closeKeys[index]! + cursor.closeOffset
    : Number.POSITIVE_INFINITY;
}

/** Whether every series is of bars of one length without a calendar: then labels alone order all events. */
export function isOrderedByLabel(inputs: readonly InstrumentInput[]): boolean {
  const [first] = inputs[0]?.series ?? [];
  return inputs.every(
    ({ series, trades, quotes, calendar }) =>
      !trades &&
      !quotes &&
      series.length === 1 &&
      series[0]!.timeframe === first!.timeframe &&
      (calendar === undefined || series[0]!.timeframe !== '1d' || calendar === inputs[0]!.calendar),
  );
}

/**
 * The cursors with one column of instants for all whose bars have the same: what every order looks at is then in the
 * cache, and who closes with whom is seen at a glance.
 */
export function shareInstants(cursors: readonly SeriesCursor[]): SeriesCursor[] {
  const columns: Float64Array[] = [];
  const shared = (keys: Float64Array): Float64Array => {
    const known = columns.find((column) => isSame(column, keys));
    if (!known) columns.push(keys);
    return known ?? keys;
  };
  return cursors.map((cursor) => {
    if (cursor.kind !== 'bars') return cursor;
    const closeKeys = shared(cursor.closeKeys);
    const openKeys = cursor.openKeys === cursor.closeKeys ? closeKeys : shared(cursor.openKeys);
    return { ...cursor, openKeys, closeKeys };
  });
}

/** Indices of {@link shareInstants}' cursors whose bars close at the very same instants, first to last; ticks are by themselves. */
export function groupByTimes(cursors: readonly SeriesCursor[]): Int32Array[] {
  const groups: number[][] = [];
  for (const [i, { kind, closeKeys, closeOffset }] of cursors.entries()) {
    const found = groups.find(([first]) => {
      const other = cursors[first!]!;
      return kind === 'bars' && other.closeKeys === closeKeys && other.closeOffset === closeOffset;
    });
    if (found) found.push(i);
    else groups.push([i]);
  }
  return groups.map((group) => Int32Array.from(group));
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && bytesOf(a).equals(bytesOf(b)));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
