import { describe, expect, test } from 'vitest';
import { allocateQuotes, allocateTrades } from '#domain/market/tick-columns';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Engine } from '#runtime/engine/create-engine';
import { finished, openSampleEngine, openTestEngine, SHORT_REPLAY } from '#test/support/test-engine';

const START = Date.parse('2024-01-10T12:00:00Z');
const SYMBOL = 'SIM:ACME';

async function openDesk(...accounts: string[]) {
  const clock = new SimulatedClock(START);
  const engine = await openTestEngine({ clock });
  engine.accounts.restore();
  for (const account of accounts) engine.accounts.openPaper(account, '1000000', 'USD');
  return { engine, clock };
}

function quote(engine: Engine, bid: number, ask: number): void {
  const { accounts, board, clock } = engine;
  const last = (bid + ask) / 2;
  board.publish(board.slot(SYMBOL), clock.now(), last, bid, ask, 0);
  for (const account of accounts.all()) {
    const { trading } = accounts.requireOpen(account.account);
    trading.onTick(SYMBOL, clock.now(), last, bid, ask, 0);
  }
}

function submit({ accounts }: Engine, nonce: string, quantity = '100', limitPrice?: string) {
  const { trading } = accounts.requireOpen('desk');
  return trading.transact(() =>
    trading.orders.submit({
      symbol: SYMBOL,
      side: 'buy',
      quantity,
      ...(limitPrice === undefined ? { type: 'market' } : { type: 'limit', limitPrice }),
      nonce,
    }),
  );
}

describe('execution costs', () => {
  /*
   * By hand. Decided at 99.90 / 100.10, middle 100: 100 to buy. A second later 100.10 / 100.30 and a fill at 100.30.
   * Arrival slippage (100.30 − 100) / 100 = 30 bps. Effective spread 2 × (100.30 − 100.20) / 100.20 = 19.96 bps.
   * The market traded 300 at 100.10 and 100 at 100.50 meanwhile: 100.20, and 9.98 bps worse than that.
   */
  test('equal those worked out by hand', async () => {
    const { engine, clock } = await openDesk('desk');
    quote(engine, 99.9, 100.1);
    const { clientOrderId } = submit(engine, 'one');
    clock.advance(1_000);
    quote(engine, 100.1, 100.3);
    const trades = allocateTrades(2);
    trades.time.set([START + 200, START + 400]);
    trades.price.set([100.1, 100.5]);
    trades.size.set([300, 100]);
    trades.sequence.fill(Number.NaN);
    await engine.stores.market.putTrades(SYMBOL, trades);
    const quotes = allocateQuotes(1);
    quotes.time[0] = START + 1_000;
    quotes.bid[0] = 100.1;
    quotes.ask[0] = 100.3;
    for (const column of [quotes.bidSize, quotes.askSize, quotes.sequence]) column.fill(Number.NaN);
    await engine.stores.market.putQuotes(SYMBOL, quotes);

    const { orders, summary, currency } = await engine.costs.executionCosts({ account: 'desk', limit: 10 });
    expect(currency).toBe('USD');
    expect(orders).toHaveLength(1);
    const cost = orders[0]!;
    expect(cost).toMatchObject({
      id: clientOrderId,
      isAlgorithm: false,
      filledQuantity: '100',
      averagePrice: '100.3',
      arrival: { price: 100, kind: 'mid', ageMs: 0 },
      interval: { volume: 400, madeOf: 'stored trades' },
    });
    expect(cost.arrivalSlippageBps).toBeCloseTo(30, 6);
    expect(cost.quotedSpreadBps).toBeCloseTo(20, 6);
    expect(cost.effectiveSpreadBps).toBeCloseTo(19.96, 2);
    expect(cost.interval?.price).toBeCloseTo(100.2, 9);
    expect(cost.vwapSlippageBps).toBeCloseTo(9.98, 2);
    expect(cost.shortfall?.trading).toBeCloseTo(30, 6);
    expect(cost.shortfall).toMatchObject({ delay: 0, opportunity: 0, fees: 1 });
    expect(summary).toMatchObject({ orders: 1, measured: 1, fees: 1 });
    expect(summary.arrivalSlippageBps).toBeCloseTo(30, 6);
    expect(summary.shortfallBps).toBeCloseTo(31, 6);
  });

  // Would catch: an order that never traded costing nothing, although the market ran away from it.
  test('what was not bought is measured by the price at its end', async () => {
    const { engine, clock } = await openDesk('desk');
    quote(engine, 99.9, 100.1);
    const { clientOrderId } = submit(engine, 'one', '100', '99');
    const quotes = allocateQuotes(1);
    quotes.time[0] = START + 900;
    quotes.bid[0] = 101.9;
    quotes.ask[0] = 102.1;
    for (const column of [quotes.bidSize, quotes.askSize, quotes.sequence]) column.fill(Number.NaN);
    await engine.stores.market.putQuotes(SYMBOL, quotes);
    clock.advance(1_000);
    const { trading } = engine.accounts.requireOpen('desk');
    trading.transact(() => trading.orders.cancel(clientOrderId));
    const { orders } = await engine.costs.executionCosts({ account: 'desk', limit: 10 });
    expect(orders[0]).toMatchObject({ fills: 0, arrivalSlippageBps: null });
    expect(orders[0]?.shortfall?.opportunity).toBeCloseTo(200, 9);
  });

  test('parts of an algorithm are measured as one order, from when it was started', async () => {
    const { engine, clock } = await openDesk('desk');
    quote(engine, 99.9, 100.1);
    const { id } = await engine.algorithms.start({
      account: 'desk',
      kind: 'twap',
      symbol: SYMBOL,
      side: 'buy',
      quantity: '200',
      slices: 2,
      durationMs: 10_000,
      nonce: 'worked',
    });
    clock.advance(1_000);
    quote(engine, 100.9, 101.1);
    clock.advance(4_000);
    quote(engine, 100.9, 101.1);
    const { orders } = await engine.costs.executionCosts({ account: 'desk', limit: 10 });
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      id,
      isAlgorithm: true,
      quantity: '200',
      filledQuantity: '200',
      fills: 2,
    });
    // The first part went out at 100 and filled at 101.1, the second went out at 101.
    expect(orders[0]?.shortfall?.delay).toBeCloseTo(100, 6);
    expect(orders[0]?.shortfall?.trading).toBeCloseTo(120, 6);
  });

  test('of a replay are told from its own market, without spreads', async () => {
    const engine = await openSampleEngine();
    await finished(await engine.keeper.start(SHORT_REPLAY));
    const { orders, summary } = await engine.costs.executionCosts({ limit: 100 });
    expect(orders.length).toBeGreaterThan(0);
    expect(summary.measured).toBe(orders.length);
    for (const { arrival, effectiveSpreadBps } of orders) {
      expect(arrival?.kind).toBe('last');
      expect(effectiveSpreadBps).toBeNull();
    }
  });
});

