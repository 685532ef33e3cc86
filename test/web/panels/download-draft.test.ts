import { describe, expect, test } from 'vitest';
import {
  downloadRequestOf,
  draftProblems,
  EMPTY_DRAFT,
  toggleProvider,
} from '../../../src/renderer/panels/data/download-draft.ts';

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('a download as typed', () => {
  test('takes its last day whole, and leaves out what was not said', () => {
    expect(downloadRequestOf({ ...EMPTY_DRAFT, symbol: ' AAPL ' })).toEqual({
      symbol: 'AAPL',
      timeframe: '1d',
    });
    const draft = { ...EMPTY_DRAFT, symbol: 'AAPL', from: '2024-01-02', to: '2024-01-31', storeAs: 'AAPL' };
    expect(downloadRequestOf({ ...draft, providers: ['fred'] })).toEqual({
      symbol: 'AAPL',
      timeframe: '1d',
      from: day('2024-01-02'),
      to: day('2024-02-01'),
      providers: ['fred'],
    });
    expect(downloadRequestOf({ ...draft, storeAs: 'APPLE' })).toMatchObject({ storeAs: 'APPLE' });
  });

  test.each([
    ['2024-02-30', 'from'],
    ['1/2/2024', 'from'],
    ['2024-13-01', 'from'],
  ] as const)('%s is no date', (from, field) => {
    expect(draftProblems({ ...EMPTY_DRAFT, from })[field]).toContain(`"${from}" is no date`);
  });

  test('a range that ends before it begins is told at its end; one day is a range', () => {
    expect(draftProblems({ ...EMPTY_DRAFT, from: '2024-02-01', to: '2024-01-31' }).to).toContain('is before');
    expect(draftProblems({ ...EMPTY_DRAFT, from: '2024-02-01', to: '2024-02-01' })).toEqual({});
  });

  test('providers are asked in the order they were chosen', () => {
    expect(toggleProvider(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggleProvider(['a', 'b'], 'a')).toEqual(['b']);
  });
});
