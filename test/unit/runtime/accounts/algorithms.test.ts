import { describe, expect, test } from 'vitest';
import type { AlgorithmRequest, AlgorithmView } from '#contract/services/algorithms';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import { allocateTrades } from '#domain/market/tick-columns';
import type { Order } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import type { Engine } from '#runtime/engine/create-engine';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, openSampleEngine, openTestEngine } from '#test/support/test-engine';

const START = Date.parse('2024-01-10T12:00:00Z');
const MINUTE = 60_000;
const SYMBOL = 'SIM:ACME';

const TWAP: AlgorithmRequest = {
  account: 'desk',
  kind: 'twap',
  symbol: SYMBOL,
  side: 'buy',
  quantity: '1000',
  slices: 10,
  durationMs: 10 * MINUTE,
  nonce: 'one',
};

/** Where an engine's algorithms take in what trades. */
const consumers = new WeakMap<Engine, TickConsumer>();

/** An engine by a clock that the test moves, with an account on the simulated venue and a price. */
async function openDesk(dataFolder = temporaryFolder(), clock = new SimulatedClock(START)) {
  const engine = await openTestEngine({ dataFolder, clock });
  engine.accounts.restore();
  engine.algorithms.restore((consumer) => {
    consumers.set(engine, consumer);
    return () => consumers.delete(engine);
  });
  if (!engine.journal.store.account('desk')) engine.accounts.openPaper('desk', '10000000', 'USD');
  quote(engine, 99.9, 100.1);
  return { engine, clock, dataFolder };
}

/** A quote, and a trade of `size` at its middle. */
function quote(engine: Engine, bid: number, ask: number, size = 0): void {
  const { accounts, board, clock } = engine;
  const now = clock.now();
  const last = (bid + ask) / 2;
  board.publish(board.slot(SYMBOL), now, last, bid, ask, size);
  accounts.requireOpen('desk').trading.onTick(SYMBOL, now, last, bid, ask, size);
  if (size === 0) return;
  const batch = allocateTicks(1);
  batch.slot[0] = board.slot(SYMBOL);
  batch.kind[0] = TRADE_TICK;
  batch.size[0] = size;
  batch.length = 1;
  consumers.get(engine)?.take(batch, 1);
}

/** Time passes second by second, with a quote in each. */
function pass(engine: Engine, clock: SimulatedClock, milliseconds: number, volume = 0): void {
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    clock.advance(1_000);
    quote(engine, 99.9, 100.1, volume);
    clock.advance(0);
  }
}

const taken = (engine: Engine, id: string): number =>
  Number(viewOf(engine, id).filledQuantity) + Number(viewOf(engine, id).workingQuantity);

