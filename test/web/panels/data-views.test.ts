import { describe, expect, test } from 'vitest';
import { budgetText, budgetTone } from '../../../src/renderer/panels/data/budget-text.ts';
import { viewBeside } from '../../../src/renderer/panels/data/data-view-store.ts';
import { reasonKinds } from '../../../src/renderer/panels/data/reason-kinds.ts';
import { filterSeries, seriesRows } from '../../../src/renderer/panels/data/series-rows.ts';
import {
  missedText,
  simulationMark,
  simulationMarkOf,
  symbolsOf,
} from '../../../src/renderer/panels/data/stream-text.ts';
import { outcomeText } from '../../../src/renderer/panels/data/use-quarantine-decisions.ts';

describe('views of the data manager', () => {
  test('lie in a ring', () => {
    expect(viewBeside('series', -1)).toBe('quarantine');
    expect(viewBeside('quarantine', 1)).toBe('series');
    expect(viewBeside('sources', 1)).toBe('downloads');
  });
});

describe('a budget', () => {
  const rule = { requests: 1_500, left: 1_400, perMs: 60_000, nextTime: null };
  test('is told with the span it counts in', () => {
    expect(budgetText(rule)).toBe('1,400 of 1,500 a minute');
    expect(budgetText({ ...rule, perMs: 900_000 })).toBe('1,400 of 1,500 in 15 minutes');
    expect(budgetText({ ...rule, perMs: 3_600_000 })).toBe('1,400 of 1,500 an hour');
  });
  test('warns before it is spent', () => {
    expect([1_400, 200, 0].map((left) => budgetTone({ ...rule, left }))).toEqual([
      'muted',
      'warning',
      'danger',
    ]);
  });
});

describe('reasons of rows set aside', () => {
  test('are of one kind whatever their numbers, and a part finds them all', () => {
    const kinds = reasonKinds([
      'high 9.8 is below low 10.1',
      'close "n/a" is not a number',
      'high 1,009.8 is below low -10.1',
    ]);
    expect(kinds).toEqual([
      { text: 'high … is below low …', rows: 2, part: 'is below low' },
      { text: 'close … is not a number', rows: 1, part: 'is not a number' },
    ]);
  });
  test('what stays is told with its reason', () => {
    const done = { id: '1', isDone: true, reason: null };
    const stays = { id: '2', isDone: false, reason: 'it cannot be taken as it is' };
    expect(outcomeText('discard', [done])).toBe('1 row discarded');
    expect(outcomeText('release', [done, stays])).toBe('1 of 2 rows released: it cannot be taken as it is');
    expect(outcomeText('release', [stays])).toBe('no row released: it cannot be taken as it is');
  });
});

describe('stored series', () => {
  const bars = [
    { symbol: 'SPX', timeframe: '1d' as const, bars: 10, firstTime: 0, lastTime: 9, revisions: 1 },
  ];
  const ticks = [{ symbol: 'EURUSD', kind: 'quotes' as const, ticks: 5, firstTime: 1, lastTime: 2 }];
  const rows = seriesRows(bars, ticks, new Map());
  test('bars and ticks stand in one list by symbol', () => {
    expect(rows.map(({ id, rows: count }) => `${id} ${count}`)).toEqual(['EURUSD quotes 5', 'SPX 1d 10']);
  });
  test('a filter needs every word, anywhere', () => {
    expect(filterSeries(rows, 'eur quo')).toHaveLength(1);
    expect(filterSeries(rows, 'eur 1d')).toHaveLength(0);
    expect(filterSeries(rows, ' ')).toHaveLength(2);
  });
});

describe('live prices', () => {
  test('made-up and recorded ones are marked, those of a market are not', () => {
    expect(simulationMark(true, 'simulated')).toBe('SIM');
    expect(simulationMark(true, 'replay')).toBe('REPLAY');
    expect(simulationMark(false, 'binance')).toBeNull();
    expect(['SIM:ACME', 'REPLAY:GOOG', 'GOOG'].map(simulationMarkOf)).toEqual(['SIM', 'REPLAY', null]);
  });
  test('what was missed is counted by what became of it, the open first', () => {
    const stretch = { fromTime: 0, toTime: 1, reason: '', bars: 0, error: null };
    const missed = (['filled', 'open', 'filled'] as const).map((state) => ({ ...stretch, state }));
    expect(missedText(missed)).toBe('1 open, 2 filled');
    expect(missedText([])).toBe('');
  });
  test('symbols are taken apart by blanks and commas, each once', () => {
    expect(symbolsOf(' AAPL, BTCUSDT  AAPL;SIM:ACME ')).toEqual(['AAPL', 'BTCUSDT', 'SIM:ACME']);
  });
});
