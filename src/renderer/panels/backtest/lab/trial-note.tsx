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

/** Trials ever counted on the bars of a result; null while not known, or without a result. */
export function useTrialCount(result: BacktestResult | null): number | null {
  const round = useLab(({ libraryRound }) => libraryRound);
  const from = result?.equityCurve[0]?.time;
  const last = result?.equityCurve.at(-1)?.time;
  const { value } = useAnswer(
    `${round} ${result?.symbol} ${result?.timeframe} ${from} ${last} ${result?.asOf}`,
    async (engine, options) =>
      result === null
        ? null
        : engine.lab.trialCount(
            {
              symbol: result.symbol,
              timeframe: result.timeframe,
              ...(from === undefined ? {} : { from }),
              ...(last === undefined ? {} : { to: last + 1 }),
              ...(result.asOf === undefined ? {} : { asOf: result.asOf }),
            },
            options,
          ),
  );
  return value?.trials ?? null;
}