test('a fill model is fitted to market orders that filled at once', async () => {
  const { engine, clock } = await openDesk('desk');
  expect(engine.costs.fillModel({ account: 'desk' })).toMatchObject({
    fills: 0,
    best: null,
    confidence: 'none',
  });
  for (let i = 0; i < 25; i++) {
    quote(engine, 99.9, 100.1);
    submit(engine, `at-${i}`, '10');
    clock.advance(1_000);
    quote(engine, 99.9, 100.1);
  }
  submit(engine, 'late', '10');
  clock.advance(60_000);
  quote(engine, 149.9, 150.1);
  const model = engine.costs.fillModel({ account: 'desk' });
  expect(model).toMatchObject({ fills: 25, confidence: 'fair' });
  expect(model.fits.find(({ kind }) => kind === 'spread')?.value).toBeCloseTo(1, 9);
  expect(model.fits.find(({ kind }) => kind === 'fraction')?.value).toBeCloseTo(0.001, 9);
});

describe('a route', () => {
  const order = { symbol: SYMBOL, side: 'buy', quantity: '100' } as const;

  test('is among the accounts that a person allows, and says why', async () => {
    const { engine } = await openDesk('desk', 'other');
    quote(engine, 99.9, 100.1);
    engine.settings.update({ routableAccounts: ['desk', 'other'] });
    const { account, candidates, reason } = engine.costs.route(order);
    expect(account).toBe('desk');
    expect(reason).toBe('it costs the same at other; desk comes first');
    expect(candidates).toHaveLength(2);
    expect(candidates[0]?.spreadCost).toBeCloseTo(10, 9);
    expect(candidates[0]).toMatchObject({ fee: 1, refusals: [] });
    expect(candidates[0]?.costBps).toBeCloseTo(11, 6);
  });

  test('leaves out an account that cannot take the order', async () => {
    const { engine } = await openDesk('desk', 'other');
    quote(engine, 99.9, 100.1);
    engine.accounts.requireOpen('desk').trading.setTradingState('halted', 'test');
    const route = engine.costs.route({ ...order, accounts: ['desk', 'other'] });
    expect(route).toMatchObject({ account: 'other', reason: 'other is the only one that can take it' });
    expect(route.candidates[1]?.refusals.join()).toContain('halted');
  });
});
