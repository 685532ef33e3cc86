import { hasFilled } from '#domain/orders/combo-fills';
import type { Order, OrderChange } from '#domain/orders/order';
import { canHappen, isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { type BookDifference, compareBooks, differenceText } from '#domain/portfolio/compare-books';
import type { Decimal } from '#domain/values/decimal';
import type { Journal } from '#engine/journal/journal';
import type { BrokerConnection, BrokerOrderReport } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { refOf } from './account-desk.ts';
import type { AwaitedAnswers } from './awaited-answers.ts';
import type { OrderNews } from './order-news.ts';

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
  readonly take: (news: readonly OrderNews[]) => void;
  readonly answers: Pick<AwaitedAnswers, 'isAwaited' | 'isAnswerDue' | 'isGone' | 'found'>;
  /** Sends the cancel again of an order whose end was asked for and that works on, durable at once. */
  readonly cancelAgain: (order: Order) => void;
}

/** How long before the oldest open order fills are asked for: clocks differ. */
const OVERLAP_MS = 60_000;
/** How far back fills are asked for in an account that has none here, and where the books do not agree. */
const FAR_BACK_MS = 7 * 86_400_000;
/** How often the broker is asked anew when it traded while it was being asked. */
const LOOKS_MAX = 4;

/** What one look at the broker has shown. */
interface Look {
  readonly unknown: readonly OpenQuestion[];
  readonly external: readonly BrokerOrderReport[];
  readonly differences: readonly BookDifference[];
  /** The broker told of more than the fills it listed: it has traded meanwhile, or long ago. */
  readonly isBehind: boolean;
}

/**
 * Asks the broker what has become of every order whose outcome is open, and whether its books are ours. Fills come first,
 * so that an order is not taken for gone before what it traded is booked; where the books do not agree they are asked for
 * again, from further back. Rejects with the broker's error when it cannot answer; what was learnt until then is kept.
 */
export async function reconcileAccount(ports: ReconcilerPorts): Promise<Reconciliation> {
  const { journal, account, clock, known } = ports;
  const asked = atVenue(ports).length;
  const isNew = (differences: readonly BookDifference[]): boolean =>
    differences.length > 0 && differences.map(differenceText).join() !== known?.join();
  let look = await lookAt(ports, firstTime(ports));
  for (
    let count = 1;
    count < LOOKS_MAX && (look.isBehind || (count === 1 && isNew(look.differences)));
    count++
  )
    look = await lookAt(ports, firstTime(ports) - FAR_BACK_MS);
  const { unknown, external, differences } = look;
  const found = differences.map(differenceText);
  if (known === undefined || found.join() !== known.join())
    journal.record({
      kind: 'AccountReconciled',
      payload: { account, differences: found },
      eventTime: clock.now(),
      source: 'execution_manager',
    });
  return {
    time: clock.now(),
    sure: Math.max(0, asked - unknown.length),
    unknown,
    external,
    differences,
  };
}

async function lookAt(ports: ReconcilerPorts, since: number): Promise<Look> {
  const { connection, journal, take, cancelAgain } = ports;
  const fills = await connection.fills(since);
  take(fills.filter((fill) => orderOf(fill, ports) !== undefined).map((fill) => ({ kind: 'filled', fill })));
  const asked = new Map(
    atVenue(ports)
      .filter(({ clientOrderId }) => !ports.answers.isAwaited(clientOrderId))
      .map((order) => [order.clientOrderId, order]),
  );
  const reports = await connection.openOrders();
  const byId = new Map(
    reports.flatMap((report) => {
      const order = orderOf(report, ports);
      return order ? [[order.clientOrderId, report] as const] : [];
    }),
  );
  const unknown: OpenQuestion[] = [];
  let isBehind = false;
  const ask = (order: Order, outcome: Outcome | undefined): void => {
    if (outcome?.isBehind) isBehind = true;
    if (outcome) unknown.push({ clientOrderId: order.clientOrderId, symbol: order.symbol, ...outcome });
  };
  for (const { clientOrderId } of atVenue(ports)) {
    const before = journal.projection.order(clientOrderId);
    if (!before || ports.answers.isAwaited(clientOrderId)) continue;
    const canAsk = ports.findsByClientId || before.venueOrderId !== undefined;
    const asOf = asked.get(clientOrderId);
    const listed = asOf && !hasMoved(asOf, before) ? byId.get(clientOrderId) : undefined;
    const report = listed ?? (canAsk ? await connection.order(refOf(before)) : null);
    const order = journal.projection.order(clientOrderId);
    // What was heard or sent while the broker was being asked is newer than its answer.
    if (!order || hasMoved(before, order) || ports.answers.isAwaited(clientOrderId)) {
      if (order && isOpenStatus(order.status)) isBehind = true;
      continue;
    }
    const { news, outcome } = settle(order, report, ports);
    take(news);
    ask(order, outcome);
    const settled = journal.projection.order(clientOrderId);
    if (settled?.isCancelWanted && !outcome && isAtWork(settled)) cancelAgain(settled);
  }
  for (const [clientOrderId, report] of byId) {
    const order = journal.projection.order(clientOrderId);
    if (order && !isOpenStatus(order.status)) ask(order, await revive(order, ports, report));
  }
  return {
    unknown,
    external: reports.filter((report) => orderOf(report, ports) === undefined),
    differences: await compare(ports),
    isBehind,
  };
}

