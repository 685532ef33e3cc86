import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { backtestWorkId, dataSetHash } from './data-set-hash.ts';
import type { TrialCount, TrialCounter } from './trial-counter.ts';
import { runEvidence } from './trial-evidence.ts';

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
      evidence: runEvidence(options, options.parameters),
    },
  );
}
