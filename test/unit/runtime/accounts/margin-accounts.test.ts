import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { openPaperAccount } from '#test/support/paper-account';
import { temporaryFolder } from '#test/support/temporary-folder';

const MONDAY = '2026-11-23T15:00:00Z';
const MARGIN = { venue: 'us-equities-per-share', type: 'margin' } as const;

type Opened = Awaited<ReturnType<typeof openPaperAccount>>;

/** Buys, or sells, at 100, and lets it fill; a large order in parts, as the limits have it. */
function trade({ send, tick, order, pass }: Opened, side: 'buy' | 'sell', quantity: number, symbol = 'AAPL') {
  tick(symbol, 100);
  const parts = [...Array<number>(Math.floor(quantity / 500)).fill(500), quantity % 500].filter(
    (part) => part > 0,
  );
  const sent = parts.map((part) => {
    const { clientOrderId } = send({ side, quantity: String(part), symbol });
    pass(1_000);
    tick(symbol, 100);
    return order(clientOrderId)!.status;
  });
  return [...new Set(sent)];
}

const marginOf = ({ engine }: Opened) => engine.accounts.view('desk').margin!;
const financed = ({ engine }: Opened) =>
  engine.journal.store
    .readNewest({ kind: 'FinancingCharged', limit: 9 })
    .map(({ payload }) => JSON.parse(payload) as { interest: string; borrowFee: string });

describe('what an account may carry', () => {
  it('is its cash in a cash account, and nothing is sold that is not held', async () => {
    const opened = await openPaperAccount(MONDAY, { type: 'cash' });
    opened.tick('AAPL', 100);
    expect(opened.send({ quantity: '1100' })).toMatchObject({
      status: 'refused',
      statusReason: expect.stringContaining('above the buying power of 100,000.00'),
    });
    expect(opened.send({ side: 'sell', quantity: '10' })).toMatchObject({
      status: 'refused',
      statusReason: 'the account may not be short: the order sells 10 AAPL, more than the 0 that are held',
    });
    expect(opened.engine.accounts.view('desk')).toMatchObject({ type: 'cash', buyingPower: '100000' });
  });

  // Would catch: a second entry with exits that is taken for a short sale, because the exits of the first rest.
  it('takes entries with exits in a cash account, one upon the other', async () => {
    const opened = await openPaperAccount(MONDAY, { type: 'cash' });
    const bracket = { takeProfit: '110', stopLoss: '95' };
    for (let i = 0; i < 2; i++) {
      opened.tick('AAPL', 100);
      const { clientOrderId } = opened.send({ bracket });
      opened.pass(1_000);
      opened.tick('AAPL', 100);
      expect(opened.order(clientOrderId)?.status).toBe('filled');
    }
    expect(opened.trading.orders.openOrders()).toHaveLength(4);
  });

  it('is twice its equity in a margin account of United States shares', async () => {
    const opened = await openPaperAccount(MONDAY, MARGIN);
    expect(opened.engine.accounts.view('desk').buyingPower).toBe('200000');
    expect(trade(opened, 'buy', 900)).toEqual(['filled']);
    expect(trade(opened, 'buy', 600, 'GOOG')).toEqual(['filled']);
    opened.tick('IBM', 100);
    expect(opened.send({ symbol: 'IBM', quantity: '600' })).toMatchObject({
      status: 'refused',
      statusReason: expect.stringMatching(/order needs 60,000\.00, above the buying power of 49,\d\d\d/),
    });
    expect(marginOf(opened)).toMatchObject({
      initialRate: 0.5,
      maintenanceRate: 0.25,
      exposure: 150_000,
      required: 37_500,
    });
  });

  it('is no margin account where the venue lends nothing', async () => {
    await expect(openPaperAccount(MONDAY, { venue: 'crypto-maker-taker', type: 'margin' })).rejects.toThrow(
      'Crypto, maker and taker lends nothing: open a cash account there, or a margin account at another venue',
    );
  });
});

it('sells short what can be borrowed, and says what cannot', async () => {
  const opened = await openPaperAccount(MONDAY, MARGIN);
  const { accounts } = opened.engine;
  accounts.setBorrowing('desk', 'AAPL', { status: 'hard', available: 30, borrowRate: 0.4 });
  accounts.setBorrowing('desk', 'MSFT', { status: 'none' });
  expect(trade(opened, 'sell', 20)).toEqual(['filled']);
  expect(opened.send({ side: 'sell', quantity: '11' })).toMatchObject({
    status: 'refused',
    statusReason: 'not enough shares to borrow: 31 AAPL would be short, and 30 can be borrowed',
  });
  opened.tick('MSFT', 100);
  expect(opened.send({ symbol: 'MSFT', side: 'sell', quantity: '1' }).statusReason).toBe(
    'no shares to borrow: 1 MSFT would be short, and none can be borrowed',
  );
  expect(trade(opened, 'sell', 5, 'GOOG')).toEqual(['filled']);
  expect(marginOf(opened).borrowing).toEqual([
    { symbol: 'AAPL', status: 'hard', available: 30, borrowRate: 0.4 },
    { symbol: 'MSFT', status: 'none' },
  ]);
});

