import { describe, expect, test } from 'vitest';
import { EMPTY_FORM, requestOf } from '../../../src/renderer/panels/backtest/backtest-form.ts';

const strategy = {
  slug: 'sma-crossover',
  name: 'Crossover',
  summary: '',
  parameters: [
    { name: 'fast', label: 'Fast period', default: 10, minimum: 1, maximum: 500, isInteger: true },
  ],
};
const form = { ...EMPTY_FORM, strategy: 'sma-crossover', symbol: 'GOOG' };

describe('the backtest form', () => {
  test('percent become fractions and the last day is included', () => {
    const read = requestOf(
      { ...form, commissionPct: '0.2', sizePct: '50', from: '2005-01-03', to: '2005-12-30' },
      strategy,
    );
    expect(read).toMatchObject({
      request: {
        commission: 0.002,
        size: 0.5,
        parameters: { fast: 10 },
        from: Date.UTC(2005, 0, 3),
        to: Date.UTC(2005, 11, 31),
      },
    });
  });

  test.each([
    ['a word as cash', { cash: 'much' }, 'cash'],
    ['nothing as cash', { cash: ' ' }, 'cash'],
    ['a fraction of a bar', { parameters: { fast: '2.5' } }, 'parameter:fast'],
    ['a period out of range', { parameters: { fast: '501' } }, 'parameter:fast'],
    ['an end before the start', { from: '2006-01-02', to: '2006-01-01' }, 'to'],
    ['no symbol', { symbol: '' }, 'symbol'],
  ])('%s is refused at its field', (_, change, field) => {
    const read = requestOf({ ...form, ...change }, strategy);
    expect('errors' in read && Object.keys(read.errors)).toEqual([field]);
  });
});
