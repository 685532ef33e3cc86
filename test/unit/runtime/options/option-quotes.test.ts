import { expect, it } from 'vitest';
import { comboSymbol } from '#domain/orders/combo';
import { openPaperAccount } from '#test/support/paper-account';

const FILE = `symbol,quote_datetime,expiration,strike,type,bid,ask,underlying_price
AAPL,2026-11-20 15:29,2026-12-18,150,C,6.2,6.4,151
AAPL,2026-11-20 15:29,2026-12-18,160,C,2.1,2.2,151
`;
const LEGS = [
  { symbol: 'AAPL261218C00150000', side: 'buy' as const, ratio: 1 },
  { symbol: 'AAPL261218C00160000', side: 'sell' as const, ratio: 1 },
];

/** Lets answers that are there already come through. */
async function settled(isDone: () => boolean): Promise<void> {
  for (let turns = 0; turns < 200 && !isDone(); turns++)
    await new Promise((resolve) => setImmediate(resolve));
}

// Would catch: legs that nobody has a price of, so that no combination could ever be judged or filled on paper.
it('a combination is judged and fills on paper at the quotes of its chain', async () => {
  const { engine, trading, tick, order, pass } = await openPaperAccount('2026-11-20T20:30:00Z');
  await engine.options.importText('chain.csv', FILE);
  tick('AAPL', 151);
  const request = {
    symbol: comboSymbol(LEGS),
    legs: LEGS,
    side: 'buy' as const,
    type: 'limit' as const,
    quantity: '1',
    limitPrice: '4.30',
    timeInForce: 'day' as const,
    nonce: 'spread',
  };
  expect(trading.orders.preview(request).refusals.join()).toContain('no price is known');

  const { board } = engine;
  const bid = (symbol: string): number => board.bid[board.find(symbol) ?? -1] ?? Number.NaN;
  engine.live.subscribe(
    LEGS.map(({ symbol }) => symbol),
    ['option-quotes'],
  );
  await settled(() => bid(LEGS[1]!.symbol) > 0);
  expect(LEGS.map(({ symbol }) => bid(symbol))).toEqual([6.2, 2.1]);
  expect(trading.orders.preview(request)).toMatchObject({ refusals: [], value: '430' });

  const { clientOrderId } = trading.transact(() => trading.orders.submit(request));
  expect(order(clientOrderId)).toMatchObject({ status: 'working' });
  // The next chain brings it into reach, leg by leg.
  pass(60_000);
  await engine.options.importText(
    'later.csv',
    FILE.replaceAll('15:29', '15:30').replace('6.2,6.4', '6.1,6.3'),
  );
  engine.live.unsubscribe([LEGS[0]!.symbol]);
  engine.live.subscribe([LEGS[0]!.symbol], ['option-quotes']);
  await settled(() => order(clientOrderId)?.status === 'filled');
  expect(order(clientOrderId)).toMatchObject({ status: 'filled', averagePrice: 420_000_000n });
});

// Would catch: quotes of Friday's close thrown away as too old on Sunday, shown as if they were of now, or filled at.
it('while the exchange is closed the last prices stand: an order waits for the opening and a quote after it', async () => {
  const { engine, trading, tick, order, at } = await openPaperAccount('2026-11-20T20:59:00Z');
  tick('AAPL', 151);
  at('2026-11-22T12:00:00Z');
  const ask = { underlying: 'AAPL', source: 'simulated', expiration: '2026-12-18', strikes: 5 };
  const { rows } = await engine.options.chain(ask);
  expect(rows.flatMap(({ call, put }) => [call?.isStale, put?.isStale])).toEqual(
    rows.flatMap(() => [true, true]),
  );
  const { symbol, ask: offer } = rows[2]!.call!;
  const { board } = engine;
  const heard = (): number => board.eventTime[board.find(symbol) ?? -1] ?? 0;
  engine.live.subscribe([symbol], ['simulated-options']);
  await settled(() => heard() > 0);
  expect(heard()).toBe(Date.parse('2026-11-20T20:59:00Z'));
  const request = {
    symbol,
    side: 'buy' as const,
    type: 'limit' as const,
    quantity: '1',
    limitPrice: (offer! + 0.5).toFixed(2),
    timeInForce: 'day' as const,
    nonce: 'weekend',
  };
  const opening = Date.parse('2026-11-23T14:30:00Z');
  expect(trading.orders.preview(request)).toMatchObject({ refusals: [], waitsUntil: opening });
  const { clientOrderId } = trading.transact(() => trading.orders.submit(request));
  engine.live.unsubscribe([symbol]);
  engine.live.subscribe([symbol], ['simulated-options']);
  await settled(() => false);
  expect(order(clientOrderId)).toMatchObject({ status: 'working', waitsUntil: opening });
  at('2026-11-23T14:30:05Z');
  tick('AAPL', 151);
  engine.live.unsubscribe([symbol]);
  engine.live.subscribe([symbol], ['simulated-options']);
  await settled(() => order(clientOrderId)?.status === 'filled');
  expect(order(clientOrderId)?.status).toBe('filled');
  const fresh = await engine.options.chain(ask);
  expect(fresh.rows.some(({ call }) => call?.isStale)).toBe(false);
});
