import { expect, it } from 'vitest';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';
import { rebuildProjections } from '#engine/journal/rebuild-projections';
import { flattenPosition } from '#engine/trading/flatten-position';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { openPaperAccount } from '#test/support/paper-account';

const LOW = 'AAPL261218C00150000';
const HIGH = 'AAPL261218C00160000';
const PUT = 'AAPL261218P00140000';
const LEGS: OrderLeg[] = [
  { symbol: LOW, side: 'buy', ratio: 1 },
  { symbol: HIGH, side: 'sell', ratio: 1 },
];
const SPREAD = { symbol: comboSymbol(LEGS), legs: LEGS, quantity: '2' };

async function open() {
  const paper = await openPaperAccount('2026-12-14T15:00:00Z');
  const { trading, engine } = paper;
  const quote = (symbol: string, bid: number, ask: number): void => {
    const { board } = engine;
    const now = trading.eventTime;
    const last = (bid + ask) / 2;
    board.publish(board.slot(symbol), now, last, bid, ask, 1);
    trading.onTick(symbol, now, last, bid, ask, 1);
  };
  quote('AAPL', 151.99, 152.01);
  quote(LOW, 5, 5.2);
  quote(HIGH, 1, 1.1);
  quote(PUT, 0.8, 0.9);
  const held = () =>
    Object.fromEntries(
      trading.book
        .held()
        .map(({ symbol, quantity, averagePrice }) => [
          symbol,
          `${formatDecimal(quantity)} at ${formatDecimal(averagePrice)}`,
        ]),
    );
  const cash = () => formatDecimal(trading.book.accountRow().cash);
  return { ...paper, quote, held, cash };
}

// Would catch: a spread booked as one instrument, or with a price a share instead of a hundred.
it('a spread fills as one order, and each leg is booked to the cent', async () => {
  const { send, order, quote, held, cash, trading, engine } = await open();
  const { clientOrderId, status } = send({ ...SPREAD, type: 'limit', limitPrice: '4.2' });
  expect(status).toBe('working');
  quote(HIGH, 1, 1.1);
  expect(order(clientOrderId)).toMatchObject({
    status: 'filled',
    filledQuantity: 200_000_000n,
    // 5.2 − 1.
    averagePrice: 420_000_000n,
  });
  expect(held()).toEqual({ [LOW]: '2 at 5.2', [HIGH]: '-2 at 1' });
  // 100,000 − 2 × 520 + 2 × 100 − 4 × 0.65.
  expect(cash()).toBe('99157.4');
  // 2 × 100 × (5.1 − 5.2) − 2 × 100 × (1.05 − 1), and the fees.
  expect(trading.portfolio().equity).toBeCloseTo(100_000 - 20 - 10 - 2.6, 8);
  const fills = engine.journal.store.fills('desk', 10);
  expect(fills.map(({ symbol, side }) => `${side} ${symbol}`).sort()).toEqual([`buy ${LOW}`, `sell ${HIGH}`]);
  // Nothing but cash is free: the spread was paid, and ties up no more.
  expect(trading.portfolio().buyingPower).toBe('99157.4');
  // What is stored is what the journal says, legs and all.
  const { store } = engine.journal;
  expect(store.orders('desk', 10)).toMatchObject([
    { legs: SPREAD.legs, legFills: [{ quantity: 200_000_000n }, { quantity: 200_000_000n }] },
  ]);
  expect(rebuildProjections(store)).toMatchObject({ problem: null });
  for (const { differing } of rebuildProjections(store).tables) expect(differing).toBe(0);
});

it('says before what it would tie up', async () => {
  const { trading } = await open();
  const { margin, fee, value, isAccepted } = trading.orders.preview({
    ...SPREAD,
    side: 'buy',
    type: 'limit',
    limitPrice: '4.2',
    nonce: 'p',
  });
  expect({ margin, fee, value, isAccepted }).toEqual({
    margin: '840',
    fee: '2.6',
    value: '840',
    isAccepted: true,
  });
});

it.each([
  [{ legs: [LEGS[0]!] }, /2 to 4 legs/],
  [{ legs: LEGS.map((leg) => ({ ...leg, ratio: 2 })) }, /have 2 in common/],
  [{ legs: [...LEGS, LEGS[0]!] }, /two legs/],
  [{ side: 'sell' as const }, /turn the sides of its legs round/],
  [{ type: 'stop' as const, stopPrice: '4' }, /market or a limit order/],
  [{ timeInForce: 'ioc' as const }, /good for the day or till cancelled/],
  [{ bracket: { stopLoss: '1' } }, /no exits/],
  [{ quantity: '0.5' }, /whole units only/],
])('refuses %j', async (change, sentence) => {
  const { send } = await open();
  expect(() => send({ ...SPREAD, ...change })).toThrow(sentence);
});

