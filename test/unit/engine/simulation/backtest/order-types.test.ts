import { describe, expect, it } from 'vitest';
import { allocateTrades, type TradeColumns } from '#domain/market/tick-columns';
import { VENUE_PROFILES } from '#domain/orders/venue-profiles';
import type { OrderTerms, StrategyContext } from '#domain/strategies/sdk/strategy-context';
import type { AccountTerms, InstrumentInput } from '#engine/simulation/backtest/account-request';
import { DAY, dailyBars, instrument, type Row, runScript } from './scripted-run.ts';

const FLAT: Row = [100, 100, 100, 100];

function tradesOf(rows: readonly (readonly [time: number, price: number, size?: number])[]): TradeColumns {
  const trades = allocateTrades(rows.length);
  rows.forEach(([time, price, size = 100], i) => {
    trades.time[i] = time;
    trades.price[i] = price;
    trades.size[i] = size;
    trades.sequence[i] = i;
  });
  return trades;
}

/** What orders placed at the first close filled at, as [bar, side, price, quantity]. */
function onBars(
  place: (context: StrategyContext) => void,
  rows: readonly Row[],
  account: Partial<AccountTerms> = {},
  more: Partial<InstrumentInput> = {},
) {
  const { fills, run } = runScript(
    [instrument('A', dailyBars([FLAT, ...rows]), more)],
    (context) => {
      if (context.bars === 1) place(context);
    },
    { account: { leverage: 10, ...account } },
  );
  return { fills: fills.map(({ time, side, price, quantity }) => [time / DAY, side, price, quantity]), run };
}

/** The same of one order over trades, placed at the first. */
function onTrades(
  side: 'buy' | 'sell',
  terms: OrderTerms,
  rows: readonly (readonly [number, number, number?])[],
  account: Partial<AccountTerms> = {},
) {
  let placed = false;
  const { fills, run } = runScript(
    [{ symbol: 'A', series: [], trades: tradesOf(rows) }],
    (context) => {
      if (!placed) context[side]({ quantity: 10 }, terms);
      placed = true;
    },
    { account: { leverage: 10, ...account }, tick: true },
  );
  return {
    fills: fills.map(({ time, price, quantity }) => [time, price, quantity]),
    counts: run.desk.counts,
  };
}

