import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { backtestWorkId, dataSetHash } from './data-set-hash.ts';
import type { TrialCount, TrialCounter } from './trial-counter.ts';

/** Counts a backtest among the trials of its bars, the same run once; answers what was tried on them by now. */
export function countBacktest(
  counter: TrialCounter,
  { result, bars }: { readonly result: BacktestResult; readonly bars: BarColumns },
): TrialCount {
  const { symbol, timeframe, options } = result;
  const dataSet = dataSetHash(bars);
  const { strategy } = options;
  return counter.add(
    { dataSet, symbol, timeframe, bars: bars.length },
    {
      id: backtestWorkId(dataSet, options),
      kind: 'backtest',
      strategy,
      trials: 1,
      spread: { count: 0, mean: 0, squares: 0 },
    },
  );
}
