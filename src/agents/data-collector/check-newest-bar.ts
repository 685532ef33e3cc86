import { type BarColumns, barAt } from '#domain/market/bar';
import { barProblem } from '#domain/market/bar-problem';
import type { DataCheck } from '#engine/agent/roles';

const DAY_MS = 86_400_000;
/** Exchanges rest over a long weekend at most; a daily bar older than this is missing its successors. */
const FRESH_DAYS = 5;

/** Whether the newest daily bar is well formed and no older than a long weekend at `eventTime`. */
export function checkNewestBar(bars: BarColumns, eventTime: number): DataCheck {
  if (bars.length === 0) return { isSound: false, summary: 'no daily bar is closed yet' };
  const newest = barAt(bars, bars.length - 1);
  const date = new Date(newest.time).toISOString().slice(0, 10);
  const problem = barProblem(newest);
  if (problem !== undefined)
    return { isSound: false, summary: `the bar of ${date} is not sound: ${problem}` };
  const days = Math.floor((eventTime - newest.time) / DAY_MS);
  if (days < 0) return { isSound: false, summary: `the bar of ${date} lies in the future` };
  if (days > FRESH_DAYS)
    return { isSound: false, summary: `the newest bar, ${date}, is ${days} days old: import newer ones` };
  return { isSound: true, summary: `${bars.length.toLocaleString('en-US')} daily bars, newest ${date}` };
}
