import { useEffect, useMemo } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { type IndicatorChoice, LiveIndicators } from '../../../charts/live-indicators.ts';
import type { PriceChart } from '../../../charts/price-chart.ts';
import { useAnswer } from '../../../client/use-answer.ts';

/** Most bars that one answer brings; of a longer run the newest are shown. */
const BARS_MAX = 50_000;
/** The bars of one result never change, so each chart has but one epoch a result. */
let epoch = 0;

export interface ResultBars {
  readonly symbol: string;
  readonly length: number;
  readonly problem: string | null;
  readonly askAgain: () => void;
}

/** Puts the bars of a symbol that a result was computed on, as they were known then, on a chart, with indicators over them. */
export function useResultBars(
  chart: PriceChart | null,
  { timeframe, equityCurve, asOf }: BacktestResult,
  symbol: string,
  indicators: readonly IndicatorChoice[],
): ResultBars {
  const from = equityCurve[0]?.time;
  const last = equityCurve.at(-1)?.time;
  const { value, problem, askAgain } = useAnswer(
    `${symbol} ${timeframe} ${from} ${last} ${asOf}`,
    (engine, options) =>
      engine.marketData.bars(
        {
          symbol,
          timeframe,
          limit: BARS_MAX,
          ...(from === undefined ? {} : { from }),
          ...(last === undefined ? {} : { to: last + 1 }),
          ...(asOf === undefined ? {} : { asOf }),
        },
        options,
      ),
  );
  const bars = useMemo(() => value && columnsOf(value), [value]);
  useEffect(() => {
    if (chart === null || bars === null) return;
    const shown = new LiveIndicators();
    shown.choose(indicators);
    chart.setBars(bars, ++epoch);
    chart.setIndicators(shown.compute(bars, 0));
    chart.fit();
  }, [chart, bars, indicators]);
  const length = bars?.length ?? 0;
  return useMemo(() => ({ symbol, length, problem, askAgain }), [symbol, length, problem, askAgain]);
}

function columnsOf(
  answer: Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', number[]>>,
): BarColumns {
  const { time, open, high, low, close, volume } = answer;
  return {
    length: time.length,
    time: Float64Array.from(time),
    open: Float64Array.from(open),
    high: Float64Array.from(high),
    low: Float64Array.from(low),
    close: Float64Array.from(close),
    volume: Float64Array.from(volume),
  };
}
