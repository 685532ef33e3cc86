import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FillView, OrderRequest, OrderView, PortfolioState } from '#contract/services/trading';
import { type RunningServe, startServe } from '../support/start-serve.ts';

/*
 * Days of January 2013 from the sample data, by hand (open prices; a fill costs 0.005 a share, at least 1.00):
 *
 * | day   | what                                           | quantity | price   | cash flow | fee  | cash       |
 * |-------|------------------------------------------------|----------|---------|-----------|------|------------|
 * |       | begin                                          |          |         |           |      | 100,000.00 |
 * | 22nd  | buy GOOG at the open                           | 10       | 704.66  | −7,046.60 | 1.00 |  92,952.40 |
 * | 22nd  | buy AAPL at the open                           | 15       | 504.56  | −7,568.40 | 1.00 |  85,383.00 |
 * | 23rd  | GOOG opens beyond the target of 730: at the open | 10     | 735.99  | +7,359.90 | 1.00 |  92,741.90 |
 * | 24th  | AAPL opens below the stop of 490: at the open  | 15       | 460.00  | +6,900.00 | 1.00 |  99,640.90 |
 */
const BY_HAND = [
  { symbol: 'GOOG', side: 'buy', quantity: '10', price: '704.66', fee: '1' },
  { symbol: 'AAPL', side: 'buy', quantity: '15', price: '504.56', fee: '1' },
  { symbol: 'GOOG', side: 'sell', quantity: '10', price: '735.99', fee: '1' },
  { symbol: 'AAPL', side: 'sell', quantity: '15', price: '460', fee: '1' },
] as const;
const CASH_BY_HAND = { bought: '85383', targetReached: '92741.9', stopReached: '99640.9' };

describe('a scripted day: ticket, brackets, kill -9, restart, strategy, kill switch', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'octopus-scripted-'));
  let serve: RunningServe;
  beforeAll(async () => {
    serve = await startServe({ dataFolder });
  });
  afterAll(async () => {
    await serve?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  async function ask<Answer>(path: string, input?: object): Promise<Answer> {
    const token = readFileSync(join(dataFolder, 'access-token'), 'utf8').trim();
    const response = await fetch(new URL(`/api${path}`, serve.url), {
      ...(input ? { method: 'POST', body: JSON.stringify(input) } : {}),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const answer = (await response.json()) as Answer & { message?: string };
    expect(response.status, `${path}: ${answer.message ?? ''}`).toBe(200);
    return answer;
  }
  const submit = (request: Partial<OrderRequest> & { nonce: string }): Promise<OrderView> =>
    ask('/trading/order', { side: 'buy', type: 'market', ...request });
  const fills = async (): Promise<FillView[]> => (await ask<FillView[]>('/trading/fills')).reverse();
  const cash = async (): Promise<string> => (await ask<PortfolioState>('/portfolio')).cash;
  const step = (days: number): Promise<unknown> => ask('/session/step', { days });

  it('keeps the ledger of the hand-computed table to the cent', async () => {
    await ask('/session/autonomy', { autonomy: 'off' });
    await ask('/session/start', {
      symbols: ['GOOG', 'AAPL'],
      startDate: Date.UTC(2013, 0, 18),
      endDate: Date.UTC(2013, 1, 28),
      seed: 3,
      cash: '100000',
    });
    await ask('/session/autonomy', { autonomy: 'off' });
    await step(1);

    await submit({
      symbol: 'GOOG',
      quantity: '10',
      bracket: { takeProfit: '730', stopLoss: '650' },
      nonce: '1',
    });
    await submit({
      symbol: 'AAPL',
      quantity: '15',
      bracket: { takeProfit: '545', stopLoss: '490' },
      nonce: '2',
    });
    const held = (await ask<OrderView[]>('/trading/orders')).filter(({ status }) => status === 'held');
    expect(held.map(({ symbol, type }) => `${symbol} ${type}`).sort()).toEqual([
      'AAPL limit',
      'AAPL stop',
      'GOOG limit',
      'GOOG stop',
    ]);
    await step(1);
    expect(await cash()).toBe(CASH_BY_HAND.bought);
    await step(1);
    expect(await cash()).toBe(CASH_BY_HAND.targetReached);

    await submit({
      symbol: 'GOOG',
      quantity: '5',
      type: 'limit',
      limitPrice: '690',
      timeInForce: 'gtc',
      nonce: '3',
    });
    const before = await open();
    process.kill(serve.pid, 'SIGKILL');
    await serve.stop();
    serve = await startServe({ dataFolder });
    expect(await open()).toEqual(before);
    expect(before).toEqual(['AAPL limit 15 working', 'AAPL stop 15 working', 'GOOG limit 5 working']);

    await step(1);
    expect(await cash()).toBe(CASH_BY_HAND.stopReached);
    expect(
      (await fills()).map(({ symbol, side, quantity, price, fee }) => ({
        symbol,
        side,
        quantity,
        price,
        fee,
      })),
    ).toEqual(BY_HAND);
  });

  it('fills what the strategy orders at the next open, and is flat after the kill switch', async () => {
    await ask('/session/autonomy', { autonomy: 'auto' });
    for (let days = 0; days < 20 && !(await hasStrategyFill()); days++) await step(1);
    expect(await hasStrategyFill()).toBe(true);

    const [report] = await ask<{ tradingState: string; flattened: string[] }[]>('/accounts/kill', {
      step: 'flatten',
      reason: 'the day is over',
    });
    expect(report?.tradingState).toBe('reducing');
    await step(1);
    const portfolio = await ask<PortfolioState>('/portfolio');
    expect(portfolio.positions.filter(({ quantity }) => quantity !== '0')).toEqual([]);
    expect(await open()).toEqual([]);

    const booked = await fills();
    expect(Number(portfolio.cash)).toBeCloseTo(cashOf(booked), 8);
    const orders = await ask<OrderView[]>('/trading/orders');
    for (const fill of booked.slice(BY_HAND.length)) {
      const order = orders.find(({ clientOrderId }) => clientOrderId === fill.clientOrderId);
      if (order?.type === 'market') expect(fill.price).toBe(openPrice(fill.symbol, fill.eventTime));
    }
    expect(await ask('/journal/verify', {})).toMatchObject({ isValid: true, isLedgerEqual: true });
  });

  async function open(): Promise<string[]> {
    const orders = await ask<OrderView[]>('/trading/orders');
    return orders
      .filter(({ status }) => status === 'working' || status === 'held' || status === 'partially-filled')
      .map(({ symbol, type, quantity, status }) => `${symbol} ${type} ${quantity} ${status}`)
      .sort();
  }

  async function hasStrategyFill(): Promise<boolean> {
    const orders = await ask<OrderView[]>('/trading/orders');
    return orders.some(({ origin, status }) => origin !== 'person' && status === 'filled');
  }
});

/** Cash by the fills alone, added up in whole units of 10⁻⁴. */
function cashOf(fills: readonly FillView[]): number {
  const units = (text: string): number => Math.round(Number(text) * 10_000);
  return (
    fills.reduce((sum, { side, quantity, price, fee }) => {
      const value = Number(quantity) * units(price);
      return sum + (side === 'buy' ? -value : value) - units(fee);
    }, 1_000_000_000) / 10_000
  );
}

/** The open of the day in the bundled file, as plain decimal text. */
function openPrice(symbol: string, eventTime: number): string {
  const file = new URL(`../../resources/sample-data/${symbol}.csv.gz`, import.meta.url);
  const date = new Date(eventTime).toISOString().slice(0, 10);
  const line = gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .find((row) => row.startsWith(date));
  return String(Number(line?.split(',')[1]));
}
