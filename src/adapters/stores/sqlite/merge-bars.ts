import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import type { Arrival } from './bar-history.ts';
import { allocateUnfilledBars } from './unfilled-bars.ts';

export interface MergedBars {
  readonly bars: BarColumns;
  /** Bars that were new, already there with equal values, and there with other values. */
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
  /** Runs of new bars, ascending. */
  readonly arrivals: readonly Arrival[];
  /** Runs of bars that are new or have other values, with no bar between them that stayed as it was, ascending. */
  readonly written: readonly Arrival[];
  /** The existing bars that others took the place of, ascending. */
  readonly replaced: BarColumns;
}

/** Bars of a chunk that held none before. */
export function firstBars(incoming: BarColumns): MergedBars {
  const { length, time } = incoming;
  const whole = length === 0 ? [] : [{ first: time[0]!, last: time[length - 1]! }];
  return {
    bars: incoming,
    stored: length,
    duplicate: 0,
    revised: 0,
    arrivals: whole,
    written: whole,
    replaced: allocateBars(0),
  };
}

/** Both series as one, ascending; where both have a bar of the same time, the incoming one wins. */
export function mergeBars(existing: BarColumns, incoming: BarColumns): MergedBars {
  if (incoming.length > 0 && !(incoming.time[0]! <= existing.time[existing.length - 1]!))
    return { ...firstBars(incoming), bars: joinBars(existing, incoming) };
  const merged = allocateBars(existing.length + incoming.length);
  const replacedAt: number[] = [];
  const arrivals: { first: number; last: number }[] = [];
  let run: { first: number; last: number } | undefined;
  const written: { first: number; last: number }[] = [];
  let isWriting = false;
  let duplicate = 0;
  let length = 0;
  let e = 0;
  let i = 0;
  while (e < existing.length || i < incoming.length) {
    const existingTime = e < existing.length ? existing.time[e]! : Number.POSITIVE_INFINITY;
    const incomingTime = i < incoming.length ? incoming.time[i]! : Number.POSITIVE_INFINITY;
    if (existingTime <= incomingTime) run = undefined;
    if (existingTime < incomingTime) {
      isWriting = false;
      copyBar(existing, e++, merged, length++);
      continue;
    }
    const isSame = existingTime === incomingTime && isSameBar(existing, e, incoming, i);
    if (!isSame && isWriting) written.at(-1)!.last = incomingTime;
    else if (!isSame) written.push({ first: incomingTime, last: incomingTime });
    isWriting = !isSame;
    if (existingTime === incomingTime) {
      if (isSame) duplicate++;
      else replacedAt.push(e);
      e++;
    } else if (run) run.last = incomingTime;
    else {
      run = { first: incomingTime, last: incomingTime };
      arrivals.push(run);
    }
    copyBar(incoming, i++, merged, length++);
  }
  const replaced = allocateBars(replacedAt.length);
  for (const [at, index] of replacedAt.entries()) copyBar(existing, index, replaced, at);
  const revised = replacedAt.length;
  const stored = incoming.length - duplicate - revised;
  return { bars: { ...merged, length }, stored, duplicate, revised, arrivals, written, replaced };
}

function joinBars(before: BarColumns, after: BarColumns): BarColumns {
  const joined = allocateUnfilledBars(before.length + after.length);
  for (const field of BAR_FIELDS) {
    joined[field].set(before[field].subarray(0, before.length));
    joined[field].set(after[field].subarray(0, after.length), before.length);
  }
  return joined;
}

function copyBar(from: BarColumns, index: number, to: BarColumns, at: number): void {
  for (const field of BAR_FIELDS) to[field][at] = from[field][index]!;
}

function isSameBar(a: BarColumns, i: number, b: BarColumns, j: number): boolean {
  return BAR_FIELDS.every((field) => Object.is(a[field][i], b[field][j]));
}
