import type { BarColumns } from '#domain/market/bar';

const DAY_MS = 86_400_000;
/** No market of shares, currencies or coins rests longer. */
const LONG_DAYS = 10;
/** Bars of weeks and months stand far apart by themselves. */
const USUAL_TIMES = 5;

/** What a reader of a backtest must know of its bars, a sentence each: too few to decide on, or long gaps among them. */
export function barNotes(bars: BarColumns, warmUpBars: number): string[] {
  return [...fewBars(bars, warmUpBars), ...longGaps(bars)];
}

function fewBars({ length }: BarColumns, warmUpBars: number): string[] {
  if (length > warmUpBars) return [];
  const has = length === 1 ? 'there is 1 bar' : `there are ${length} bars`;
  return [`${has}, and the strategy needs ${warmUpBars} before its first decision: it could not trade`];
}

function longGaps({ time, length }: BarColumns): string[] {
  const distances = time.slice(1, length).map((later, i) => later - time[i]!);
  const usual = distances.slice().sort()[distances.length >> 1] ?? 0;
  const least = Math.max(LONG_DAYS * DAY_MS, USUAL_TIMES * usual);
  let count = 0;
  let longest = -1;
  distances.forEach((distance, i) => {
    if (distance <= least) return;
    count += 1;
    if (longest < 0 || distance > distances[longest]!) longest = i;
  });
  if (count === 0) return [];
  const days = Math.round(distances[longest]! / DAY_MS);
  const where = `no bar from ${date(time[longest]!)} to ${date(time[longest + 1]!)} (${days} days)`;
  const more = count === 1 ? '' : `, the longest of ${count} gaps`;
  return [`${where}${more}: what was held went through it unseen`];
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
