import type { AlgorithmRequest, AlgorithmView } from '#contract/services/algorithms';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import type { Order } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import type { Engine } from '#runtime/engine/create-engine';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

/** When the clock of {@link openDesk} begins. */
export const START = Date.parse('2024-01-10T12:00:00Z');
export const MINUTE = 60_000;
export const SYMBOL = 'SIM:ACME';

/** 1,000 in ten slices of a minute. */
export const TWAP: AlgorithmRequest = {
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
export async function openDesk(dataFolder = temporaryFolder(), clock = new SimulatedClock(START)) {
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
export function quote(engine: Engine, bid: number, ask: number, size = 0): void {
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
export function pass(engine: Engine, clock: SimulatedClock, milliseconds: number, volume = 0): void {
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    clock.advance(1_000);
    quote(engine, 99.9, 100.1, volume);
    clock.advance(0);
  }
}

/** The orders that algorithms have sent, oldest first. */
export function childrenOf(engine: Engine, account = 'desk'): Order[] {
  return engine.journal.store
    .orders(account, 1_000)
    .filter(({ algorithmId }) => algorithmId !== undefined)
    .reverse();
}

/** When each was made, in milliseconds from {@link START}, and its quantity. */
export const parts = (orders: readonly Order[]): [number, string][] =>
  orders.map(({ createdTime, quantity }) => [createdTime - START, formatDecimal(quantity)]);

export const viewOf = (engine: Engine, id: string): AlgorithmView =>
  engine.algorithms.list().find((one) => one.id === id)!;
