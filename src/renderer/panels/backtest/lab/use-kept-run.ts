import { useEffect, useRef } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import type { RunSummary } from '#contract/services/runs';
import type { TearSheet } from '#domain/reports/tear-sheet';
import { type Answer, useAnswer } from '../../../client/use-answer.ts';
import { useLab } from './lab-store.ts';

const NEWEST = 2_000;

export interface KeptRun {
  readonly summary: RunSummary;
  readonly sheet: TearSheet;
}

/** The library's entry of a result with its tear sheet; a null value once it is known that there is none. */
export function useKeptRun(result: BacktestResult): Answer<KeptRun | 'none'> {
  const round = useLab(({ libraryRound }) => libraryRound);
  const answer = useAnswer<KeptRun | 'none'>(
    `${result.symbol} ${result.timeframe} ${result.statistics.orderListHash} ${JSON.stringify(result.options)}`,
    async (engine, options) => {
      const runs = await engine.runs.list({ text: result.symbol, limit: NEWEST }, options);
      const summary = runs.find((run) => isRunOf(run, result));
      if (summary === undefined) return 'none';
      return { summary, sheet: await engine.runs.tearSheet({ run: summary.id }, options) };
    },
  );
  // A change of the library asks again; what is shown stays meanwhile, and an open menu with it.
  const { askAgain } = answer;
  const asked = useRef(round);
  useEffect(() => {
    if (asked.current !== round) askAgain();
    asked.current = round;
  }, [round, askAgain]);
  return answer;
}

/** Whether a saved run has these very orders, options and statistics. */
export function isRunOf(run: RunSummary, result: BacktestResult): boolean {
  return (
    run.symbol === result.symbol &&
    run.timeframe === result.timeframe &&
    run.statistics.orderListHash === result.statistics.orderListHash &&
    run.statistics.equityFinal === result.statistics.equityFinal &&
    run.statistics.bars === result.statistics.bars &&
    canonical(run.options) === canonical(result.options)
  );
}

/** JSON with the names of each object in order, so that equal options are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
