import type { z } from 'zod';
import type { tickSeries } from '#contract/services/ticks';
import type { InstrumentView, SeriesView } from '../../stores/reference.ts';

export type TickSeriesView = z.infer<typeof tickSeries>;

/** A stored series as the table shows it: bars of one length, or the trades or quotes of a symbol. */
export interface SeriesRow {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  /** `1d`, `trades`. */
  readonly kind: string;
  readonly rows: number;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly revisions: number;
  readonly source: string;
  /** Null for ticks, which no calendar leads to expect. */
  readonly bars: SeriesView | null;
}

/** Bars and ticks of every symbol, by symbol, bars first. */
export function seriesRows(
  bars: readonly SeriesView[],
  ticks: readonly TickSeriesView[],
  instruments: ReadonlyMap<string, InstrumentView>,
): SeriesRow[] {
  const described = (symbol: string): Pick<SeriesRow, 'symbol' | 'name' | 'source'> => {
    const instrument = instruments.get(symbol);
    return { symbol, name: instrument?.name ?? symbol, source: instrument?.source ?? '' };
  };
  const rows: SeriesRow[] = [
    ...bars.map((series) => ({
      id: `${series.symbol} ${series.timeframe}`,
      ...described(series.symbol),
      kind: series.timeframe,
      rows: series.bars,
      firstTime: series.firstTime,
      lastTime: series.lastTime,
      revisions: series.revisions,
      bars: series,
    })),
    ...ticks.map((series) => ({
      id: `${series.symbol} ${series.kind}`,
      ...described(series.symbol),
      kind: series.kind,
      rows: series.ticks,
      firstTime: series.firstTime,
      lastTime: series.lastTime,
      revisions: 0,
      bars: null,
    })),
  ];
  return rows.sort((a, b) => a.symbol.localeCompare(b.symbol, 'en'));
}

/** Rows that have every word of a text somewhere in their symbol, name, kind or source. */
export function filterSeries(rows: readonly SeriesRow[], text: string): readonly SeriesRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ symbol, name, kind, source }) => {
    const hay = `${symbol} ${name} ${kind} ${source}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
