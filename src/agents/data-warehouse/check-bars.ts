import { type BarColumns, barAt } from '#domain/market/bar';
import { barProblem } from '#domain/market/bar-problem';

/** Something in a stored series that should not be there. */
export interface StoreFinding {
  /** Milliseconds of the bar, or null when it is about the whole series. */
  readonly time: number | null;
  readonly problem: string;
}

/**
 * Looks a stored series over: as many bars as its summary promises, times ascending and not beyond `now` by more
 * than a day, prices positive and high and low around open and close. At most `limit` findings.
 */
export function checkBars(
  bars: BarColumns,
  { promised, now, limit }: { promised: number; now: number; limit: number },
): StoreFinding[] {
  const findings: StoreFinding[] = [];
  const note = (time: number | null, problem: string) => {
    if (findings.length < limit) findings.push({ time, problem });
  };
  if (bars.length !== promised)
    note(null, `${bars.length} bars are stored where the index promises ${promised}`);
  for (let i = 0; i < bars.length && findings.length < limit; i++) {
    const bar = barAt(bars, i);
    if (i > 0 && !(bar.time > bars.time[i - 1]!)) note(bar.time, 'its time does not follow the bar before');
    if (bar.time > now + 86_400_000) note(bar.time, 'it lies in the future');
    const problem = barProblem(bar);
    if (problem !== undefined) note(bar.time, problem);
  }
  return findings;
}