describe('what is lent is charged at the end of the day', () => {
  it('interest and borrow fees to the last digit, over a weekend for three nights, and never twice', async () => {
    const dataFolder = temporaryFolder();
    const opened = await openPaperAccount('2026-11-20T15:00:00Z', MARGIN, { dataFolder });
    opened.engine.accounts.setBorrowing('desk', 'MSFT', { status: 'hard', available: 500, borrowRate: 0.4 });
    trade(opened, 'buy', 900);
    trade(opened, 'buy', 900, 'GOOG');
    trade(opened, 'sell', 100, 'MSFT');
    const { cash } = opened.trading.book.accountRow();
    opened.at('2026-11-20T21:00:30Z');
    expect(opened.engine.accounts.endDueDays()).toEqual(['desk']);
    // Friday until Monday: 6 % on what is owed, 40 % on 100 MSFT at 100.
    const owed = -(Number(cash) / 1e8);
    expect(owed).toBeGreaterThan(69_000);
    const [charged] = financed(opened);
    expect(Number(charged!.interest)).toBeCloseTo((owed * 0.06 * 3) / 365, 7);
    expect(charged).toMatchObject({
      borrowFee: '32.87671233',
      borrowed: [{ symbol: 'MSFT', fee: '32.87671233' }],
    });
    const paid = parseDecimal(charged!.interest) + parseDecimal(charged!.borrowFee);
    expect(opened.trading.book.accountRow().cash).toBe(cash - paid);
    expect(opened.engine.accounts.endDueDays()).toEqual([]);
    await opened.engine.stop();

    const again = await openPaperAccount('2026-11-20T21:05:00Z', MARGIN, { dataFolder });
    expect(again.engine.accounts.endDueDays()).toEqual([]);
    expect(again.trading.book.accountRow().cash).toBe(cash - paid);
    expect(marginOf(again)).toMatchObject({ interestPaid: charged!.interest, borrowFeesPaid: '32.87671233' });
    again.tick('AAPL', 100);
    again.tick('MSFT', 100);
    again.at('2026-11-23T21:00:30Z');
    again.engine.accounts.endDueDays();
    expect(financed(again)).toHaveLength(2);
    expect(financed(again)[0]!.borrowFee).toBe('10.95890411');
  });

  it('with what ends the day or not at all: a full disk between them charges nothing', async () => {
    const opened = await openPaperAccount('2026-11-20T15:00:00Z', MARGIN);
    trade(opened, 'buy', 900);
    trade(opened, 'buy', 600, 'GOOG');
    const { cash } = opened.trading.book.accountRow();
    opened.at('2026-11-20T21:00:30Z');
    const { store } = opened.engine.journal;
    const commit = store.commit;
    Object.assign(store, {
      commit: () => {
        throw new Error('the disk is full');
      },
    });
    expect(() => opened.engine.accounts.endDueDays()).toThrow('the disk is full');
    Object.assign(store, { commit });
    expect(opened.trading.book.accountRow().cash).toBe(cash);
    expect(opened.engine.accounts.endDueDays()).toEqual(['desk']);
    expect(financed(opened)).toHaveLength(1);
    expect(marginOf(opened).interestPaid).toBe(financed(opened)[0]!.interest);
  });

  it('for the nights of days that nobody ended, too', async () => {
    const dataFolder = temporaryFolder();
    const opened = await openPaperAccount('2026-11-16T15:00:00Z', MARGIN, { dataFolder });
    trade(opened, 'buy', 900);
    trade(opened, 'buy', 600, 'GOOG');
    opened.at('2026-11-16T21:01:00Z');
    opened.engine.accounts.endDueDays();
    const night = Number(financed(opened)[0]!.interest);
    await opened.engine.stop();
    // Tuesday to Thursday nobody was there; Thursday's close is ended on Friday morning.
    const again = await openPaperAccount('2026-11-20T10:00:00Z', MARGIN, { dataFolder });
    again.engine.accounts.endDueDays();
    expect(Number(financed(again)[0]!.interest) / night).toBeCloseTo(3, 3);
  });

  it('nothing in a cash account, and nothing of what is flat', async () => {
    for (const type of ['cash', 'margin'] as const) {
      const opened = await openPaperAccount('2026-11-20T15:00:00Z', { ...MARGIN, type });
      trade(opened, 'buy', 500);
      opened.at('2026-11-20T21:01:00Z');
      opened.engine.accounts.endDueDays();
      expect(financed(opened)).toEqual([]);
    }
  });
});

it('closes everything when the equity falls below a quarter of the exposure, at the last prices, once', async () => {
  const opened = await openPaperAccount(MONDAY, MARGIN);
  const { trading, engine, tick, send, at, order } = opened;
  trade(opened, 'buy', 900);
  trade(opened, 'buy', 900, 'GOOG');
  const { clientOrderId } = send({ type: 'limit', limitPrice: '55', quantity: '1' });
  at('2026-11-23T15:10:00Z');
  tick('AAPL', 58);
  tick('GOOG', 68);
  at('2026-11-23T15:10:02Z');
  tick('GOOG', 68);
  expect(trading.book.held()).toHaveLength(2);
  at('2026-11-23T15:10:04Z');
  // Equity about 24,400 of an exposure of 104,400: less than a quarter.
  tick('GOOG', 58);
  expect(trading.book.held()).toEqual([]);
  expect(order(clientOrderId)).toMatchObject({
    status: 'cancelled',
    statusReason: expect.stringMatching(/^margin call: equity 24,3\d\d\.\d\d is below 26,100\.00$/),
  });
  const closing = engine.journal.store.fills('desk', 2);
  expect(closing.map(({ symbol, side, quantity, price }) => [symbol, side, quantity, price])).toEqual(
    ['GOOG', 'AAPL'].map((symbol) => [symbol, 'sell', parseDecimal('900'), parseDecimal('58')]),
  );
  expect(engine.journal.store.readNewest({ kind: 'MarginCalled', limit: 5 })).toHaveLength(1);
  const fills = engine.journal.store.fills('desk', 99).length;
  at('2026-11-23T15:11:00Z');
  tick('GOOG', 50);
  expect(engine.journal.store.fills('desk', 99)).toHaveLength(fills);
});
