import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { BacktestResult } from '#contract/services/backtests';
import type { trialTally } from '#contract/services/shared';
import { useAnswer } from '../../../client/use-answer.ts';
import { formatCount, formatNumber } from '../../../format/number.ts';
import { useLab } from './lab-store.ts';

export type TrialTally = z.infer<typeof trialTally>;

/** How often these bars have been tried on, beside a Sharpe ratio: the more trials, the less a high one means. */
export function TrialNote({ tally }: { readonly tally: TrialTally | null | undefined }): ReactNode {
  if (tally === null || tally === undefined) return null;
  return (
    <span className="trial-note" title={trialHint(tally)}>
      {` · ${trialText(tally)}`}
    </span>
  );
}

/** `1 trial`, `1,299 trials`. */
export function trialText({ trials }: Pick<TrialTally, 'trials'>): string {
  return `${formatCount(trials)} ${trials === 1 ? 'trial' : 'trials'}`;
}

/** What the count means, in sentences. */
export function trialHint({ trials, evaluations, independentTrials }: TrialTally): string {
  const worth =
    trials > 1
      ? ` Being alike, they are worth ${formatNumber(independentTrials, independentTrials < 10 ? 1 : 0)} independent ones.`
      : '';
  return `${formatCount(trials)} ${trials === 1 ? 'configuration was' : 'configurations were'} ever tried on exactly these bars, in ${formatCount(evaluations)} ${evaluations === 1 ? 'run' : 'runs'}.${worth} The best of many looks good by chance alone.`;
}

/** Trials ever counted on the bars of a result; null while not known, or without a result. */
export function useTrialTally(result: BacktestResult | null): TrialTally | null {
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
  return value;
}
