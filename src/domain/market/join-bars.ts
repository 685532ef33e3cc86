import { allocateBars, BAR_FIELDS, type BarColumns } from './bar.ts';

/** Parts of one series one after another, each beginning after the one before it ended; a single part is not copied. */
export function joinBars(parts: readonly BarColumns[]): BarColumns {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length === 1) return filled[0]!;
  const whole = allocateBars(filled.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of filled) {
    for (const field of BAR_FIELDS) whole[field].set(part[field], at);
    at += part.length;
  }
  return whole;
}
