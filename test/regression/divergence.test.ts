import { describe, expect, it } from 'vitest';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTrades, TRADE_FIELDS, type TradeColumns } from '#domain/market/tick-columns';
import type { TradingCosts } from '#domain/orders/trading-costs';
import { findStrategy } from '#domain/strategies/catalog';
import { createSeededRandom } from '#domain/values/seeded-random';
import { diagnoseDivergence } from '#engine/divergence/diagnose-divergence';
import { isRoundingOf } from '#engine/divergence/rounding';
import { eventsOfBacktest } from '#engine/divergence/traded-events';
import type { TradedEvent, TradedRun } from '#engine/divergence/traded-run';
import { sha256Hex } from '#engine/journal/hashing';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { backtestOfRun } from '#engine/strategy-runs/run-backtest-request';
import { RUN_START, wavyTrades } from '#test/support/strategy-run-engine';

const CONFIGURATION = { timeframe: '1m', units: 'whole' } as const;
const COSTS: TradingCosts = { commission: { ofValue: 0.000331 } };
const MINUTE = 60_000;

/** A run with what is known of it; `barTrades` are those that were in time for their bars. */
function ran(
  trades: TradeColumns,
  given: { fast?: number; costs?: TradingCosts; barTrades?: TradeColumns; venue?: string } = {},
): TradedRun {
  const { fast = 3, costs = COSTS, barTrades = trades, venue = 'plain' } = given;
  const parameters = { fast, slow: 8 };
  const seen = [{ symbol: 'WAVE', bars: barsFromTrades(barTrades, '1m'), trades }];
  const beginning = { time: RUN_START, cash: 100_000, currency: 'USD', costs };
  const request = backtestOfRun(CONFIGURATION, seen, beginning);
  const terms = { direction: 'long-short', size: 0.4 } as const;
  const run = new AccountRun({
    ...request,
    strategy: signalStrategy(findStrategy('sma-crossover')!, parameters, request.instruments, terms),
    parameters,
  });
  while (!run.advance(100_000));
  const { kept, statistics } = accountOutcome(run, 100_000, 0);
  return {
    name: 'run',
    events: eventsOfBacktest(kept!.events),
    hasOrders: true,
    orderListHash: statistics.orderListHash,
    settings: { strategy: 'sma-crossover', 'parameter fast': String(fast) },
    fillModel: { venue },
    dataHash: sha256Hex(trades.price.join(',')),
    lateTimes: [],
    restartTimes: [],
    manualActs: [],
  };
}

function edited(
  trades: TradeColumns,
  change: (price: number, time: number, i: number) => number | undefined,
): TradeColumns {
  const rows = [...trades.time.keys()].filter(
    (i) => change(trades.price[i]!, trades.time[i]!, i) !== undefined,
  );
  const copy = allocateTrades(rows.length);
  rows.forEach((from, to) => {
    for (const field of TRADE_FIELDS) copy[field][to] = trades[field][from]!;
    copy.price[to] = change(trades.price[from]!, trades.time[from]!, from)!;
  });
  return copy;
}

const withEvents = (run: TradedRun, events: readonly TradedEvent[]): TradedRun => ({ ...run, events });