/** What was asked of the store is answered. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
};

function childrenOf(engine: Engine, account = 'desk'): Order[] {
  return engine.journal.store
    .orders(account, 1_000)
    .filter(({ algorithmId }) => algorithmId !== undefined)
    .reverse();
}

const parts = (orders: readonly Order[]): [number, string][] =>
  orders.map(({ createdTime, quantity }) => [createdTime - START, formatDecimal(quantity)]);

const viewOf = (engine: Engine, id: string): AlgorithmView =>
  engine.algorithms.list().find((one) => one.id === id)!;

describe('a TWAP on an account by the clock', () => {
  test('of 1,000 over ten slices sends ten hundreds at their times, each judged, and is over when they have filled', async () => {
    const { engine, clock } = await openDesk();
    const { id, arrivalPrice } = await engine.algorithms.start(TWAP);
    expect(arrivalPrice).toBeCloseTo(100, 9);
    pass(engine, clock, 11 * MINUTE);
    const children = childrenOf(engine);
    expect(parts(children)).toEqual(Array.from({ length: 10 }, (_, i) => [i * MINUTE, '100']));
    for (const { clientOrderId, algorithmId } of children) {
      expect(algorithmId).toBe(id);
      const kinds = engine.journal.store.correlated(clientOrderId).map(({ kind }) => kind);
      expect(kinds.slice(0, 4)).toEqual(['OrderIntended', 'ComplianceChecked', 'RiskChecked', 'OrderSent']);
    }
    expect(viewOf(engine, id)).toMatchObject({
      state: 'finished',
      reason: 'all of it has filled',
      filledQuantity: '1000',
      averagePrice: '100.1',
      childrenSent: 10,
      nextTime: null,
    });
    expect(viewOf(engine, id).arrivalSlippageBps).toBeCloseTo(10, 6);
  });

  test('the same request is the same algorithm', async () => {
    const { engine } = await openDesk();
    const first = await engine.algorithms.start(TWAP);
    expect((await engine.algorithms.start(TWAP)).id).toBe(first.id);
    expect(childrenOf(engine)).toHaveLength(1);
    expect((await engine.algorithms.start({ ...TWAP, nonce: 'two' })).id).not.toBe(first.id);
  });

  // Would catch: a limit that is not kept, and orders left working when the time is over.
  test('rests at its limit, and what works at its end is cancelled', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100' });
    pass(engine, clock, 11 * MINUTE);
    const children = childrenOf(engine);
    expect(children).toHaveLength(10);
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(viewOf(engine, id)).toMatchObject({
      state: 'finished',
      filledQuantity: '0',
      workingQuantity: '0',
    });
    expect(viewOf(engine, id).reason).toBe('its time is over; 1,000 of 1,000 were not traded');
  });

  test('sends the rest at the market when that is asked for', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', atEnd: 'market' });
    pass(engine, clock, 11 * MINUTE);
    const rest = childrenOf(engine).at(-1);
    expect([rest?.type, formatDecimal(rest?.quantity ?? 0n), rest?.status]).toEqual([
      'market',
      '1000',
      'filled',
    ]);
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
  });

  // Would catch: a burst when a pause ends.
  test('what a pause held back is spread over the slices left', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start(TWAP);
    pass(engine, clock, 1.5 * MINUTE);
    engine.algorithms.pause(id);
    pass(engine, clock, 6 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(2);
    expect(viewOf(engine, id)).toMatchObject({ state: 'paused', reason: 'paused by a person' });
    engine.algorithms.resume(id);
    pass(engine, clock, 4 * MINUTE);
    expect(parts(childrenOf(engine)).slice(2)).toEqual([
      [7.5 * MINUTE, '266'],
      [8 * MINUTE, '267'],
      [9 * MINUTE, '267'],
    ]);
  });

  test('cancelled by a person it sends nothing more', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', atEnd: 'market' });
    pass(engine, clock, 2 * MINUTE);
    expect(engine.algorithms.cancel(id)).toMatchObject({ state: 'cancelled', workingQuantity: '0' });
    pass(engine, clock, 10 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(3);
    expect(() => engine.algorithms.resume(id)).toThrow('the algorithm is cancelled, not paused');
  });

  // Would catch: parts that go on while a person has stopped the account, or that are sent again after he cancelled them.
  test('a halted account and a part cancelled by hand pause it', async () => {
    const { engine, clock } = await openDesk();
    const { trading } = engine.accounts.requireOpen('desk');
    const halted = await engine.algorithms.start(TWAP);
    trading.setTradingState('halted', 'test');
    pass(engine, clock, 2 * MINUTE);
    expect(viewOf(engine, halted.id).state).toBe('paused');
    expect(viewOf(engine, halted.id).reason).toContain('halted');
    trading.setTradingState('active', 'test');

    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', nonce: 'two' });
    trading.transact(() => trading.orders.cancelAll('cancelled by a person'));
    pass(engine, clock, 2 * MINUTE);
    expect(viewOf(engine, id)).toMatchObject({
      state: 'paused',
      reason: 'part of it was cancelled: cancelled by a person',
    });
  });

  // Would catch: a slice that goes out twice, or all that were missed at once, after a crash.
  test('goes on after a stop where the journal ends, and sends no slice twice', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const { id } = await engine.algorithms.start(TWAP);
    pass(engine, clock, 2.5 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(3);
    await engine.stop();
    clock.advance(3 * MINUTE);

    const again = await openDesk(dataFolder, clock);
    pass(again.engine, clock, 6 * MINUTE);
    const numbers = again.engine.journal.store
      .correlated(id)
      .flatMap(({ kind, payload }) =>
        kind === 'AlgorithmChildSent' ? [(JSON.parse(payload) as { number: number }).number] : [],
      );
    expect(numbers).toEqual([1, 2, 3, 6, 7, 8, 9, 10]);
    expect(viewOf(again.engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
    expect((await again.engine.algorithms.start(TWAP)).id).toBe(id);
    expect(again.engine.algorithms.list()).toHaveLength(1);
  });

  // Would catch: a participation that forgets what traded while the engine was away, or counts a pause.
  test('a participation takes the stored volume of its absence into account, and says when nothing is stored', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const pov = {
      ...TWAP,
      kind: 'pov',
      slices: undefined,
      participation: 0.1,
      durationMs: 60 * MINUTE,
    } as const;
    const { id } = await engine.algorithms.start(pov);
    pass(engine, clock, 2 * MINUTE, 10);
    pass(engine, clock, 1_000);
    expect(taken(engine, id)).toBe(120);
    await engine.stop();
    clock.advance(2 * MINUTE);
    const second = await openDesk(dataFolder, clock);
    await settled();
    expect(viewOf(second.engine, id).planNote).toMatch(
      /^what traded in the 12\d s before the last start is not known, and not taken part in$/,
    );
    pass(second.engine, clock, 1_000, 100);
    pass(second.engine, clock, 1_000);
    expect(taken(second.engine, id)).toBe(130);
    second.engine.algorithms.pause(id);
    clock.advance(MINUTE);
    second.engine.algorithms.resume(id);
    const trades = allocateTrades(3);
    const now = clock.now();
    // During the pause, and twice while nobody listened.
    trades.time.set([now - 30_000, now + 10_000, now + MINUTE]);
    trades.price.fill(100);
    trades.size.set([5_000, 300, 200]);
    trades.sequence.fill(Number.NaN);
    await second.engine.stores.market.putTrades(SYMBOL, trades);
    await second.engine.stop();
    clock.advance(2 * MINUTE);
    const third = await openDesk(dataFolder, clock);
    await settled();
    clock.advance(0);
    quote(third.engine, 99.9, 100.1);
    expect(viewOf(third.engine, id).planNote).toMatch(/what is stored was counted: 500$/);
    expect(taken(third.engine, id)).toBe(180);
  });

  test('an end that was missed sends no rest hours later', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, atEnd: 'market' });
    pass(engine, clock, MINUTE / 2);
    await engine.stop();
    clock.advance(60 * MINUTE);
    const again = await openDesk(dataFolder, clock);
    pass(again.engine, clock, MINUTE);
    expect(viewOf(again.engine, id)).toMatchObject({ state: 'finished', filledQuantity: '100' });
    expect(viewOf(again.engine, id).reason).toContain('the rest is not sent so late');
  });

  test('bad terms are refused before anything is journaled', async () => {
    const { engine } = await openDesk();
    const before = engine.journal.length;
    for (const [change, reason] of [
      [{ slices: undefined }, /needs a number of slices/],
      [{ symbol: 'NOBODY' }, /NOBODY/],
      [{ quantity: '0' }, /above zero/],
      [{ account: 'elsewhere' }, /elsewhere/],
    ] as const)
      await expect(engine.algorithms.start({ ...TWAP, ...change })).rejects.toThrow(reason);
    expect(engine.journal.length).toBe(before);
  });
});

describe('the other algorithms', () => {
  test('an iceberg shows one part at a time', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({
      account: 'desk',
      kind: 'iceberg',
      symbol: SYMBOL,
      side: 'buy',
      quantity: '250',
      limitPrice: '100.1',
      displayQuantity: '100',
      nonce: 'ice',
    });
    expect(childrenOf(engine).map(({ status }) => status)).toEqual(['working']);
    pass(engine, clock, 5_000);
    expect(childrenOf(engine).map(({ quantity, type }) => [formatDecimal(quantity), type])).toEqual([
      ['100', 'limit'],
      ['100', 'limit'],
      ['50', 'limit'],
    ]);
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '250', endTime: null });
  });

  // Would catch: more than the share of the volume, or less than it by more than a hundredth of the order.
  test('a participation keeps to its share of what trades, and no child is above its cap', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({
      account: 'desk',
      kind: 'pov',
      symbol: SYMBOL,
      side: 'buy',
      quantity: '1000',
      participation: 0.1,
      childQuantityMax: '30',
      durationMs: 30 * MINUTE,
      nonce: 'pov',
    });
    for (let minute = 1; minute <= 5; minute++) {
      pass(engine, clock, MINUTE, 20);
      const filled = Number(viewOf(engine, id).filledQuantity);
      expect(filled).toBeLessThanOrEqual(minute * 120);
      expect(filled).toBeGreaterThanOrEqual(minute * 120 - 20);
    }
    expect(
      Math.max(...childrenOf(engine).map(({ quantity }) => Number(formatDecimal(quantity)))),
    ).toBeLessThanOrEqual(30);
    const { engine: other, clock: still } = await openDesk();
    const quiet = await other.algorithms.start({
      ...TWAP,
      kind: 'pov',
      slices: undefined,
      participation: 0.1,
    });
    pass(other, still, 5 * MINUTE, 0);
    expect(viewOf(other, quiet.id)).toMatchObject({ childrenSent: 0, state: 'running' });
  });

  test('a VWAP follows the volume of past days, and says so when it cannot', async () => {
    const { engine, clock } = await openDesk();
    const even = await engine.algorithms.start({ ...TWAP, kind: 'vwap', slices: 4 });
    expect(even.planNote).toContain('its slices are equal');
    engine.algorithms.cancel(even.id);
    const time: number[] = [];
    const volume: number[] = [];
    for (let past = 4; past >= 1; past--)
      for (let minute = 0; minute < 10; minute++) {
        time.push(START - past * 86_400_000 + minute * MINUTE);
        volume.push(minute < 5 ? 300 : 100);
      }
    const flat = Float64Array.from(time, () => 100);
    await engine.stores.market.putBars(SYMBOL, '1m', {
      length: time.length,
      time: Float64Array.from(time),
      open: flat,
      high: flat,
      low: flat,
      close: flat,
      volume: Float64Array.from(volume),
    });
    const { id, planNote } = await engine.algorithms.start({
      ...TWAP,
      kind: 'vwap',
      slices: 2,
      nonce: 'curve',
    });
    expect(planNote).toBe('by the volume of 4 days at this time, from stored bars of 1m');
    pass(engine, clock, 11 * MINUTE);
    const own = childrenOf(engine).filter(({ algorithmId }) => algorithmId === id);
    expect(parts(own)).toEqual([
      [0, '750'],
      [5 * MINUTE, '250'],
    ]);
  });
});

// Would catch: an algorithm that goes by the wall clock while a replay goes through a year in a minute.
test('in a replay it goes by the time of the market', async () => {
  const engine = await openSampleEngine();
  const session = await engine.keeper.start({
    symbols: ['AAPL'],
    startDate: day('2012-01-17'),
    endDate: day('2012-02-28'),
    daysPerSecond: 0.000_1,
    cash: '10000000',
  });
  session.configure({ autonomy: 'off' });
  await session.step(1);
  const begin = session.eventTime;
  const { id, account } = await engine.algorithms.start({
    kind: 'twap',
    symbol: 'AAPL',
    side: 'buy',
    quantity: '1000',
    slices: 10,
    startTime: begin + 18 * 60 * MINUTE,
    durationMs: 100 * MINUTE,
    nonce: 'replay',
  });
  await session.step(2);
  const children = childrenOf(engine, account);
  expect(children.map(({ quantity }) => formatDecimal(quantity))).toEqual(
    Array.from({ length: 10 }, () => '100'),
  );
  children.forEach(({ createdTime }, i) => {
    const due = begin + 18 * 60 * MINUTE + i * 10 * MINUTE;
    expect(createdTime).toBeGreaterThanOrEqual(due);
    expect(createdTime).toBeLessThan(due + 2 * MINUTE);
  });
  expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });

  const next = await engine.algorithms.start({ ...TWAP, account: undefined, symbol: 'AAPL', nonce: 'left' });
  await engine.keeper.start({ symbols: ['AAPL'], startDate: day('2012-01-17'), endDate: day('2012-02-28') });
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  engine.algorithms.restore(() => () => undefined);
  expect(viewOf(engine, next.id)).toMatchObject({ state: 'cancelled', reason: 'another replay was started' });
});

// Would catch: a line that is away for a minute taken for a person's word, and the algorithm left paused.
test('what its account takes only later is waited for', async () => {
  const { engine, clock } = await openDesk();
  const { trading } = engine.accounts.requireOpen('desk');
  const { id } = await engine.algorithms.start({ ...TWAP, startTime: START + MINUTE });
  const hour = 60 * MINUTE;
  const until = START + 3 * MINUTE;
  trading.transact(() =>
    engine.journal.add({
      kind: 'ProtectionTriggered',
      payload: {
        account: 'desk',
        lock: {
          id: 'lock',
          protection: 'drawdown',
          symbol: null,
          effect: 'halt',
          reason: 'test',
          sinceTime: START - hour,
          untilTime: until,
        },
      },
      eventTime: START,
      source: 'test',
    }),
  );
  pass(engine, clock, 2 * MINUTE);
  expect(viewOf(engine, id).state).toBe('running');
  expect(viewOf(engine, id).reason).toMatch(/^waits: .*test/);
  expect(childrenOf(engine)).toHaveLength(0);
  pass(engine, clock, 10 * MINUTE);
  expect(childrenOf(engine)[0]?.createdTime).toBeGreaterThanOrEqual(until);
  expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
});

// Would catch: a replay that was stopped in between and then trades other parts, or at other times.
test('in a replay a stop in between changes nothing', async () => {
  const request = {
    symbols: ['AAPL'],
    startDate: day('2012-01-17'),
    endDate: day('2012-02-28'),
    cash: '10000000',
  };
  const worked = (begin: number): AlgorithmRequest => ({
    kind: 'twap',
    symbol: 'AAPL',
    side: 'buy',
    quantity: '1003',
    slices: 30,
    jitter: 0.5,
    startTime: begin,
    durationMs: 3 * 86_400_000,
    nonce: 'replay',
  });
  async function play(isStopped: boolean): Promise<unknown[]> {
    const dataFolder = temporaryFolder();
    let engine = await openSampleEngine({ dataFolder });
    const session = await engine.keeper.start({ ...request, daysPerSecond: 0.000_1 });
    session.configure({ autonomy: 'off' });
    await session.step(1);
    const { account } = await engine.algorithms.start(worked(session.eventTime));
    await session.step(2);
    if (isStopped) {
      await engine.stop();
      engine = await openTestEngine({ dataFolder });
      await engine.keeper.openLatest({ isStanding: true });
    }
    await engine.keeper.require().step(3);
    const orders = childrenOf(engine, account);
    return orders.map(({ clientOrderId, createdTime, quantity, averagePrice, status }) => [
      clientOrderId,
      createdTime,
      formatDecimal(quantity),
      formatDecimal(averagePrice),
      status,
    ]);
  }
  const whole = await play(false);
  expect(whole.length).toBeGreaterThan(5);
  expect(await play(true)).toEqual(whole);
});