describe('order types of a backtest', () => {
  it.each<[string, 'buy' | 'sell', OrderTerms, Row[], number[][]]>([
    [
      'if touched, at the market',
      'buy',
      { type: 'market-if-touched', stop: 97 },
      [[100, 101, 96, 99]],
      [[1, 97]],
    ],
    [
      'if touched, at its limit',
      'buy',
      { type: 'limit-if-touched', stop: 97, limit: 96 },
      [
        [100, 101, 96.5, 99],
        [99, 99, 95, 98],
      ],
      [[2, 96]],
    ],
    [
      'behind the best price',
      'sell',
      { type: 'trailing-stop', trailAmount: 5 },
      [
        [100, 108, 100, 107],
        [107, 110, 106, 109],
        [108, 108, 104, 104],
      ],
      [[3, 105]],
    ],
    ['at the opening', 'buy', { timeInForce: 'at-open' }, [[101, 105, 99, 104]], [[1, 101]]],
    ['at the close', 'buy', { timeInForce: 'at-close' }, [[101, 105, 99, 104]], [[1, 104]]],
    [
      'at the close for no more than its limit',
      'buy',
      { type: 'limit', limit: 103, timeInForce: 'at-close' },
      [[101, 105, 99, 104], FLAT],
      [],
    ],
    [
      'at once or not at all',
      'buy',
      { type: 'limit', limit: 99, timeInForce: 'ioc' },
      [[100, 101, 98, 99]],
      [],
    ],
    [
      'until its date',
      'buy',
      { type: 'limit', limit: 99, timeInForce: 'gtd', expireTime: 2 * DAY },
      [FLAT, [98, 98, 98, 98]],
      [],
    ],
    [
      'that would take, not when post-only',
      'buy',
      { type: 'limit', limit: 101, postOnly: true },
      [FLAT, FLAT],
      [],
    ],
    [
      'that rests, when post-only',
      'buy',
      { type: 'limit', limit: 99, postOnly: true },
      [[100, 101, 98, 99]],
      [[1, 99]],
    ],
  ])('fill %s', (_what, side, terms, rows, expected) => {
    const { fills } = onBars((context) => context[side]({ quantity: 10 }, terms), rows);
    expect(fills.map(([bar, , price]) => [bar, price])).toEqual(expected);
  });

  it('make what a market-to-limit order has left a limit order, and let nothing of a fok order fill that does not fit', () => {
    const rows = [
      [0, 100],
      [1, 100, 40],
      [2, 101, 1_000],
      [3, 99, 1_000],
    ] as const;
    const costs = { volumeShareMax: 0.1 };
    expect(onTrades('buy', { type: 'market-to-limit' }, rows, { costs }).fills).toEqual([
      [1, 100, 4],
      [3, 99, 6],
    ]);
    expect(onTrades('buy', { timeInForce: 'fok' }, rows, { costs })).toMatchObject({
      fills: [],
      counts: { cancelled: 1 },
    });
    expect(onTrades('buy', { timeInForce: 'ioc' }, rows, { costs }).fills).toEqual([[1, 100, 4]]);
  });

  it('show an iceberg one part a trade', () => {
    const terms = { type: 'limit', limit: 100, displayQuantity: 4 } as const;
    const rows = [
      [0, 100],
      [1, 100],
      [2, 99],
      [3, 101],
      [4, 98],
    ] as const;
    expect(onTrades('buy', terms, rows).fills).toEqual([
      [1, 100, 4],
      [2, 99, 4],
      [4, 98, 2],
    ]);
  });

  it('meet nothing older than their arrival', () => {
    const rows = [
      [0, 100],
      [49, 101],
      [50, 102],
    ] as const;
    expect(onTrades('buy', {}, rows, { latencyMs: 50 }).fills).toEqual([[50, 102, 10]]);
  });

  it.each<[OrderTerms, string]>([
    [{ type: 'trailing-stop' }, 'needs either trailAmount or trailPercent'],
    [{ type: 'trailing-stop-limit', trailAmount: 1 }, 'needs a limitOffset'],
    [{ type: 'market-if-touched' }, 'needs a stop above zero'],
    [{ timeInForce: 'gtd' }, 'needs expireTime'],
    [{ type: 'stop', stop: 9, timeInForce: 'at-close' }, 'is a market or a limit order, not stop'],
    [{ postOnly: true }, 'only a limit order can be post-only'],
    [{ exits: {} }, 'needs a target, a stop or a distance to trail by'],
    [{ exits: { stop: { distance: 1 } }, bracket: { stopLoss: 9 } }, 'either a bracket or exits'],
    [
      {
        exits: {
          targets: [
            { distance: 1, share: 0.7 },
            { distance: 2, share: 0.7 },
          ],
        },
      },
      'at most 1',
    ],
    [{ exits: { breakEven: { after: 1 }, targets: [{ distance: 1, share: 1 }] } }, 'has none'],
  ])('are refused by their terms: %j', (terms, reason) => {
    const { run, fills } = onBars((context) => context.buy({ quantity: 1 }, terms), [FLAT]);
    expect(run.lastRefusal).toContain(reason);
    expect(fills).toEqual([]);
  });
});

