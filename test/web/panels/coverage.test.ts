import { describe, expect, test } from 'vitest';
import { coverageCells, coverageText, STRIP_CELLS_MAX } from '../../../src/renderer/panels/data/coverage.ts';

const month = (missing: number, expected = 20) => ({ month: 0, expected, missing });
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const report = {
  symbol: 'ACME',
  timeframe: '1d' as const,
  calendar: 'XNYS' as const,
  range: null,
  expectedBars: 1_250,
  missingBars: 3,
  unexpectedBars: 0,
  gaps: [
    { from: day('2012-03-09'), to: day('2012-03-12'), bars: 2 },
    { from: day('2012-11-23'), to: day('2012-11-23'), bars: 1 },
  ],
  gapsTotal: 2,
  months: [],
};

describe('the strip of a series', () => {
  test('a month is whole, in part or missing', () => {
    expect(coverageCells([month(0), month(1), month(20)])).toEqual(['whole', 'partial', 'missing']);
  });

  test('of many months none that lacks something is hidden among whole ones', () => {
    const months = Array.from({ length: 70 * 12 }, (_, i) => month(i === 401 ? 1 : 0));
    const cells = coverageCells(months);
    expect(cells.length).toBeLessThanOrEqual(STRIP_CELLS_MAX);
    expect(cells.filter((level) => level === 'partial')).toHaveLength(1);
  });

  test('words name the calendar and the gaps by date', () => {
    expect(coverageText(report)).toBe(
      '3 of 1,250 bars missing by the calendar XNYS\n2012-03-09 to 2012-03-12: 2 bars\n2012-11-23',
    );
    expect(coverageText({ ...report, missingBars: 0, gaps: [], gapsTotal: 0 })).toBe(
      'Complete by the calendar XNYS: 1,250 bars',
    );
  });

  test('a long list is cut and says so; bars outside sessions are told', () => {
    const gaps = Array.from({ length: 20 }, () => report.gaps[1]!);
    const lines = coverageText({ ...report, gaps, gapsTotal: 31, unexpectedBars: 5 }).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.slice(-2)).toEqual(['and 23 more gaps', '5 bars outside its sessions']);
  });
});
