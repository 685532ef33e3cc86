import { describe, expect, it } from 'vitest';
import { createPortfolioOptimizer } from '#agents/portfolio-optimizer/agent';
import { alignReturns } from '#agents/portfolio-optimizer/align-returns';
import type { AllocationInput } from '#agents/portfolio-optimizer/allocate';
import { rebalanceTrades } from '#agents/portfolio-optimizer/rebalance';
import { portfolioOptimizerWorkerTasks } from '#agents/portfolio-optimizer/worker-tasks';
import { barsFromRows } from '#domain/market/bar';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { openMarketStore, runTask } from '#test/support/market-store';

const DAY = 86_400_000;
const bars = (closes: readonly (number | null)[]) =>
  barsFromRows(
    closes.flatMap((close, i) =>
      close === null ? [] : [{ time: i * DAY, open: close, high: close, low: close, close, volume: 1 }],
    ),
  );
const wave = (size: number, phase: number) =>
  Array.from({ length: 120 }, (_, i) => 100 + size * ((i * phase) % 5));

const account: RiskPortfolio = {
  cash: parseDecimal('4000'),
  equity: parseDecimal('10000'),
  dayStartEquity: parseDecimal('10000'),
  holdings: [
    { symbol: 'OLD', quantity: parseDecimal('10'), lastPrice: 100 },
    { symbol: 'STEADY', quantity: parseDecimal('50'), lastPrice: 100 },
  ],
};

async function withPrices() {
  const market = openMarketStore();
  await market.putBars('STEADY', '1d', bars(wave(0.5, 2)));
  await market.putBars('WILD', '1d', bars(wave(4, 3)));
  await market.putBars('LATE', '1d', bars([...new Array<null>(110).fill(null), ...wave(1, 2).slice(0, 10)]));
  return createPortfolioOptimizer({ market, portfolio: () => account });
}

describe('allocation', () => {
  it('gathers in the engine what the worker needs, and nothing after the time asked about', async () => {
    const agent = await withPrices();
    const { result } = await runTask(agent.tasks, 'allocate', {
      symbols: ['WILD', 'STEADY'],
      asOf: 100 * DAY,
    });
    const prepared = structuredClone(result) as AllocationInput;
    expect(prepared).toMatchObject({ firstTime: 0, lastTime: 99 * DAY, shrinkage: 0.1 });
    const found = portfolioOptimizerWorkerTasks['portfolio_optimizer.allocate'](prepared);
    expect(found.weights.map(({ symbol }) => symbol)).toEqual(['WILD', 'STEADY']);
    expect(found.weights[1]!.weight).toBeGreaterThan(0.7);
    expect(found.volatilityPct).toBeLessThan(found.equalWeightVolatilityPct);
    expect(agent.tasks[0]!.summarize!(found)).toMatch(
      /^2 symbols: volatility \d+\.\d % a year against \d+\.\d % for equal weights$/,
    );
  });

  it('says which symbols share too little', async () => {
    const agent = await withPrices();
    await expect(runTask(agent.tasks, 'allocate', { symbols: ['WILD', 'STEDY'] })).rejects.toThrow(
      'unknown symbol "STEDY"; did you mean STEADY',
    );
    await expect(runTask(agent.tasks, 'allocate', { symbols: ['WILD', 'LATE'] })).rejects.toThrow(
      'LATE 1d has 10 bars, at least 31 are needed',
    );
    await expect(runTask(agent.tasks, 'allocate', { symbols: ['WILD', 'WILD'] })).rejects.toThrow(
      'a symbol is named twice',
    );
  });

  it('aligns on the times all have: a gap in one spans in all', () => {
    const { time, returns } = alignReturns([bars([100, 110, 121, 242]), bars([50, null, 100, 100])], 10);
    expect([...time]).toEqual([0, 2 * DAY, 3 * DAY]);
    expect(returns.map((column) => [...column])).toEqual([
      [0.20999999999999996, 1],
      [1, 0],
    ]);
    expect([...alignReturns([bars([100, 110, 121, 242])], 1).time]).toEqual([2 * DAY, 3 * DAY]);
    expect(alignReturns([], 5).returns).toEqual([]);
  });
});

describe('rebalancing', () => {
  it('sells first, closes what has no target, and buys whole units', () => {
    const targets = [
      { symbol: 'WILD', weight: 0.255, lastPrice: 40 },
      { symbol: 'STEADY', weight: 0.4, lastPrice: 100 },
    ];
    expect(rebalanceTrades(account, targets, 1).map((trade) => trade.reason)).toEqual([
      'sell 10 OLD: from 10.0 % to 0.0 % of equity',
      'sell 10 STEADY: from 50.0 % to 40.0 % of equity',
      'buy 63 WILD: from 0.0 % to 25.5 % of equity',
    ]);
  });

  it('leaves alone what is within the band or without a price', () => {
    const targets = [
      { symbol: 'OLD', weight: 0.105, lastPrice: 100 },
      { symbol: 'STEADY', weight: 0.5, lastPrice: 100 },
      { symbol: 'DARK', weight: 0.3, lastPrice: null },
    ];
    expect(rebalanceTrades(account, targets, 1)).toEqual([]);
  });

  it('never leaves a position on the other side of its target by more than a unit', () => {
    for (let weight = 0; weight <= 1; weight += 0.05) {
      const held = 50n * 10n ** 8n;
      const [trade] = rebalanceTrades(
        { ...account, holdings: [account.holdings[1]!] },
        [{ symbol: 'STEADY', weight, lastPrice: 100 }],
        0,
      );
      const after = held + (trade ? (trade.side === 'buy' ? trade.quantity : -trade.quantity) : 0n);
      expect(Math.abs(Number(formatDecimal(after)) - weight * 100)).toBeLessThan(1);
    }
  });

  it('is refused as a task when the weights would borrow', async () => {
    const agent = await withPrices();
    const weights = [
      { symbol: 'WILD', weight: 0.7 },
      { symbol: 'STEADY', weight: 0.4 },
    ];
    await expect(runTask(agent.tasks, 'rebalance', { weights })).rejects.toThrow(
      'the weights sum to 1.1000, above 1: nothing may be borrowed',
    );
    const { summary } = await runTask(agent.tasks, 'rebalance', {
      weights: [{ symbol: 'STEADY', weight: 0.5 }],
    });
    expect(summary).toBe('sell 10 OLD: from 10.0 % to 0.0 % of equity');
  });
});

it('the account’s state survives the way across: exact amounts are text', async () => {
  const agent = await withPrices();
  const { result, summary } = await runTask(agent.tasks, 'portfolio.update_portfolio', {});
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(result).toMatchObject({
    equity: '10000',
    gross: '6000',
    grossPct: 60,
    cashPct: 40,
    positions: [
      { symbol: 'STEADY', weightPct: 50 },
      { symbol: 'OLD', weightPct: 10 },
    ],
  });
  expect(summary).toBe('equity 10000, 2 positions, gross 60.0 %');
});
