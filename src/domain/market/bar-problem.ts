import type { Bar } from './bar.ts';

/** What keeps a bar from being one, as the end of a sentence, or undefined: prices positive, high and low around the rest. */
export function barProblem({ open, high, low, close, volume }: Bar): string | undefined {
  if (!(low > 0 && high < Number.POSITIVE_INFINITY))
    return `its prices ${low} to ${high} are not positive numbers`;
  if (!(high >= Math.max(open, close) && low <= Math.min(open, close)))
    return `high ${high} and low ${low} do not hold open ${open} and close ${close}`;
  return volume >= 0 ? undefined : `volume ${volume} is below zero`;
}
