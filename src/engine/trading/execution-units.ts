import type { Arrival } from '#domain/orders/arrival';
import type { Fill, Order } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { type Decimal, parseDecimal } from '#domain/values/decimal';
import type { AlgorithmPayloads } from '../journal/algorithm-records.ts';
import type { JournalPayloads } from '../journal/record-kinds.ts';
import type { JournalStore } from '../ports/journal-store.ts';

/** An order with the price it was decided at and when it went out, as its records tell. */
export interface RecordedOrder {
  readonly order: Order;
  /** Null for orders older than this record. */
  readonly arrival: Arrival | null;
  /** When it was sent first; null when it never was. */
  readonly sentTime: number | null;
  /** Oldest first. */
  readonly fills: readonly Fill[];
}

/** What is measured as one: an order by itself, or all parts of an algorithm. */
export interface ExecutionUnit {
  readonly id: string;
  readonly isAlgorithm: boolean;
  readonly status: string;
  readonly isOpen: boolean;
  readonly quantity: Decimal;
  readonly decisionTime: number;
  readonly endTime: number;
  readonly arrival: Arrival | null;
  readonly orders: readonly RecordedOrder[];
}

type Source = Pick<JournalStore, 'orders' | 'fills' | 'order' | 'correlated'>;

/** Fills that are looked through for those of the orders. */
const FILLS_MAX = 50_000;

/** The newest orders of an account, newest first, parts of an algorithm put together. */
export function executionUnits(
  store: Source,
  account: string,
  { limit, symbol }: { readonly limit: number; readonly symbol?: string | undefined },
): ExecutionUnit[] {
  const fills = new Map<string, Fill[]>();
  for (const fill of store.fills(account, FILLS_MAX).reverse()) {
    const known = fills.get(fill.clientOrderId);
    if (known) known.push(fill);
    else fills.set(fill.clientOrderId, [fill]);
  }
  const read = (order: Order): RecordedOrder => readOrder(store, order, fills.get(order.clientOrderId) ?? []);
  const units = new Map<string, ExecutionUnit>();
  for (const order of store.orders(account, limit)) {
    if (order.status === 'refused' || (symbol !== undefined && order.symbol !== symbol)) continue;
    const { algorithmId, clientOrderId } = order;
    if (algorithmId === undefined) units.set(clientOrderId, unitOfOrder(read(order)));
    else if (!units.has(algorithmId)) {
      const unit = unitOfAlgorithm(store, algorithmId, read);
      units.set(unit?.id ?? clientOrderId, unit ?? unitOfOrder(read(order)));
    }
  }
  return [...units.values()];
}

function readOrder(store: Source, order: Order, fills: readonly Fill[]): RecordedOrder {
  const records = store.correlated(order.clientOrderId);
  const intended = records.find(({ kind }) => kind === 'OrderIntended');
  const sent = records.find(({ kind }) => kind === 'OrderSent');
  const payload = intended && (JSON.parse(intended.payload) as JournalPayloads['OrderIntended']);
  return { order, arrival: payload?.arrival ?? null, sentTime: sent?.eventTime ?? null, fills };
}

function unitOfOrder(recorded: RecordedOrder): ExecutionUnit {
  const { clientOrderId, status, quantity, createdTime, updatedTime } = recorded.order;
  return {
    id: clientOrderId,
    isAlgorithm: false,
    status,
    isOpen: isOpenStatus(status),
    quantity,
    decisionTime: createdTime,
    endTime: updatedTime,
    arrival: recorded.arrival,
    orders: [recorded],
  };
}

function unitOfAlgorithm(
  store: Source,
  id: string,
  read: (order: Order) => RecordedOrder,
): ExecutionUnit | undefined {
  const records = store.correlated(id);
  const started = records.find(({ kind }) => kind === 'AlgorithmStarted');
  if (!started) return undefined;
  const { terms, arrival } = JSON.parse(started.payload) as AlgorithmPayloads['AlgorithmStarted'];
  const states = records.filter(({ kind }) => kind === 'AlgorithmStateChanged');
  const last = states.at(-1);
  const status = last
    ? (JSON.parse(last.payload) as AlgorithmPayloads['AlgorithmStateChanged']).state
    : 'running';
  const orders = records.flatMap(({ kind, payload }) => {
    if (kind !== 'AlgorithmChildSent') return [];
    const { clientOrderId } = JSON.parse(payload) as AlgorithmPayloads['AlgorithmChildSent'];
    const order = store.order(clientOrderId);
    return order ? [read(order)] : [];
  });
  const first = orders[0]?.order;
  if (!first) return undefined;
  return {
    id,
    isAlgorithm: true,
    status,
    isOpen: status !== 'finished' && status !== 'cancelled',
    quantity: parseDecimal(terms.quantity),
    decisionTime: started.eventTime,
    endTime: Math.max(last?.eventTime ?? 0, ...orders.map(({ order }) => order.updatedTime)),
    arrival,
    orders,
  };
}
