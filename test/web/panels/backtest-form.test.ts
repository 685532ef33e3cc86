import { describe, expect, test } from 'vitest';
import { EMPTY_FORM } from '../../../src/renderer/panels/backtest/backtest-form.ts';
import { requestOf } from '../../../src/renderer/panels/backtest/form-request.ts';
import { strategyFixture } from '../support/strategy-fixture.ts';

const strategy = strategyFixture([
  { name: 'fast', label: 'Fast period', default: 10, minimum: 1, maximum: 500, isInteger: true },
]);
const form = { ...EMPTY_FORM, strategy: 'sma-crossover', symbol: 'GOOG' };

describe('the backtest form', () => {
  test('percent become fractions and the last day is included', () => {
    const read = requestOf(
      { ...form, commission: '0.2', sizePct: '50', from: '2005-01-03', to: '2005-12-30' },
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

  test('basis points with a minimum, leverage, delay and further symbols reach the engine in its units', () => {
    const read = requestOf(
      {
        ...form,
        others: ['IBM', 'MSFT'],
        commissionKind: 'basis-points',
        commission: '5',
        commissionMinimum: '1',
        slippageKind: 'volume-share',
        slippage: '10',
        leverage: '2',
        maintenancePct: '25',
        delayBars: '1',
        debitPct: '6',
        volumeSharePct: '5',
      },
      strategy,
    );
    expect(read).toMatchObject({
      request: {
        others: ['IBM', 'MSFT'],
        commission: 0,
        costs: {
          commission: { ofValue: 0.0005, minimum: 1 },
          slippage: { kind: 'volume-share', impact: 0.1 },
          financing: { debit: 0.06 },
          volumeShareMax: 0.05,
        },
        account: { leverage: 2, maintenanceMargin: 0.25, latencyBars: 1 },
      },
    });
  });

  test('a strategy file that cannot be loaded is refused with its own line', () => {
    const problem = 'idea.ts:7:3: Unexpected token';
    expect(requestOf(form, { ...strategy, problem })).toEqual({ errors: { strategy: problem } });
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
