import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { decisionsOf } from './decisions.ts';
import { gatedStrategy } from './gated-strategy.ts';
import type { HonestWork } from './trial-returns.ts';

export interface WarmUpReport {
  /** Bars the strategy says it needs. */
  readonly declaredBars: number;
  /** The least history tried with which decisions are those of a long history; null when none was enough. */
  readonly enoughBars: number | null;
  /** True when the declared warm-up is not enough. */
  readonly isFound: boolean;
}

/** Histories tried, as multiples of the declared warm-up. */
const MULTIPLES = [1, 2, 4, 8, 16];
/** Starting points tried, evenly along the bars. */
const STARTS = 6;

/**
 * Looks for decisions that depend on how much history came before, as recursive averages make them: from several
 * moments on, the strategy decides once with all the history there is and once with longer and longer stretches of it,
 * watching only until that moment; it must decide the same.
 */
export function detectWarmUp(work: HonestWork, parameters: ParameterValues): WarmUpReport {
  const declaredBars = work.strategy.warmUpBars(parameters);
  const { length } = work.bars;
  const starts = Array.from({ length: STARTS }, (_, i) => Math.floor(((i + 1) * length) / (STARTS + 2)));
  const settled = starts.map((start) => ({
    start,
    decisions: decisionsFrom(work, parameters, start, start),
  }));
  const enough = MULTIPLES.find((multiple) => {
    const history = multiple * declaredBars;
    return settled.every(
      ({ start, decisions }) =>
        history >= start || decisionsFrom(work, parameters, start, history) === decisions,
    );
  });
  return {
    declaredBars,
    enoughBars: enough === undefined ? null : enough * declaredBars,
    isFound: enough !== 1,
  };
}

/** What is decided from bar `start` on with so many bars before it, as a text to compare. */
function decisionsFrom(
  work: HonestWork,
  parameters: ParameterValues,
  start: number,
  history: number,
): string {
  const from = start - history;
  const decisions = decisionsOf(
    {
      ...work,
      bars: sliceBars(work.bars, from, work.bars.length),
      strategy: gatedStrategy(work.strategy, { quietBars: history }),
    },
    parameters,
  );
  return decisions.map(({ bar, action }) => `${bar + from} ${action}`).join();
}
