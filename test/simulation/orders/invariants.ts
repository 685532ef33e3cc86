import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, type Decimal, formatDecimal, multiplyDecimal } from '#domain/values/decimal';
import { verifyJournal } from '#engine/journal/verify-journal';
import { type SeededExchange, sameTerms } from './seeded-exchange.ts';
import { ACCOUNT, type TradingProcess } from './trading-process.ts';

/** What must never be, by what it means to the person whose money it is. */
export interface Violations {
  readonly lost: string[];
  readonly doubled: string[];
  readonly unbalanced: string[];
}

export const noViolations = (): Violations => ({ lost: [], doubled: [], unbalanced: [] });

/** True at every moment, whatever is under way. */
export function checkStep(
  process: TradingProcess,
  exchange: SeededExchange,
  sent: ReadonlyMap<string, number>,
  found: Violations,
): void {
  const { store, journal } = process;
  for (const [id, count] of sent) if (count > 1) found.doubled.push(`order ${id} was sent ${count} times`);
  for (const { clientOrderId } of exchange.all()) {
    if (clientOrderId === null) continue;
    const order = journal.projection.order(clientOrderId);
    if (!order) found.lost.push(`the exchange has order ${clientOrderId}, which the journal never had`);
  }
  const held = new Map<string, Decimal>();
  let cash = store.account(ACCOUNT)?.startingCash ?? DECIMAL_ZERO;
  for (const fill of store.fills(ACCOUNT, 1_000_000)) {
    const value = multiplyDecimal(fill.price, fill.quantity);
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    held.set(fill.symbol, (held.get(fill.symbol) ?? DECIMAL_ZERO) + signed);
    cash += (fill.side === 'buy' ? -value : value) - fill.fee;
    if (!store.order(fill.clientOrderId)) found.unbalanced.push(`fill ${fill.fillId} has no order`);
  }
  for (const { symbol, quantity } of store.positions(ACCOUNT))
    if (quantity !== (held.get(symbol) ?? DECIMAL_ZERO))
      found.unbalanced.push(`${symbol} is ${formatDecimal(quantity)}, its fills say another`);
  const row = store.account(ACCOUNT);
  if (row?.cash !== cash)
    found.unbalanced.push(`cash is ${row ? formatDecimal(row.cash) : '-'}, fills say ${formatDecimal(cash)}`);
}

/** The journal verifies, and the ledger is what a rebuild from zero gives. */
export function checkJournal({ store }: TradingProcess, found: Violations): void {
  const { isValid, isLedgerEqual, problem } = verifyJournal(store, () => 0);
  if (!isValid || !isLedgerEqual) found.unbalanced.push(`the journal: ${problem}`);
}

/** Every order at the exchange was approved by risk, with the number of its verdict, before it was sent. */
export function checkVerdicts({ store }: TradingProcess, sent: Iterable<string>, found: Violations): void {
  for (const id of sent) {
    const kinds = store.correlated(id);
    const approved = kinds.findIndex(
      ({ kind, payload }) =>
        kind === 'RiskChecked' && /"verdict":"approved","verdictId":"R-[0-9a-f]{10}"/.test(payload),
    );
    const sent = kinds.findIndex(({ kind }) => kind === 'OrderSent');
    if (approved < 0 || sent < approved) found.doubled.push(`order ${id} was sent without a verdict`);
  }
}

/** More than a day with faults needs for one order: nobody asks for so much, and a broker would close the account. */
const COMMANDS_MAX = 100;

/** No order is changed to and fro without end. */
export function checkCommands(commands: ReadonlyMap<string, number>, found: Violations): void {
  for (const [id, count] of commands)
    if (count > COMMANDS_MAX) found.doubled.push(`${count} commands were given about order ${id}`);
}

/** What a person was told must be there after a restart. */
export function checkAcknowledged(
  { journal }: TradingProcess,
  told: ReadonlySet<string>,
  cancelled: ReadonlySet<string>,
  found: Violations,
): void {
  for (const id of told)
    if (!journal.projection.order(id)) found.lost.push(`order ${id} was acknowledged and is gone`);
  for (const id of cancelled) {
    const order = journal.projection.order(id);
    const isKept =
      order && (!isOpenStatus(order.status) || order.isCancelWanted || wasRefused(journal.store, id));
    if (!isKept) found.lost.push(`the cancel of ${id} was acknowledged and is forgotten`);
  }
}

function wasRefused(store: TradingProcess['store'], id: string): boolean {
  return store.correlated(id).some(({ kind }) => kind === 'CancelRejected');
}

/** Once everything has come to rest: both sides have the same orders, fills, positions and cash. */
export function checkAtRest(process: TradingProcess, exchange: SeededExchange, found: Violations): void {
  const { store, journal } = process;
  const ours = new Map(store.fills(ACCOUNT, 1_000_000).map((fill) => [fill.fillId, fill]));
  for (const made of exchange.fillsMade) {
    const { fillId, clientOrderId, quantity, price, fee } = made;
    const isOurs = clientOrderId !== null || journal.projection.orderOfVenue(ACCOUNT, made.venueOrderId);
    if (!isOurs) continue;
    const booked = ours.get(`${ACCOUNT}/${fillId}`);
    if (!booked) found.lost.push(`fill ${fillId} of ${formatDecimal(quantity)} was never booked`);
    else if (booked.quantity !== quantity || booked.price !== price || booked.fee !== fee)
      found.unbalanced.push(`fill ${fillId} is booked as another`);
    ours.delete(`${ACCOUNT}/${fillId}`);
  }
  for (const id of ours.keys()) found.doubled.push(`fill ${id} was booked and never happened`);
  for (const report of exchange.openOrders()) {
    const order =
      report.clientOrderId === null
        ? journal.projection.orderOfVenue(ACCOUNT, report.venueOrderId)
        : journal.projection.order(report.clientOrderId);
    if (report.clientOrderId === null && !order) continue;
    if (!order || !isAtVenue(order.status))
      found.lost.push(`the exchange works ${report.clientOrderId}, which is ${order?.status} here`);
    else if (!sameTerms(order, report))
      found.unbalanced.push(`order ${order.clientOrderId} is on other terms at the exchange`);
  }
  const open = new Set(exchange.openOrders().map(({ venueOrderId }) => venueOrderId));
  for (const order of journal.projection.openOrders(ACCOUNT))
    if (isAtVenue(order.status) && !open.has(order.venueOrderId ?? ''))
      found.lost.push(`order ${order.clientOrderId} is ${order.status} here and not at the exchange`);
  const positions = new Map(store.positions(ACCOUNT).map(({ symbol, quantity }) => [symbol, quantity]));
  for (const { symbol, quantity } of exchange.positions())
    if ((positions.get(symbol) ?? DECIMAL_ZERO) !== quantity)
      found.unbalanced.push(`${symbol}: other quantities here and at the exchange`);
  if (store.account(ACCOUNT)?.cash !== exchange.cash()) found.unbalanced.push('other cash at the exchange');
}
