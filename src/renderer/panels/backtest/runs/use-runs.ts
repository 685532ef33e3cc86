import type { RunSummary } from '#contract/services/runs';
import { type Answer, useAnswer } from '../../../client/use-answer.ts';
import { useTasks } from '../../../stores/engine-streams.ts';
import { useLab } from '../lab/lab-store.ts';

const SHOWN_MAX = 500;

/** Saved runs, newest first; asked for again when a backtest ends, here or from elsewhere. */
export function useRuns(text: string): Answer<readonly RunSummary[]> {
  const round = useLab(({ libraryRound }) => libraryRound);
  const { items } = useTasks();
  const ended = items.filter(({ agent, state }) => agent === 'backtester' && state === 'done').length;
  return useAnswer<readonly RunSummary[]>(
    `runs ${text} ${round} ${ended}`,
    (engine, options) =>
      engine.runs.list({ limit: SHOWN_MAX, ...(text.trim() === '' ? {} : { text }) }, options),
    { isKept: true },
  );
}
