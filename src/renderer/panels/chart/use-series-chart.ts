import { useEffect, useRef, useState } from 'react';
import { allocateBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { BarBuffer } from '../../charts/bar-buffer.ts';
import { type IndicatorChoice, LiveIndicators } from '../../charts/live-indicators.ts';
import type { PriceChart } from '../../charts/price-chart.ts';
import { connectionStore, useFeed } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { noteFeedFrame, noteFeedShown } from '../../stores/screen-delay.ts';

/** Newest bars asked for: the most the feed gives. */
const BARS_KEPT = 200_000;

export interface SeriesState {
  /** Bars on the chart. */
  readonly length: number;
  readonly isLoading: boolean;
  /** The last refusal while nothing has come, or null. */
  readonly problem: string | null;
}

const LOADING: SeriesState = { length: 0, isLoading: true, problem: null };

/** Keeps a chart's bars and indicators up to date with the feed; answers with what can be said of the series. */
export function useSeriesChart(
  chart: PriceChart | null,
  series: { readonly symbol: string | null; readonly timeframe: Timeframe },
  indicators: readonly IndicatorChoice[],
): SeriesState {
  const feed = useFeed();
  const { symbol, timeframe } = series;
  const [state, setState] = useState<SeriesState>(LOADING);
  const live = useRef({
    indicators: new LiveIndicators(),
    bars: allocateBars(0),
    changedFrom: 0,
    isDue: false,
    epoch: 0,
  });
  const shownSeries = useRef('');

  useEffect(() => {
    live.current.indicators.choose(indicators);
    live.current.isDue = true;
    if (chart !== null)
      chart.setIndicators(live.current.indicators.compute(live.current.bars, live.current.bars.length));
  }, [chart, indicators]);

  useEffect(
    () =>
      chart?.onBeforeFrame(() => {
        const { current } = live;
        if (!current.isDue) return;
        chart.setIndicators(current.indicators.compute(current.bars, current.changedFrom));
        current.isDue = false;
        current.changedFrom = current.bars.length;
        noteFeedShown();
      }),
    [chart],
  );

  useEffect(() => {
    const name = `${symbol} ${timeframe}`;
    // Bars of another series would be read as this one's; those of the same one stay until new ones come.
    if (chart !== null && shownSeries.current !== name) {
      shownSeries.current = name;
      live.current.bars = allocateBars(0);
      live.current.changedFrom = 0;
      live.current.isDue = true;
      chart.setBars(live.current.bars, ++live.current.epoch);
      setState(LOADING);
    }
    if (chart === null || feed === null || symbol === null) return undefined;
    const buffer = new BarBuffer();
    const { current } = live;
    const offProblem = connectionStore.subscribe(({ problem }, before) => {
      if (problem !== null && problem !== before.problem)
        setState((known) => (known.isLoading ? { ...known, isLoading: false, problem } : known));
    });
    const offBars = feed.bars({ symbol, timeframe, limit: BARS_KEPT }, (batch) => {
      try {
        const from = buffer.take(batch);
        const bars = buffer.bars();
        const isSameStart = current.bars.length > 0 && current.bars.time[0] === bars.time[0];
        if (batch.kind === 'updated') chart.updateBars(from, bars);
        else chart.setBars(bars, isSameStart ? current.epoch : ++current.epoch);
        current.bars = bars;
        current.changedFrom = Math.min(current.changedFrom, from);
        current.isDue = true;
        noteFeedFrame();
        setState((known) =>
          known.length === bars.length && !known.isLoading
            ? known
            : { length: bars.length, isLoading: false, problem: null },
        );
      } catch (error) {
        setState((known) => ({ ...known, isLoading: false, problem: refusalText(error) }));
      }
    });
    return () => {
      offProblem();
      offBars();
    };
  }, [chart, feed, symbol, timeframe]);

  return state;
}
