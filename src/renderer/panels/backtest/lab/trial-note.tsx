import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { useAnswer } from '../../../client/use-answer.ts';
import { formatCount } from '../../../format/number.ts';
import { useLab } from './lab-store.ts';

/** How often these bars have been tried on, beside a Sharpe ratio: the more trials, the less a high one means. */
export function TrialNote({ trials }: { readonly trials: number | null | undefined }): ReactNode {
  if (trials === null || trials === undefined) return null;
  return (
    <span
      className="trial-note"
      title={`${formatCount(trials)} strategies and parameters were ever tried on exactly these bars. The best of many looks good by chance alone.`}
    >
      {` · trial ${formatCount(trials)}`}
    </span>
  );
}

/** Trials ever counted on the bars of a result; null while not known. */
export function useTrialCount({ symbol, timeframe, equityCurve, asOf }: BacktestResult): number | null {
  const round = useLab(({ libraryRound }) => libraryRound);
  const from = equityCurve[0]?.time;
  const last = equityCurve.at(-1)?.time;
  const { value } = useAnswer(`${round} ${symbol} ${timeframe} ${from} ${last} ${asOf}`, (engine, options) =>
    engine.lab.trialCount(
      {
        symbol,
        timeframe,
        ...(from === undefined ? {} : { from }),
        ...(last === undefined ? {} : { to: last + 1 }),
        ...(asOf === undefined ? {} : { asOf }),
      },
      options,
    ),
  );
  return value?.trials ?? null;
}
