import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';

export interface MergedBars {
  readonly bars: BarColumns;
  /** Bars that were new, already there with equal values, and there with other values. */
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
}

/** Both series as one, ascending; where both have a bar of the same time, the incoming one wins. */
export function mergeBars(existing: BarColumns, incoming: BarColumns): MergedBars {
  const merged = allocateBars(existing.length + incoming.length);
  let duplicate = 0;
  let revised = 0;
  let length = 0;
  let e = 0;
  let i = 0;
  while (e < existing.length || i < incoming.length) {
    const existingTime = e < existing.length ? existing.time[e]! : Number.POSITIVE_INFINITY;
    const incomingTime = i < incoming.length ? incoming.time[i]! : Number.POSITIVE_INFINITY;
    if (existingTime < incomingTime) copyBar(existing, e++, merged, length++);
    else {
      if (existingTime === incomingTime) {
        if (isSameBar(existing, e, incoming, i)) duplicate++;
        else revised++;
        e++;
      }
      copyBar(incoming, i++, merged, length++);
    }
  }
  const stored = incoming.length - duplicate - revised;
  return { bars: { ...merged, length }, stored, duplicate, revised };
}

function copyBar(from: BarColumns, index: number, to: BarColumns, at: number): void {
  for (const field of BAR_FIELDS) to[field][at] = from[field][index]!;
}

function isSameBar(a: BarColumns, i: number, b: BarColumns, j: number): boolean {
  return BAR_FIELDS.every((field) => Object.is(a[field][i], b[field][j]));
}
