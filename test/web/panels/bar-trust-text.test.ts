import { describe, expect, it } from 'vitest';
import type { SeriesTrust } from '#contract/services/trust';
import {
  barTrustText,
  seriesTrustText,
  trustMarks,
} from '../../../src/renderer/panels/chart/bar-trust-text.ts';

const trust: SeriesTrust = {
  symbol: 'A',
  timeframe: '1d',
  bars: 3,
  stretches: [
    { source: 'unknown', kind: 'unknown', from: 1, to: 1, bars: 1, receivedFirst: null, receivedLast: 9 },
    { source: 'yahoo-finance', kind: 'download', from: 2, to: 4, bars: 2, receivedFirst: 9, receivedLast: 9 },
  ],
  stretchesTotal: 2,
  gaps: [{ from: 3, to: 3, bars: 1 }],
  gapsTotal: 1,
  missingBars: 1,
  revised: { bars: 1, newest: { time: 2, replacedTime: 9 }, times: [{ time: 2, revisions: 2 }] },
  disagreements: [
    {
      time: 4,
      stored: { open: 1, high: 1, low: 1, close: 1 },
      others: [{ source: 'finnhub', open: 1, high: 1, low: 1, close: 2 }],
      verdict: 'undecided',
      suspects: ['stored', 'finnhub'],
      fields: ['close'],
      deviation: 0.012,
    },
  ],
  disagreementsTotal: 1,
  asOfKnownSince: null,
  lastCheck: null,
};

describe('words on trust', () => {
  it('says whose a bar is, how often it was revised and who disagrees', () => {
    expect(barTrustText(trust, 1).text).toMatch(/^source not noted, received before /);
    expect(barTrustText(trust, 2)).toMatchObject({
      isDoubtful: false,
      text: expect.stringMatching(/^yahoo-finance \(download\), received .* · revised 2×$/),
    });
    expect(barTrustText(trust, 4)).toMatchObject({
      isDoubtful: true,
      text: expect.stringContaining('close 1.20 % apart from finnhub: undecided who is right'),
    });
    expect(barTrustText(trust, 5).text).toBe('not in the store yet');
    expect(seriesTrustText(trust)).toBe('3 bars · 1 missing · 1 revised · 1 disputed');
    expect(trustMarks(trust)).toMatchObject({ gaps: [3], revised: [2], disputed: [4] });
  });
});
