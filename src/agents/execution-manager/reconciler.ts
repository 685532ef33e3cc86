import type { Order } from '#domain/orders/order';
import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { type BookDifference, compareBooks, differenceText } from '#domain/portfolio/compare-books';
import type { Decimal } from '#domain/values/decimal';
import type { Journal } from '#engine/journal/journal';
import type { BrokerConnection, BrokerEvent, BrokerFill, BrokerOrderReport } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { refOf } from './account-desk.ts';

/** An order that a person has to decide about. */
export interface OpenQuestion {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly question: string;
}

/** What asking the broker has shown. */
export interface Reconciliation {
  readonly time: number;
  /** Orders that were asked for and are certain now. */
  readonly sure: number;
  readonly unknown: readonly OpenQuestion[];
  /** Working orders at the broker that nobody here sent. */
  readonly external: readonly BrokerOrderReport[];
  readonly differences: readonly BookDifference[];
}

export interface ReconcilerPorts {
  readonly journal: Journal;
  readonly account: string;
  readonly connection: Pick<BrokerConnection, 'order' | 'openOrders' | 'fills' | 'positions' | 'balances'>;
  readonly findsByClientId: boolean;
  readonly cashTolerance: Decimal;
  readonly clock: Pick<Clock, 'now'>;
  /** What the last comparison found: the same again is not journaled again. */
  readonly known: readonly string[] | undefined;
  /** Takes what was found as if the broker had said it, and makes it durable at once. */
  readonly take: (events: readonly BrokerEvent[]) => void;
}

/** How long before the oldest open order fills are asked for: clocks differ. */
const OVERLAP_MS = 60_000;
/** How far back fills are asked for in an account that has none here. */
const UNTRADED_MS = 7 * 86_400_000;

/**
 * Asks the broker what has become of every order whose outcome is open, and whether its books are ours. Fills come first,
 * so that an order is not taken for gone before what it traded is booked. Rejects with the broker's error when it cannot
 * answer; what was learnt until then is kept.
 */
export async function reconcileAccount(ports: ReconcilerPorts): Promise<Reconciliation> {
  const { journal, account, connection, clock, take } = ports;
  const atVenue = (): Order[] =>
    journal.projection.openOrders(account).filter(({ status }) => isAtVenue(status));
  const before = atVenue();
  const fills = await connection.fills(firstTime(before, ports));
  take(fills.filter((fill) => isOurs(fill)).map((fill) => ({ kind: 'filled', fill })));
  const reports = await connection.openOrders();
  const byId = new Map(reports.flatMap((report) => (idOf(report) ? [[idOf(report), report] as const] : [])));
  const unknown: OpenQuestion[] = [];
  for (const order of atVenue()) {
    const canAsk = ports.findsByClientId || order.venueOrderId !== undefined;
    const report = byId.get(order.clientOrderId) ?? (canAsk ? await connection.order(refOf(order)) : null);
    const latest = journal.projection.order(order.clientOrderId) ?? order;
    const events: BrokerEvent[] = [];
    const question = settle(latest, report, ports, (event) => events.push(event));
    take(events);
    if (question) unknown.push({ clientOrderId: order.clientOrderId, symbol: order.symbol, question });
  }
  const differences = await compare(ports);
  return {
    time: clock.now(),
    sure: before.length - unknown.length,
    unknown,
    external: reports.filter((report) => idOf(report) === undefined),
    differences,
  };

  function isOurs({ clientOrderId, venueOrderId }: BrokerFill): boolean {
    return clientOrderId === null
      ? journal.projection.orderOfVenue(account, venueOrderId) !== undefined
      : journal.projection.order(clientOrderId) !== undefined;
  }

  function idOf({ clientOrderId, venueOrderId }: BrokerOrderReport): string | undefined {
    if (clientOrderId !== null && journal.projection.order(clientOrderId)) return clientOrderId;
    return journal.projection.orderOfVenue(account, venueOrderId)?.clientOrderId;
  }
}

function firstTime(orders: readonly Order[], { journal, account, clock }: ReconcilerPorts): number {
  const newest = journal.store.fills(account, 1)[0]?.eventTime ?? clock.now() - UNTRADED_MS;
  return Math.min(newest, ...orders.map(({ createdTime }) => createdTime)) - OVERLAP_MS;
}

/** Takes what a report says of an order; answers the question that stays open. */
function settle(
  order: Order,
  report: BrokerOrderReport | null,
  { findsByClientId, clock }: ReconcilerPorts,
  take: (event: BrokerEvent) => void,
): string | undefined {
  const { clientOrderId, status } = order;
  const eventTime = clock.now();
  if (!isOpenStatus(status)) return undefined;
  if (!report) {
    if (!findsByClientId && order.venueOrderId === undefined)
      return 'the broker cannot be asked by our number: look there whether the order exists';
    if (status === 'sent' || (status === 'unknown' && order.venueOrderId === undefined)) {
      take({
        kind: 'unsent',
        command: 'submit',
        clientOrderId,
        reason: 'the broker has no such order',
        eventTime,
      });
      return undefined;
    }
    return 'the broker does not know an order that it had acknowledged';
  }
  if (report.filledQuantity > order.filledQuantity)
    return 'the broker reports more filled than the fills it lists';
  const { venueOrderId, reason = `reported ${report.status}` } = report;
  if (report.status === 'filled')
    return 'the broker reports it filled, and lists no fill that is missing here';
  if (report.status === 'cancelled' || report.status === 'rejected' || report.status === 'expired') {
    take({ kind: report.status, clientOrderId, reason, eventTime });
    return undefined;
  }
  if (status === 'sent' || status === 'unknown')
    take({ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime });
  if (status === 'pending-cancel' && report.status !== 'pending-cancel')
    take({ kind: 'cancel-rejected', clientOrderId, reason: 'the broker still works it', eventTime });
  if (order.pendingChange && report.status !== 'pending-replace')
    settleChange(order, report, take, eventTime);
  return undefined;
}

function settleChange(
  { clientOrderId, pendingChange: change = {} }: Order,
  report: BrokerOrderReport,
  take: (event: BrokerEvent) => void,
  eventTime: number,
): void {
  const isMade =
    (change.quantity ?? report.quantity) === report.quantity &&
    (change.limitPrice ?? report.limitPrice) === report.limitPrice &&
    (change.stopPrice ?? report.stopPrice) === report.stopPrice;
  const { venueOrderId } = report;
  if (isMade) take({ kind: 'replaced', clientOrderId, venueOrderId, change, eventTime });
  else take({ kind: 'replace-rejected', clientOrderId, reason: 'the broker has the old terms', eventTime });
}

/** Compares positions and cash, and journals the outcome. */
async function compare(ports: ReconcilerPorts): Promise<BookDifference[]> {
  const { journal, account, connection, cashTolerance, clock, known } = ports;
  const [positions, balances] = await Promise.all([connection.positions(), connection.balances()]);
  const row = journal.projection.account(account);
  if (!row) return [];
  const differences = compareBooks(
    { positions: journal.store.positions(account), cash: row.cash, currency: row.currency },
    { positions, balances },
    cashTolerance,
  );
  const found = differences.map(differenceText);
  if (known !== undefined && found.join() === known.join()) return differences;
  journal.record({
    kind: 'AccountReconciled',
    payload: { account, differences: found },
    eventTime: clock.now(),
    source: 'execution_manager',
  });
  return differences;
}