function atVenue({ journal, account }: ReconcilerPorts): Order[] {
  return journal.projection.openOrders(account).filter(({ status }) => isAtVenue(status));
}

function orderOf(
  { clientOrderId, venueOrderId }: Pick<BrokerOrderReport, 'clientOrderId' | 'venueOrderId'>,
  { journal, account }: ReconcilerPorts,
): Order | undefined {
  const known = clientOrderId === null ? undefined : journal.projection.order(clientOrderId);
  const order = known ?? journal.projection.orderOfVenue(account, venueOrderId);
  return order?.account === account ? order : undefined;
}

/** Fills are asked for from the newest that is booked, the oldest open order and the oldest fee that is due on. */
function firstTime({ journal, account, clock }: ReconcilerPorts): number {
  const farBack = clock.now() - FAR_BACK_MS;
  const newest = journal.store.fills(account, 1)[0]?.eventTime ?? farBack;
  const opened = journal.projection.openOrders(account).map(({ createdTime }) => createdTime);
  return Math.min(newest, journal.store.oldestFeeDue(account, farBack) ?? newest, ...opened) - OVERLAP_MS;
}

/** A question that stays open. */
interface Outcome {
  readonly question: string;
  readonly isBehind?: boolean;
}

interface Settled {
  readonly news: readonly OrderNews[];
  readonly outcome?: Outcome;
}

function hasMoved(before: Order, after: Order): boolean {
  return (
    before.status !== after.status ||
    before.filledQuantity !== after.filledQuantity ||
    before.updatedTime !== after.updatedTime ||
    before.revision !== after.revision
  );
}

const isAtWork = ({ status }: Order): boolean => status === 'working' || status === 'partially-filled';

/** What a report says of an open order. */
function settle(order: Order, report: BrokerOrderReport | null, ports: ReconcilerPorts): Settled {
  const { clientOrderId } = order;
  const eventTime = ports.clock.now();
  if (!report) return settleMissing(order, ports);
  // What the broker had before it told us more.
  if (report.filledQuantity < order.filledQuantity) return { news: [] };
  ports.answers.found(clientOrderId);
  const news: OrderNews[] = [];
  if (order.pendingChange && report.status !== 'pending-replace')
    news.push(changeNews(order, report, eventTime));
  const { venueOrderId, reason = `reported ${report.status}` } = report;
  const change = order.pendingChange ? undefined : otherTerms(order, report);
  if (change && canHappen(order.status, 'replaced'))
    news.push({ kind: 'restated', clientOrderId, venueOrderId, change, eventTime });
  if (report.filledQuantity > order.filledQuantity) {
    const question = 'the broker reports more filled than the fills it lists';
    return { news, outcome: { question, isBehind: true } };
  }
  if (report.status === 'filled') {
    if (order.filledQuantity >= report.quantity) return { news };
    const question = 'the broker reports it filled, and lists no fill that is missing here';
    return { news, outcome: { question, isBehind: true } };
  }
  if (report.status === 'cancelled' || report.status === 'rejected' || report.status === 'expired')
    return { news: [...news, { kind: report.status, clientOrderId, reason, eventTime }] };
  if (order.status === 'sent' || order.status === 'unknown' || order.venueOrderId === undefined)
    news.push({ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime });
  if (order.status === 'pending-cancel' && report.status !== 'pending-cancel') {
    const why = 'the broker still works it';
    news.push({ kind: 'unsent', command: 'cancel', clientOrderId, reason: why, eventTime });
  }
  return { news };
}