/** Each way in which the second run is made another, with how it would be recorded. */
const INJECTIONS: Record<string, (trades: TradeColumns, base: TradedRun, seed: number) => TradedRun> = {
  'late-data': (trades, _base, seed) => {
    // The last seconds of some minutes came after their bars had closed.
    const isLate = (time: number): boolean =>
      time % MINUTE >= 10_000 && Math.floor(time / MINUTE) % 2 === seed % 2;
    const barTrades = edited(trades, (price, time) => (isLate(time) ? undefined : price));
    return { ...ran(trades, { barTrades }), lateTimes: [...trades.time].filter(isLate) };
  },
  'different-data': (trades, _base, seed) =>
    ran(edited(trades, (price, _time, i) => (i % 7 === seed ? Math.round(price * 101) / 100 : price))),
  'different-parameters': (trades, _base, seed) => ran(trades, { fast: 4 + (seed % 3) }),
  'fill-model': (trades, _base, seed) => {
    const amount = 0.01 * (1 + seed);
    return ran(trades, {
      costs: { ...COSTS, slippage: { kind: 'fixed', amount } },
      ...(seed % 2 === 0 ? { venue: 'with slippage' } : {}),
    });
  },
  rounding: (_trades, base, seed) =>
    withEvents(
      base,
      base.events.map((event) =>
        event.fee === undefined || seed % 2 === 0
          ? { ...event, ...(event.fee === undefined ? {} : { fee: Number(event.fee).toFixed(2) }) }
          : { ...event, fee: (Math.ceil(Number(event.fee) * 100) / 100).toFixed(2) },
      ),
    ),
  restart: (_trades, base, seed) => {
    // The engine was away from one event on, for some of them.
    const from = 2 + 2 * seed;
    const away = base.events.slice(from, from + 2);
    return {
      ...withEvents(base, [...base.events.slice(0, from), ...base.events.slice(from + 2)]),
      restartTimes: [away[0]!.time - 1_000],
    };
  },
  'manual-action': (_trades, base, seed) => {
    const at = base.events[3 + 2 * seed]!;
    if (seed % 2 === 0) {
      const own = { ...at, kind: 'order', type: 'market', origin: 'person', time: at.time + 500 } as const;
      return withEvents(
        base,
        [...base.events, own].sort((a, b) => a.time - b.time),
      );
    }
    // A cancel leaves the order without its fill.
    const lost = base.events.find((event) => event.kind === 'fill' && event.time >= at.time)!;
    return {
      ...withEvents(
        base,
        base.events.filter((event) => event !== lost),
      ),
      manualActs: [{ time: lost.time - 1, text: 'cancelled the order' }],
    };
  },
};

describe('the divergence doctor', () => {
  const found = Object.keys(INJECTIONS).flatMap((cause) =>
    Array.from({ length: 6 }, (_, seed) => {
      const trades = wavyTrades(120, 20 + seed);
      const base = ran(trades);
      return { cause, seed, divergence: diagnoseDivergence(base, INJECTIONS[cause]!(trades, base, seed)) };
    }),
  );

  it('sees every injected cause', () => {
    expect(
      found.filter(({ divergence }) => divergence.isEqual).map(({ cause, seed }) => `${cause} ${seed}`),
    ).toEqual([]);
  });

  it('names the right one in at least 95 of a hundred', () => {
    const wrong = found.filter(({ cause, divergence }) => divergence.cause?.kind !== cause);
    const told = wrong.map(({ cause, seed, divergence }) => `${cause} ${seed}: ${divergence.cause?.kind}`);
    expect(1 - wrong.length / found.length, told.join('\n')).toBeGreaterThanOrEqual(0.95);
    for (const { divergence } of found) expect(divergence.cause!.evidence.length).toBeGreaterThan(0);
  });

  it('finds no difference between two runs of the same', () => {
    const trades = wavyTrades(60, 9);
    const { isEqual, matchPct, first, cause } = diagnoseDivergence(ran(trades), ran(trades));
    expect({ isEqual, matchPct, first, cause }).toEqual({
      isEqual: true,
      matchPct: 100,
      first: null,
      cause: null,
    });
  });

  it('tells the first difference field by field', () => {
    const random = createSeededRandom(1);
    const trades = wavyTrades(120, 20 + random.nextInteger(0, 3));
    const base = ran(trades);
    const at = base.events.findIndex(({ kind }) => kind === 'fill');
    const other = base.events.map((event, i) => (i === at ? { ...event, price: '1.23' } : event));
    expect(diagnoseDivergence(base, withEvents(base, other)).first).toMatchObject({
      index: at,
      kind: 'fill',
      fields: [{ name: 'price', a: base.events[at]!.price, b: '1.23' }],
    });
  });

  it.each([
    ['3.12345', '3.12', true],
    ['3.12345', '3.13', true],
    ['3.12345', '3.14', false],
    ['100.01', '100', false],
    ['100.005', '100.01', true],
    ['0.00000001', '0.00000002', false],
  ])('takes %s and %s for a rounding: %s', (a, b, isRounding) => {
    expect(isRoundingOf(a, b, 2)).toBe(isRounding);
  });
});
