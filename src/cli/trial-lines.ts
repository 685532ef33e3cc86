import { trialsText } from '#domain/reports/trials-text';
import type { TrialTally } from '#domain/statistics/trial-tally';
import { toldNumber } from '#domain/values/told-number';

/** The numbers of a count that commands print as `trialCount`. */
export function tallyOf({ trials, evaluations, independentTrials }: TrialTally): TrialTally {
  return { trials, evaluations, independentTrials };
}

/** How much was tried on some bars, in a line. */
export function trialsLine(count: TrialTally): string {
  return `${trialsText(count)} on these bars, ${toldNumber(count.evaluations, 0)} ${count.evaluations === 1 ? 'run' : 'runs'}`;
}

/** What so many trials do to the best of them, in a line. */
export function deflationLine(count: TrialTally, deflatedSharpe: number | null): string {
  const confidence =
    deflatedSharpe === null
      ? 'the best has no Sharpe ratio to be confident in'
      : `the confidence that the best is better than luck would make it is ${toldNumber(deflatedSharpe * 100, 0)} %`;
  return `${trialsLine(count)}: ${confidence}`;
}
