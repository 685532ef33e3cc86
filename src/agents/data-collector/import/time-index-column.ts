import type { ColumnRole } from '#domain/market/column-role';
import { parseBarTime } from '../bar-time.ts';

/**
 * The first column, where no column is named as a time, its own name says nothing and nine in ten of its cells are dates
 * with marks between their parts: the index of a table that another program wrote, `,Open,High,Low,Close`. −1 without one.
 */
export function timeIndexColumn(
  names: readonly string[],
  roles: readonly ColumnRole[],
  rows: readonly (readonly string[])[],
): number {
  const isTold = roles.some((role) => role === 'time' || role === 'date');
  if (isTold || rows.length === 0 || !NAMELESS.test(names[0] ?? 'none')) return -1;
  const dates = rows.filter(([cell = '']) => isMarkedDate(cell)).length;
  return dates * 10 >= rows.length * 9 ? 0 : -1;
}

const NAMELESS = /^\s*(|unnamed: ?\d+|index|level_0)\s*$/i;

/** A bare number may be the count of its row. */
function isMarkedDate(cell: string): boolean {
  return /[-/.:]/.test(cell) && !Number.isNaN(parseBarTime(cell, { isDaily: false }));
}
