import type { SeriesGaps } from '#contract/services/gaps';
import { formatCount } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';

/** How a month, or the months behind one cell, are covered. */
export type CoverageLevel = 'whole' | 'partial' | 'missing';

/** Cells of a strip at most; months are put together evenly where there are more. */
export const STRIP_CELLS_MAX = 72;
const GAPS_NAMED = 8;
const DAY_MS = 86_400_000;

/** Oldest month first: one cell a month, or the worst of several neighbouring months. */
export function coverageCells(months: SeriesGaps['months']): CoverageLevel[] {
  const perCell = Math.max(1, Math.ceil(months.length / STRIP_CELLS_MAX));
  const cells: CoverageLevel[] = [];
  for (let first = 0; first < months.length; first += perCell) {
    const behind = months.slice(first, first + perCell);
    const isWhole = behind.every(({ missing }) => missing === 0);
    const hasEmptyMonth = behind.some(({ missing, expected }) => missing === expected);
    cells.push(isWhole ? 'whole' : hasEmptyMonth ? 'missing' : 'partial');
  }
  return cells;
}

/** What a strip says in words: how much is missing, by which calendar, and the first gaps by date. */
export function coverageText(gaps: SeriesGaps): string {
  const { expectedBars, missingBars, unexpectedBars, calendar } = gaps;
  const lines = [
    missingBars === 0
      ? `Complete by the calendar ${calendar}: ${formatCount(expectedBars)} bars`
      : `${formatCount(missingBars)} of ${formatCount(expectedBars)} bars missing by the calendar ${calendar}`,
    ...gaps.gaps.slice(0, GAPS_NAMED).map(gapText),
  ];
  if (gaps.gapsTotal > GAPS_NAMED) lines.push(`and ${formatCount(gaps.gapsTotal - GAPS_NAMED)} more gaps`);
  if (unexpectedBars > 0) lines.push(`${formatCount(unexpectedBars)} bars outside its sessions`);
  return lines.join('\n');
}

function gapText({ from, to, bars }: SeriesGaps['gaps'][number]): string {
  const [first, last] = [dateText(from), dateText(to)];
  const stretch = first === last ? first : `${first} to ${last}`;
  return bars === 1 ? stretch : `${stretch}: ${formatCount(bars)} bars`;
}

/** Gaps are told by their UTC date, as daily bars are labelled. */
function dateText(time: number): string {
  return formatDate(Math.floor(time / DAY_MS) * DAY_MS);
}
