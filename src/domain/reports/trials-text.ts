import type { TrialTally } from '../statistics/trial-tally.ts';
import { toldNumber } from '../values/told-number.ts';

/** `1 trial`, or `4,851 trials (as good as 2,130 independent ones)` where they are worth fewer. */
export function trialsText({
  trials,
  independentTrials,
}: Pick<TrialTally, 'trials' | 'independentTrials'>): string {
  if (trials === 1) return '1 trial';
  const independent = Math.max(1, Math.round(independentTrials));
  const count = `${toldNumber(trials, 0)} trials`;
  if (independent >= trials) return count;
  return `${count} (as good as ${toldNumber(independent, 0)} independent ${independent === 1 ? 'one' : 'ones'})`;
}
