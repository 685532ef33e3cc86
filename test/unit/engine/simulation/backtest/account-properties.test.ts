import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceBars } from '#domain/market/bar';
import type { InstrumentInput } from '#engine/simulation/backtest/account-request';
import { DAY, instrument, randomBars, randomTrader, runScript } from './scripted-run.ts';

const COSTS = {
  commission: { perUnit: 0.005, ofValue: 0.0002, minimum: 0.35 },
  slippage: { kind: 'fraction', fraction: 0.0003 },
} as const;

const market = (seed: number, count: number): InstrumentInput[] => [
  instrument('A', randomBars(seed, count)),
  instrument('B', randomBars(seed + 1, count, 3)),
  instrument('C', randomBars(seed + 2, Math.max(1, count - 20), 7)),
];

/** What every run must keep, whatever the orders. */
describe('an account run', { timeout: 60_000 }, () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });
  const accounts = fc.record({
    leverage: fc.constantFrom(1, 2),
    allowsShort: fc.boolean(),
    latencyBars: fc.constantFrom(0, 2),
    cash: fc.constantFrom(500, 10_000, 5e8),
    costs: fc.constantFrom(
      {},
      COSTS,
      { volumeShareMax: 0.01 },
      { slippage: { kind: 'volume-share', impact: 0.1 } as const },
    ),
  });

  it('keeps its books to the unit and its equity equal to cash and positions at every step', () => {
    fc.assert(
      fc.property(seeds, accounts, (seed, account) => {
        const instruments = market(seed, 80);
        let steps = 0;
        const act = randomTrader(seed);
        const { run } = runScript(
          instruments,
          (context) => {
            act(context);
            steps += 1;
            const held = context.instruments.reduce(
              (sum, one) => sum + (one.position.quantity === 0 ? 0 : one.position.quantity * one.last),
              0,
            );
            const { cash, equity } = context.account;
            expect(Math.abs(cash + held - equity)).toBeLessThan(1e-9 * Math.max(1, account.cash));
          },
          { account },
        );
        expect(run.books.ledger.fault()).toBeUndefined();
        expect(steps).toBe(80 + 80 + 60);
        expect(run.books.ledger.isWide).toBe(account.cash > 9e7);
      }),
      { numRuns: 60 },
    );
  });

  it('never fills an order on data older than its decision', () => {
    let filled = 0;
    fc.assert(
      fc.property(seeds, accounts, (seed, account) => {
        const { fills } = runScript(market(seed, 80), randomTrader(seed), { account });
        filled += fills.length;
        // A fill bears the label of its bar, which opens at or after the close that decided.
        for (const fill of fills)
          if (!Number.isNaN(fill.decidedAt)) expect(fill.time).toBeGreaterThanOrEqual(fill.decidedAt);
      }),
      { numRuns: 60 },
    );
    expect(filled).toBeGreaterThan(1_000);
  });

  it('changes nothing in the past when the future is cut off', () => {
    fc.assert(
      fc.property(seeds, accounts, fc.integer({ min: 5, max: 75 }), (seed, account, cut) => {
        const whole = market(seed, 80);
        const end = cut * DAY;
        const part = whole.flatMap(({ symbol, series }): InstrumentInput[] => {
          const { bars } = series[0]!;
          const count = bars.time.filter((time) => time < end).length;
          return count === 0
            ? []
            : [{ symbol, series: [{ timeframe: '1d', bars: sliceBars(bars, 0, count) }] }];
        });
        const a = runScript(whole, randomTrader(seed), { account });
        const b = runScript(part, randomTrader(seed), { account });
        const known = (fills: typeof a.fills) => fills.filter(({ time }) => time < end);
        expect(known(b.fills)).toEqual(known(a.fills));
        const points = b.run.equity.length;
        expect([...b.run.equity.value]).toEqual([...a.run.equity.value.slice(0, points)]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of its symbols, nor on portions', () => {
    fc.assert(
      fc.property(seeds, accounts, (seed, account) => {
        const instruments = market(seed, 60);
        const [a, b, c] = [
          runScript(instruments, randomTrader(seed), { account }),
          runScript([...instruments].reverse(), randomTrader(seed), { account }),
          runScript(instruments, randomTrader(seed), { account, portion: 7 }),
        ];
        expect(b!.fills).toEqual(a!.fills);
        expect(c!.fills).toEqual(a!.fills);
        expect(b!.run.desk.hash.digest()).toBe(a!.run.desk.hash.digest());
        expect([...b!.run.equity.value]).toEqual([...a!.run.equity.value]);
      }),
      { numRuns: 30 },
    );
  });

  it('buys and holds for exactly what the closed form says, costs included', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0, 0.0005, 0.01), (seed, ofValue) => {
        const bars = randomBars(seed, 60);
        const { run } = runScript(
          [instrument('A', bars)],
          (context) => {
            if (context.bars === 1) context.buy({ percentOfEquity: 100 });
          },
          { account: { costs: { commission: { ofValue } } } },
        );
        const units = 10_000 / (bars[1]!.open * (1 + ofValue));
        const expected = units * bars.at(-1)!.close;
        expect(Math.abs(run.equity.value.at(-1)! / expected - 1)).toBeLessThan(1e-8);
      }),
    );
  });
});
