import type { NewAlgorithm } from '#agents/execution-manager/algorithms/algorithm-runner';
import { evenWeights } from '#domain/orders/algorithms/slice-plan';
import type { Side } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ONE, DECIMAL_ZERO, formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { SeededRandom } from '#domain/values/seeded-random';
import type { AlgorithmPayloads } from '#engine/journal/algorithm-records';
import type { Violations } from './invariants.ts';
import { ACCOUNT, type TradingProcess } from './trading-process.ts';

/** A trade of the market, which a store may have kept. */
export interface Trade {
  readonly time: number;
  readonly symbol: string;
  readonly size: number;
}

/** What traded of a symbol after a moment, up to another. */
export function volumeOf(trades: readonly Trade[], symbol: string, from: number, to: number): number {
  const within = trades.filter((one) => one.symbol === symbol && one.time > from && one.time <= to);
  return within.reduce((sum, { size }) => sum + size, 0);
}

/** An order to be worked in equal slices, or by the volume of the market. */
export function seededAlgorithm(
  random: SeededRandom,
  { id, symbol, side, now }: { id: string; symbol: string; side: Side; now: number },
): NewAlgorithm {
  const slices = random.nextInteger(2, 8);
  const terms = {
    symbol,
    side,
    quantity: parseDecimal(String(random.nextInteger(20, 200))),
    startTime: now,
    endTime: now + random.nextInteger(20_000, 240_000),
    atEnd: random.next() < 0.5 ? 'cancel' : 'market',
  } as const;
  const common = { id, lot: DECIMAL_ONE };
  return random.next() < 0.5
    ? { ...common, terms: { ...terms, kind: 'twap', slices }, weights: evenWeights(slices) }
    : { ...common, terms: { ...terms, kind: 'pov', participation: 0.1 + random.next() * 0.4 } };
}

/** No part twice, none unaccounted for, never more than was to be worked, and none of what was started forgotten. */
export function checkAlgorithms(
  { store, algorithms, journal }: TradingProcess,
  started: ReadonlySet<string>,
  found: Violations,
): void {
  for (const id of started) if (!algorithms.book.get(id)) found.lost.push(`algorithm ${id} is forgotten`);
  const orders = store.orders(ACCOUNT, 1_000_000).filter(({ algorithmId }) => algorithmId !== undefined);
  const parts = new Set<string>();
  for (const { id, terms } of algorithms.book.all()) {
    const numbers = new Set<number>();
    let taken = DECIMAL_ZERO;
    for (const { kind, payload } of store.correlated(id)) {
      if (kind !== 'AlgorithmChildSent') continue;
      const { number, clientOrderId } = JSON.parse(payload) as AlgorithmPayloads['AlgorithmChildSent'];
      if (numbers.has(number)) found.doubled.push(`part ${number} of ${id} was sent twice`);
      numbers.add(number);
      parts.add(clientOrderId);
      const order = journal.projection.order(clientOrderId);
      if (!order) found.lost.push(`part ${number} of ${id} has no order`);
      else taken += isOpenStatus(order.status) ? order.quantity : order.filledQuantity;
    }
    if (taken > terms.quantity)
      found.doubled.push(`${id} takes ${formatDecimal(taken)} of ${formatDecimal(terms.quantity)}`);
  }
  for (const { clientOrderId, algorithmId } of orders)
    if (!parts.has(clientOrderId)) found.lost.push(`order ${clientOrderId} is no part of ${algorithmId}`);
}

/** Once nothing fails any more: what has ended has nothing at work, and what goes on has a time for its next step. */
export function checkAlgorithmsAtRest({ algorithms, clock }: TradingProcess, found: Violations): void {
  for (const { id, state, terms, children, nextTime } of algorithms.book.all()) {
    const isAtWork = [...children.values()].some(({ status }) => isOpenStatus(status));
    const isOver = state === 'finished' || state === 'cancelled';
    if (isOver && isAtWork) found.lost.push(`${id} is ${state} and has orders at work`);
    const isDue = terms.endTime !== undefined && terms.endTime < clock.now() - 60_000;
    if (!isOver && isDue) found.lost.push(`${id} is ${state} after its time, next at ${nextTime}`);
  }
}