describe('exit templates', () => {
  const exits = {
    targets: [
      { distance: 2, share: 0.5 },
      { distance: 5, share: 0.5 },
    ],
    stop: { distance: 3 },
    breakEven: { after: 2, offset: 0.5 },
  };
  const enter = (context: StrategyContext) => context.buy({ quantity: 10 }, { exits });

  it('take part at the first target, and leave the rest at break-even', () => {
    const { fills, run } = onBars(enter, [FLAT, [100, 102.5, 100, 102], [102, 102, 100, 101], FLAT]);
    expect(fills).toEqual([
      [1, 'buy', 100, 10],
      [2, 'sell', 102, 5],
      [3, 'sell', 100.5, 5],
    ]);
    expect(run.desk.orders.count).toBe(0);
  });

  it('take both targets, and let go of the stop', () => {
    const { fills, run } = onBars(enter, [FLAT, [100, 103, 100, 103], [103, 106, 103, 105], FLAT]);
    expect(fills.slice(1)).toEqual([
      [2, 'sell', 102, 5],
      [3, 'sell', 105, 5],
    ]);
    expect(run.desk.orders.count).toBe(0);
  });

  it('take the stop whole, and let go of the targets', () => {
    const { fills, run } = onBars(enter, [FLAT, [100, 100, 96, 97], FLAT]);
    expect(fills.slice(1)).toEqual([[2, 'sell', 97, 10]]);
    expect(run.desk.orders.count).toBe(0);
  });

  it('stand at distances from the price it was entered at, shorts mirrored, and trail', () => {
    const { fills } = onBars(
      (context) => context.sell({ quantity: 4 }, { exits: { trail: { distance: 3 } } }),
      [
        [110, 110, 110, 110],
        [110, 110, 104, 105],
        [105, 108, 105, 107],
      ],
    );
    expect(fills).toEqual([
      [1, 'sell', 110, 4],
      [3, 'buy', 107, 4],
    ]);
  });
});

describe('what venues and brokers charge and allow', () => {
  const sell = (context: StrategyContext) => context.sell({ quantity: 50 });

  it('no more is short than can be borrowed, at the rate of the instrument', () => {
    const refused = onBars(sell, [FLAT, FLAT], {}, { shorts: { available: 49 } });
    expect(refused.fills).toEqual([]);
    expect(refused.run.lastRefusal).toBe(
      'not enough shares to borrow: 50 A would be short, and 49 can be borrowed',
    );
    const held = onBars(sell, [FLAT, FLAT, FLAT], {}, { shorts: { available: 50, borrowRate: 0.365 } });
    expect(held.run.equity.value.at(-1)).toBeCloseTo(10_000 - 2 * 5, 8);
  });

  it('a fill pays the tier of who took, and of what was traded before', () => {
    const tiers = [
      { from: 0, maker: 0.001, taker: 0.002 },
      { from: 1_500, maker: 0.0005, taker: 0.001 },
    ];
    const { run } = onBars(
      (context) => {
        context.buy({ quantity: 10 });
        context.buy({ quantity: 10 }, { type: 'limit', limit: 99 });
        context.sell({ quantity: 10 }, { type: 'stop', stop: 90 });
      },
      [
        [100, 100, 99, 99],
        [90, 90, 90, 90],
      ],
      { costs: { commission: { tiers } } },
    );
    // 1,000 taken at 0.2 %, 990 made at 0.1 %, 900 taken at 0.1 % once more than 1,500 were traded.
    expect(run.books.feesPaid()).toBeCloseTo(2 + 0.99 + 0.9, 8);
    const wrong = [{ from: 1, maker: 0, taker: 0 }];
    expect(() => onBars(sell, [FLAT], { costs: { commission: { tiers: wrong } } })).toThrow(
      'fee tier 1 begins at 1',
    );
  });

  it.each(VENUE_PROFILES.map((profile) => [profile.id, profile] as const))(
    'a run can be made at %s',
    (_id, { costs, leverage, maintenanceMargin, allowsShort, latencyMs }) => {
      const account = {
        costs,
        leverage,
        allowsShort,
        latencyMs,
        ...(maintenanceMargin === undefined ? {} : { maintenanceMargin }),
      };
      const { fills } = onBars((context) => context.buy({ quantity: 10 }), [FLAT, FLAT, FLAT], account);
      expect(fills[0]!.slice(1, 2)).toEqual(['buy']);
    },
  );
});
