import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { BarBatch } from '#contract/feed/frames';
import { allocateBars, BAR_FIELDS, type BarColumns, sliceBars } from '#domain/market/bar';
import { connectionStore } from '../client/connection.ts';

/** Newest daily bars kept a symbol: enough for a 40-day line and a 14-day average range with its warm-up. */
export const DAILY_BARS_KEPT = 120;
const SHOW_EVERY_MS = 250;

interface DailySeries {
  bars: BarColumns;
  /** Index of the first kept bar in the engine's series. */
  firstIndex: number;
  readonly listeners: Set<() => void>;
  askers: number;
  off: (() => void) | undefined;
}

const seriesBySymbol = new Map<string, DailySeries>();
const changed = new Set<DailySeries>();
let isShowing = false;

/** Kept bars with a batch written over them from its first index on, cut to the newest {@link DAILY_BARS_KEPT}. */
export function mergeDailyBars(
  kept: { readonly bars: BarColumns; readonly firstIndex: number },
  batch: BarBatch,
): { readonly bars: BarColumns; readonly firstIndex: number } {
  const gap = batch.firstIndex - kept.firstIndex;
  // A batch that does not touch what is kept stands for itself, as a replacement does.
  const before = batch.kind === 'replaced' || gap < 0 || gap > kept.bars.length ? 0 : gap;
  const joined = allocateBars(before + batch.bars.length);
  for (const field of BAR_FIELDS) {
    joined[field].set(kept.bars[field].subarray(0, before));
    joined[field].set(batch.bars[field].subarray(0, batch.bars.length), before);
  }
  const cut = Math.max(0, joined.length - DAILY_BARS_KEPT);
  return { bars: sliceBars(joined, cut, joined.length), firstIndex: batch.firstIndex - before + cut };
}

function ask(symbol: string, series: DailySeries): void {
  series.off?.();
  const feed = connectionStore.getState().link?.feed;
  series.off = feed?.bars({ symbol, timeframe: '1d', limit: DAILY_BARS_KEPT }, (batch) => {
    Object.assign(series, mergeDailyBars(series, batch));
    changed.add(series);
    if (isShowing) return;
    isShowing = true;
    setTimeout(show, SHOW_EVERY_MS);
  });
}

function show(): void {
  isShowing = false;
  const shown = [...changed];
  changed.clear();
  for (const series of shown) for (const listener of series.listeners) listener();
}

connectionStore.subscribe((state, before) => {
  if (state.link === before.link) return;
  for (const [symbol, series] of seriesBySymbol) {
    series.off = undefined;
    ask(symbol, series);
  }
});

function seriesOf(symbol: string): DailySeries {
  let series = seriesBySymbol.get(symbol);
  if (series === undefined) {
    series = { bars: allocateBars(0), firstIndex: 0, listeners: new Set(), askers: 0, off: undefined };
    seriesBySymbol.set(symbol, series);
  }
  return series;
}

const NONE: BarColumns = allocateBars(0);

/** The newest daily bars of a symbol as the session knows them, the day being formed last; four updates a second at most. */
export function useDailyBars(symbol: string | null): BarColumns {
  useEffect(() => {
    if (symbol === null) return undefined;
    const series = seriesOf(symbol);
    if (++series.askers === 1) ask(symbol, series);
    return () => {
      if (--series.askers > 0) return;
      series.off?.();
      seriesBySymbol.delete(symbol);
    };
  }, [symbol]);
  const subscribe = useCallback(
    (listener: () => void) => {
      if (symbol === null) return () => undefined;
      const { listeners } = seriesOf(symbol);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [symbol],
  );
  return useSyncExternalStore(subscribe, () =>
    symbol === null ? NONE : (seriesBySymbol.get(symbol)?.bars ?? NONE),
  );
}
