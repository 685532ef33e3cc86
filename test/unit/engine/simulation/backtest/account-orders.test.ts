import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { allocateQuotes } from '#domain/market/tick-columns';
import type { OrderSize, OrderTerms, StrategyContext } from '#domain/strategies/sdk/strategy-context';
import type { AccountTerms } from '#engine/simulation/backtest/account-request';
import { DAY, dailyBars, instrument, type Row, runScript } from './scripted-run.ts';

const FLAT: Row = [100, 100, 100, 100];
const TEN: OrderSize = { quantity: 10 };

/** Places one order at the first close; what it filled at, as [bar, price, quantity]. */
function fillsOf(
  side: 'buy' | 'sell',
  terms: OrderTerms,
  rows: readonly Row[],
  account: Partial<AccountTerms> = {},
  size: OrderSize = TEN,
) {
  const { fills, run } = runScript(
    [instrument('A', dailyBars([FLAT, ...rows]))],
    (context) => {
      if (context.bars === 1) context[side](size, terms);
    },
    { account: { leverage: 10, ...account } },
  );
  return { fills: fills.map(({ time, price, quantity }) => [time / DAY, price, quantity]), run };
}

describe('orders on bars', () => {
  it.each<[string, 'buy' | 'sell', OrderTerms, Row[], number[][]]>([
    ['a market order at the next open', 'buy', {}, [[101, 105, 99, 104]], [[1, 101, 10]]],
    ['a buy limit at its limit', 'buy', { type: 'limit', limit: 98 }, [[100, 101, 97, 99]], [[1, 98, 10]]],
    ['a buy limit at a better open', 'buy', { type: 'limit', limit: 98 }, [[95, 99, 94, 99]], [[1, 95, 10]]],
    ['no buy limit that is not reached', 'buy', { type: 'limit', limit: 98 }, [[100, 101, 98.01, 99]], []],
    [
      'a sell limit at its limit',
      'sell',
      { type: 'limit', limit: 103 },
      [[100, 104, 97, 99]],
      [[1, 103, 10]],
    ],
    ['a buy stop at its stop', 'buy', { type: 'stop', stop: 103 }, [[100, 104, 97, 99]], [[1, 103, 10]]],
    [
      'a buy stop at a worse open',
      'buy',
      { type: 'stop', stop: 103 },
      [[106, 107, 105, 106]],
      [[1, 106, 10]],
    ],
    ['a sell stop at a worse open', 'sell', { type: 'stop', stop: 97 }, [[90, 91, 89, 90]], [[1, 90, 10]]],
    [
      'a stop-limit whose limit is beyond its stop',
      'buy',
      { type: 'stop-limit', stop: 103, limit: 104 },
      [[100, 110, 99, 108]],
      [[1, 103, 10]],
    ],
    [
      'no stop-limit that opens beyond its limit, before the price is back',
      'buy',
      { type: 'stop-limit', stop: 103, limit: 104 },
      [
        [106, 110, 105, 108],
        [107, 108, 103, 105],
      ],
      [[2, 104, 10]],
    ],
    [
      'no stop-limit at a limit the bar may have seen before its stop, unless it closes there',
      'buy',
      { type: 'stop-limit', stop: 103, limit: 101 },
      [
        [102, 104, 100, 103],
        [102, 103, 101.5, 102],
      ],
      [],
    ],
    ['a market-on-close order', 'buy', { type: 'market-on-close' }, [[101, 105, 99, 104]], [[1, 104, 10]]],
    [
      'no day order on a later day',
      'buy',
      { type: 'limit', limit: 98, timeInForce: 'day' },
      [
        [100, 101, 99, 100],
        [100, 101, 97, 100],
      ],
      [],
    ],
    [
      'an order that rests on a later day',
      'buy',
      { type: 'limit', limit: 98 },
      [
        [100, 101, 99, 100],
        [100, 101, 97, 100],
      ],
      [[2, 98, 10]],
    ],
  ])('fill %s', (_what, side, terms, rows, expected) => {
    expect(fillsOf(side, terms, rows).fills).toEqual(expected);
  });

  it('wait for as many bars as the latency', () => {
    const rows: Row[] = [
      [101, 101, 101, 101],
      [102, 102, 102, 102],
      [103, 103, 103, 103],
    ];
    expect(fillsOf('buy', {}, rows, { latencyBars: 2 }).fills).toEqual([[3, 103, 10]]);
  });

  it('take no more than their share of the volume, and nothing of a bar without any', () => {
    const rows: Row[] = [
      [101, 101, 101, 101, 40],
      [102, 102, 102, 102, 0],
      [103, 103, 103, 103, 1_000],
    ];
    const { fills } = fillsOf('buy', {}, rows, { costs: { volumeShareMax: 0.1 } });
    expect(fills).toEqual([
      [1, 101, 4],
      [3, 103, 6],
    ]);
  });

  it('pay slippage and commission as told', () => {
    const costs = {
      commission: { perUnit: 0.01, minimum: 1 },
      slippage: { kind: 'spread', spread: 0.002, share: 0.5 },
    } as const;
    const { fills, run } = fillsOf('buy', {}, [[100, 100, 100, 100]], { costs });
    expect(fills).toEqual([[1, 100.05, 10]]);
    expect(run.books.feesPaid()).toBe(1);
  });

  it('are refused beyond the buying power, when short is not allowed, and by the limits', () => {
    const beyond = fillsOf('buy', {}, [FLAT], { leverage: 1 }, { quantity: 101 });
    expect(beyond.fills).toEqual([]);
    expect(beyond.run.lastRefusal).toContain('above the buying power of 10,000.00');
    const short = fillsOf('sell', {}, [FLAT], { allowsShort: false });
    expect(short.run.lastRefusal).toContain('may not be short');
    const limits = {
      positionPctMax: 5,
      grossExposurePctMax: 100,
      orderPctMax: 100,
      priceCollarPct: 10,
      dailyLossPctMax: 50,
      riskPerTradePct: 1,
    };
    const limited = fillsOf('buy', {}, [FLAT], { limits, leverage: 1 });
    expect(limited.fills).toEqual([]);
    expect(limited.run.lastRefusal).toContain(
      'position in A would be 10.0 % of equity, above the limit of 5 %',
    );
    expect(limited.run.desk.counts.refused).toBe(1);
    for (const { run } of [beyond, short, limited]) expect(run.desk.refusedBecause).toBe(run.lastRefusal);
  });
});