/** The broker is sure that it knows no such order. */
function settleMissing(order: Order, { findsByClientId, answers, clock }: ReconcilerPorts): Settled {
  const { clientOrderId, venueOrderId } = order;
  if (venueOrderId !== undefined || hasFilled(order))
    return {
      news: [],
      outcome: { question: 'the broker does not know an order that it had acknowledged' },
    };
  if (!findsByClientId)
    return {
      news: [],
      outcome: { question: 'the broker cannot be asked by our number: look there whether the order exists' },
    };
  if (!answers.isGone(clientOrderId))
    return {
      news: [],
      outcome: { question: 'the broker does not know it; it may still be on its way and is asked for again' },
    };
  const reason = 'the broker has no such order';
  return { news: [{ kind: 'unsent', command: 'submit', clientOrderId, reason, eventTime: clock.now() }] };
}

/** An order of ours that is closed here and open there: a message that arrived late, or an end that was told wrongly. */
async function revive(
  order: Order,
  { connection, journal, clock, take, answers }: ReconcilerPorts,
  listed: BrokerOrderReport,
): Promise<Outcome | undefined> {
  const { clientOrderId } = order;
  const report = await connection.order({ ...refOf(order), venueOrderId: listed.venueOrderId });
  const latest = journal.projection.order(clientOrderId);
  if (!report || !latest || hasMoved(order, latest) || answers.isAwaited(clientOrderId)) return undefined;
  if (report.status !== 'working' && report.status !== 'partially-filled') return undefined;
  if (report.filledQuantity > latest.filledQuantity)
    return { question: 'the broker works it though it was taken for ended', isBehind: true };
  if (latest.status === 'filled' || latest.status === 'refused')
    return { question: `the broker works an order that is ${latest.status} here` };
  const { venueOrderId } = report;
  const reason = `the broker works it, though it was taken for ${latest.status}`;
  take([{ kind: 'revived', clientOrderId, venueOrderId, reason, eventTime: clock.now() }]);
  return undefined;
}

/** Quantity and prices that the broker has otherwise: changed elsewhere, or a change that was told twice. */
function otherTerms(order: Order, report: BrokerOrderReport): OrderChange | undefined {
  if (report.type !== order.type) return undefined;
  const change: OrderChange = {
    ...(report.quantity === order.quantity ? {} : { quantity: report.quantity }),
    ...(isOther(order.limitPrice, report.limitPrice) ? { limitPrice: report.limitPrice } : {}),
    ...(isOther(order.stopPrice, report.stopPrice) ? { stopPrice: report.stopPrice } : {}),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

const isOther = (ours: Decimal | undefined, theirs: Decimal | undefined): theirs is Decimal =>
  ours !== undefined && theirs !== undefined && ours !== theirs;

function changeNews(
  { clientOrderId, pendingChange: change = {} }: Order,
  report: BrokerOrderReport,
  eventTime: number,
): OrderNews {
  const isMade =
    (change.quantity ?? report.quantity) === report.quantity &&
    (change.limitPrice ?? report.limitPrice) === report.limitPrice &&
    (change.stopPrice ?? report.stopPrice) === report.stopPrice;
  const { venueOrderId } = report;
  if (isMade) return { kind: 'replaced', clientOrderId, venueOrderId, change, eventTime };
  const reason = 'the broker has the old terms';
  return { kind: 'unsent', command: 'replace', clientOrderId, reason, eventTime };
}

/** Where the books differ in positions and cash. */
async function compare({
  journal,
  account,
  connection,
  cashTolerance,
}: ReconcilerPorts): Promise<BookDifference[]> {
  const [positions, balances] = await Promise.all([connection.positions(), connection.balances()]);
  const row = journal.projection.account(account);
  if (!row) return [];
  return compareBooks(
    { positions: journal.store.positions(account), cash: row.cash, currency: row.currency },
    { positions, balances },
    cashTolerance,
  );
}