it('refuses what nothing covers, and the sale of a cover', async () => {
  const { send, quote, held } = await open();
  const naked = send({ symbol: HIGH, side: 'sell', quantity: '1' });
  expect(naked).toMatchObject({
    status: 'refused',
    statusReason: expect.stringMatching(/nothing would cover/),
  });
  send({ ...SPREAD });
  quote(HIGH, 1, 1.1);
  expect(Object.keys(held())).toHaveLength(2);
  const cover = send({ symbol: LOW, side: 'sell', quantity: '2' });
  expect(cover).toMatchObject({
    status: 'refused',
    statusReason: expect.stringMatching(/nothing would cover/),
  });
  // An order that works counts as filled: the put's cash is not there twice.
  const put = { symbol: PUT, side: 'sell' as const, type: 'limit' as const, limitPrice: '0.95' };
  expect(send({ ...put, quantity: '3' }).status).toBe('working');
  expect(send({ ...put, quantity: '5' })).toMatchObject({
    status: 'refused',
    statusReason: expect.stringMatching(/buying power|tie up/),
  });
});

it('flattens leg by leg, the short first', async () => {
  const { send, quote, held, trading, press } = await open();
  send({ ...SPREAD });
  quote(HIGH, 1, 1.1);
  const closing = flattenPosition(trading, HIGH, press('one'));
  expect((await closing).side).toBe('buy');
  quote(HIGH, 1, 1.1);
  expect(held()).toEqual({ [LOW]: '2 at 5.2' });
  await flattenPosition(trading, LOW, press('two'));
  quote(LOW, 5, 5.2);
  expect(held()).toEqual({});
});

it('the kill switch closes a spread whole', async () => {
  const { send, quote, held, trading, press } = await open();
  send({ ...SPREAD });
  quote(HIGH, 1, 1.1);
  const report = await pullKillSwitch(trading, { step: 'flatten', ...press('kill') });
  expect(report.notDone).toEqual([]);
  expect(report.flattened.sort()).toEqual([LOW, HIGH].sort());
  quote(HIGH, 1, 1.1);
  quote(LOW, 5, 5.2);
  expect(held()).toEqual({});
});

it('on the last day what is in the money becomes shares at its strike, the rest nothing', async () => {
  const { send, quote, held, cash, trading, at, engine } = await open();
  send({ ...SPREAD });
  quote(HIGH, 1, 1.1);
  send({ symbol: PUT, side: 'buy', quantity: '1' });
  quote(PUT, 0.8, 0.9);
  // 99,157.4 − 90 − 0.65.
  expect(cash()).toBe('99066.75');
  at('2026-12-18T20:59:00Z');
  quote('AAPL', 154.99, 155.01);
  at('2026-12-18T21:00:00Z');
  trading.endDay(Date.parse('2026-12-18T21:00:00Z'));
  expect(held()).toEqual({ AAPL: '200 at 150' });
  // 200 shares at 150.
  expect(cash()).toBe('69066.75');
  // Lost: 2 × 520 of the long, won 2 × 100 of the short, lost 90 of the put.
  expect(formatDecimal(trading.book.accountRow().realizedPnl)).toBe('-930');
  const kinds = engine.journal.store.readNewest({ kind: 'OptionSettled', limit: 9 });
  expect(kinds.map(({ payload }) => JSON.parse(payload).outcome).sort()).toEqual([
    'exercised',
    'expired',
    'expired',
  ]);
  expect(() => send({ symbol: LOW, side: 'buy', quantity: '1' })).toThrow(/has had its last day/);
});

/** One call held over its last day by an engine that comes back on the Saturday after. */
async function heldOverExpiry(close?: number) {
  const opened = await open();
  const { send, quote, engine, at, held } = opened;
  send({ symbol: LOW, quantity: '1' });
  quote(LOW, 5, 5.2);
  expect(held()).toEqual({ [LOW]: '1 at 5.2' });
  at('2026-12-19T15:00:00Z');
  if (close !== undefined) {
    const flat = Float64Array.of(close);
    const time = Float64Array.of(Date.parse('2026-12-18T00:00:00Z'));
    const bars = { length: 1, time, open: flat, high: flat, low: flat, close: flat, volume: flat };
    await engine.stores.market.putBars('AAPL', '1d', bars);
  }
  await engine.accounts.learnExpiryCloses();
  engine.accounts.endDueDays();
  return opened;
}

// Would catch: an option that expired on Friday settled at whatever price comes first on Monday.
it('one that expired while nobody was there is settled at the close of its last day', async () => {
  const { held, engine } = await heldOverExpiry(148);
  expect(held()).toEqual({});
  const [settled] = engine.journal.store.readNewest({ kind: 'OptionSettled', limit: 1 });
  expect(JSON.parse(settled!.payload)).toMatchObject({ outcome: 'expired', underlyingPrice: '148' });
});

it('without a stored close it is settled at the newest price, and that is said', async () => {
  const { held, engine } = await heldOverExpiry();
  expect(held()).toEqual({ AAPL: '100 at 150' });
  expect(engine.views.notifications.items().map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/no close of AAPL of that day is stored: it is settled at the newest price, 152/),
  );
});

it('a short in the money is assigned', async () => {
  const { send, quote, held, cash, trading, at } = await open();
  send({ symbol: PUT, side: 'sell', quantity: '2', acceptPrecautions: ['large-value'] });
  quote(PUT, 0.8, 0.9);
  // 100,000 + 160 − 1.3.
  expect(cash()).toBe('100158.7');
  at('2026-12-18T20:59:00Z');
  quote('AAPL', 139.98, 139.99);
  trading.endDay(Date.parse('2026-12-18T21:00:00Z'));
  expect(held()).toEqual({ AAPL: '200 at 140' });
  expect(cash()).toBe('72158.7');
});