const bracketed =
  (terms: OrderTerms) =>
  (context: StrategyContext): void => {
    if (context.bars === 1) context.buy(TEN, { ...terms, bracket: { takeProfit: 105, stopLoss: 95 } });
  };

describe('brackets', () => {
  const runBracket = (rows: readonly Row[], terms: OrderTerms = {}) => {
    const { fills, run } = runScript([instrument('A', dailyBars([FLAT, ...rows]))], bracketed(terms));
    return {
      fills: fills.map(({ time, side, price }) => [time / DAY, side, price]),
      ambiguous: run.desk.counts.ambiguousBars,
      resting: run.desk.orders.count,
    };
  };

  it('take the target, and let go of the stop', () => {
    expect(runBracket([FLAT, [100, 106, 99, 104], [90, 90, 90, 90]])).toEqual({
      fills: [
        [1, 'buy', 100],
        [2, 'sell', 105],
      ],
      ambiguous: 0,
      resting: 0,
    });
  });

  it('take the stop where one bar reaches both, and count it', () => {
    expect(runBracket([FLAT, [100, 106, 94, 104]])).toMatchObject({
      fills: [
        [1, 'buy', 100],
        [2, 'sell', 95],
      ],
      ambiguous: 1,
    });
    // The bar of the entry itself counts when it was entered at its open.
    expect(runBracket([[100, 106, 94, 104]])).toMatchObject({
      fills: [
        [1, 'buy', 100],
        [1, 'sell', 95],
      ],
      ambiguous: 1,
    });
  });

  it('take a target on the bar of an entry within it only when the close is there', () => {
    const entry: OrderTerms = { type: 'limit', limit: 98 };
    expect(runBracket([[100, 106, 97, 100]], entry).fills).toEqual([[1, 'buy', 98]]);
    expect(runBracket([[100, 107, 97, 106]], entry).fills).toEqual([
      [1, 'buy', 98],
      [1, 'sell', 105],
    ]);
    expect(runBracket([[100, 101, 94, 100]], entry).fills).toEqual([
      [1, 'buy', 98],
      [1, 'sell', 95],
    ]);
  });
});

describe('events other than bars', () => {
  it('pay out a delisted instrument and take no further order for it', () => {
    const { fills, run } = runScript(
      [
        instrument('A', dailyBars([FLAT, FLAT, FLAT, FLAT]), { delisting: { time: 3 * DAY, price: 7 } }),
        instrument('B', dailyBars([FLAT, FLAT, FLAT, FLAT, FLAT])),
      ],
      (context) => {
        const a = context.instrument('A');
        if (context.symbol === 'B' && (context.bars === 1 || context.bars === 4)) a.buy(TEN);
      },
    );
    expect(fills.map(({ side, price }) => [side, price])).toEqual([
      ['buy', 100],
      ['sell', 7],
    ]);
    expect(run.lastRefusal).toBe('A is no longer listed');
    expect(run.equity.value.at(-1)).toBe(10_000 - 930);
  });

  it('fill nothing during a halt', () => {
    const { fills } = runScript(
      [instrument('A', dailyBars([FLAT, FLAT, FLAT, FLAT]), { halts: [{ from: DAY, to: 3 * DAY }] })],
      (context) => {
        if (context.bars === 1) context.buy(TEN);
      },
    );
    expect(fills.map(({ time }) => time / DAY)).toEqual([3]);
  });

  it('run over a single bar', () => {
    const { run, fills } = runScript([instrument('A', dailyBars([FLAT]))], (context) => {
      context.buy(TEN);
      expect(context.close(1)).toBeNaN();
    });
    expect([run.equity.length, fills.length]).toEqual([1, 0]);
  });

  it('hold each currency apart and convert at the rate in force', () => {
    const rate = {
      from: 'EUR',
      to: 'USD',
      time: Float64Array.of(0, 3 * DAY),
      rate: Float64Array.of(1.1, 1.2),
    };
    const bars = dailyBars([FLAT, FLAT, FLAT, FLAT]);
    const values: number[] = [];
    const { run } = runScript(
      [instrument('A', bars, { currency: 'EUR' })],
      (context) => {
        if (context.bars === 1) context.buy({ quantity: 50 });
        values.push(context.account.equity);
      },
      { rates: [rate] },
    );
    expect(run.books.ledger.cash(1)).toBe(-5_000);
    expect(values).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(() => runScript([instrument('A', bars, { currency: 'EUR' })], () => undefined)).toThrow(
      'no exchange rates of the two; add EURUSD',
    );
  });

  it('order exchanges by their own hours: Tokyo closes before New York opens the same day', () => {
    const monday = Date.UTC(2024, 0, 8);
    const bars = dailyBars([FLAT, [101, 101, 101, 101]], monday / DAY);
    const seen: string[] = [];
    const { fills } = runScript(
      [instrument('NY', bars, { calendar: 'XNYS' }), instrument('TK', bars, { calendar: 'XTKS' })],
      (context) => {
        seen.push(`${context.symbol} ${context.bars}`);
        if (context.symbol === 'TK' && context.bars === 1) context.instrument('NY').buy(TEN);
      },
    );
    expect(seen).toEqual(['TK 1', 'NY 1', 'TK 2', 'NY 2']);
    // Decided at 06:00 UTC, filled at 14:30 UTC of the same day.
    expect(fills.map(({ time, price }) => [new Date(time).toISOString(), price])).toEqual([
      ['2024-01-08T14:30:00.000Z', 100],
    ]);
  });

  it('match on the finer series, so that a day that reaches both is decided', () => {
    const minute = 60_000;
    const path: Row[] = [
      [100, 100, 100, 100],
      [100, 106, 100, 106],
      [106, 106, 94, 94],
    ];
    const fine = dailyBars(path).map((bar, i) => ({ ...bar, time: DAY + i * minute }));
    const { fills, run } = runScript(
      [
        {
          symbol: 'A',
          series: [
            { timeframe: '1d', bars: barsFromRows(dailyBars([FLAT, [100, 106, 94, 94]])) },
            { timeframe: '1m', bars: barsFromRows(fine) },
          ],
        },
      ],
      (context) => {
        const days = context.timeframe('1d');
        if (days.bars === 1 && context.instrument('A').bars === 0)
          context.instrument('A').buy(TEN, { bracket: { takeProfit: 105, stopLoss: 95 } });
      },
    );
    expect(fills.map(({ side, price }) => [side, price])).toEqual([
      ['buy', 100],
      ['sell', 105],
    ]);
    expect(run.desk.counts.ambiguousBars).toBe(0);
  });

  it('fill on quotes at the ask and the bid', () => {
    const quotes = allocateQuotes(4);
    for (let i = 0; i < 4; i++) {
      quotes.time[i] = i * 1_000;
      quotes.bid[i] = 99 + i;
      quotes.ask[i] = 101 + i;
      quotes.bidSize[i] = 500;
      quotes.askSize[i] = 500;
    }
    const { fills } = runScript(
      [{ symbol: 'A', series: [], quotes }],
      (context) => {
        if (context.time() === 0) context.buy(TEN);
        if (context.time() === 2_000) context.closePosition();
      },
      { tick: true },
    );
    expect(fills.map(({ time, side, price }) => [time, side, price])).toEqual([
      [1_000, 'buy', 102],
      [3_000, 'sell', 102],
    ]);
  });

  it('charge for borrowing by the day, and close out below the maintenance margin', () => {
    const { run } = runScript(
      [instrument('A', dailyBars([FLAT, FLAT, FLAT, FLAT]))],
      (context) => {
        if (context.bars === 1) context.sell({ quantity: 50 });
      },
      { account: { costs: { financing: { borrow: 0.365 } } } },
    );
    expect(run.equity.value.at(-1)).toBeCloseTo(10_000 - 2 * 5, 8);
    const called = runScript(
      [instrument('A', dailyBars([FLAT, FLAT, [60, 60, 60, 60], FLAT]))],
      (context) => {
        if (context.bars === 1) context.buy({ quantity: 200 });
      },
      { account: { leverage: 2, maintenanceMargin: 0.25 } },
    );
    expect(called.run.marginCalls).toBe(1);
    expect(called.run.equity.value.at(-1)).toBe(2_000);
  });

  it('refuses what cannot be run, saying why', () => {
    const a = instrument('A', dailyBars([FLAT]));
    expect(() => runScript([], () => undefined)).toThrow('name at least one symbol');
    expect(() => runScript([a, a], () => undefined)).toThrow('A is named twice');
    expect(() => runScript([instrument('A', [])], () => undefined)).toThrow('A 1d has no bars in this range');
    expect(() => runScript([a], (context) => context.close(-1))).toThrow(
      'LookAheadError: the strategy asked for close(-1)',
    );
    expect(() => runScript([a], (context) => context.instrument('AA'))).toThrow('did you mean A?');
  });
});
