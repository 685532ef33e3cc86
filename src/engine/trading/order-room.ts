import { OctopusError, unknownName } from '#contract/errors';
import type { Settings } from '#contract/services/settings';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import type { Instrument } from '#domain/instruments/instrument';
import { tradedLegs } from '#domain/orders/combo';
import type { Order, OrderChange, OrderIntent, OrderTerms, Side } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { termsFault } from '#domain/orders/terms-fault';
import { leadsEachTowardsFlat } from '#domain/risk/option-charge';
import {
  absoluteDecimal,
  DECIMAL_PLACES,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { AccountPlace, OrderDesk, TradingRoles } from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import { intentPayload } from '../journal/intent-payload.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenOrders } from '../journal/open-orders.ts';
import type { JournalEntry } from '../journal/record-kinds.ts';
import type { JudgedIntent } from '../session/decision-pipeline.ts';
import { reservedByOptions } from './option-orders-ahead.ts';
import { exitsOf, intentOfRequest } from './order-request.ts';
import type { PortfolioBook } from './portfolio-book.ts';
import type { ProtectionDesk } from './protection-desk.ts';
import { sessionStamp } from './session-stamp.ts';
import { portfolioAhead, portfolioWith } from './working-orders.ts';

/** The instruments that an account may trade, by symbol. */
export interface InstrumentLookup {
  get(symbol: string): Instrument | undefined;
  /** Those there are, to name the nearest of a wrong one. */
  keys(): Iterable<string>;
}

export interface OrderRoomOptions {
  readonly journal: Journal;
  readonly roles: TradingRoles;
  readonly desk: OrderDesk;
  readonly book: PortfolioBook;
  readonly place: AccountPlace;
  readonly instruments: InstrumentLookup;
  readonly settings: () => Settings;
  readonly eventTime: () => number;
  /**
   * Why an order in the symbol (null: in any) may not be sent now, besides compliance and risk; orders towards flat may
   * pass where others do not.
   */
  readonly whyClosed: (isTowardsFlat: boolean, symbol: string | null) => string | undefined;
  readonly protections: Pick<ProtectionDesk, 'precautions'>;
  /** Why an order of such terms cannot trade in the session of now; never unless told. */
  readonly whyShut?: (terms: OrderTerms) => string | undefined;
  /** The opening that an order in the symbol waits for now; its exchange trades unless told. */
  readonly opensAt?: (symbol: string) => number | undefined;
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision?: number;
  /** Value at risk of the account if it held `quantity` of `symbol`. */
  readonly valueAtRiskWith: (symbol: string, quantity: Decimal) => number | null;
}

/**
 * Where every order passes, a person's and a strategy's alike: intent → compliance → risk → journal → desk. Nothing
 * here commits; whoever calls decides what becomes durable together.
 */
export class OrderRoom {
  readonly #options: OrderRoomOptions;

  constructor(options: OrderRoomOptions) {
    this.#options = options;
  }

  openOrders(): Order[] {
    const { journal, place } = this.#options;
    return journal.projection.openOrders(place.account);
  }

  /** Of this account, open or closed. */
  order(id: string): Order | undefined {
    const order = this.#options.journal.projection.order(id);
    return order?.account === this.#options.place.account ? order : undefined;
  }

  /** Why no order that opens risk may be sent now, whatever it is; undefined when it may. */
  whyClosed(): string | undefined {
    return this.#options.whyClosed(false, null);
  }

  /** Units of a symbol that working orders of one side may still trade. */
  workingQuantity(symbol: string, side: Side): Decimal {
    return this.#open().quantity(symbol, side);
  }

  /** What working orders may still use up, fees left out. */
  reserved(): Decimal {
    const { book } = this.#options;
    const open = this.#open();
    const priceOf = (symbol: string): number | null => book.lastPrice(symbol);
    const reserved = open.reservedCash(priceOf);
    const orders = open.optionOrders();
    return orders.length === 0
      ? reserved
      : reserved + reservedByOptions(orders, book.snapshot(reserved), priceOf);
  }

  preview(request: OrderRequest): OrderPreview {
    const { book, roles } = this.#options;
    const intent = this.intentOf(request);
    const { compliance, risk } = this.#judge(intent, clientOrderId(intent));
    const last = book.lastPrice(intent.symbol);
    const price =
      intent.limitPrice ?? intent.stopPrice ?? (last === null ? DECIMAL_ZERO : decimalFromNumber(last));
    const value = multiplyDecimal(intent.quantity, price);
    const fee = roles.execution.fee(price, intent.quantity);
    const held = book.position(intent.symbol)?.quantity ?? DECIMAL_ZERO;
    const free = book.accountRow().cash - this.reserved();
    const precautions = this.#precautions(intent, request.acceptPrecautions);
    const refusals = [
      ...[
        this.#termsFault(intent) ?? this.#options.whyShut?.(intent) ?? this.#whyClosed(intent) ?? [],
      ].flat(),
      ...precautions.flatMap(({ text, isAccepted }) => (isAccepted ? [] : [text])),
      ...compliance.reasons,
      ...(risk?.reasons ?? []),
    ];
    return {
      isAccepted: refusals.length === 0,
      refusals,
      value: formatDecimal(value),
      fee: formatDecimal(fee),
      margin: formatDecimal(multiplyDecimal(openedQuantity(held, intent), price)),
      buyingPowerAfter: formatDecimal((intent.side === 'buy' ? free - value : free + value) - fee),
      // Of what is held now: the account's own figure is of the last close.
      valueAtRiskBefore: this.#options.valueAtRiskWith(intent.symbol, held),
      valueAtRiskAfter: this.#options.valueAtRiskWith(
        intent.symbol,
        intent.side === 'buy' ? held + intent.quantity : held - intent.quantity,
      ),
      precautions,
      limitsChecked: risk?.limitsChecked ?? 0,
      referencePrice: last,
      waitsUntil: this.#options.opensAt?.(intent.symbol) ?? null,
    };
  }

  /** A person's order, judged and sent. A repeat of the same request is the same order and is answered as it stands. */
  submit(request: OrderRequest): Order {
    const intent = this.intentOf(request);
    const id = clientOrderId(intent);
    const known = this.#options.journal.projection.order(id);
    if (known) return known;
    this.#requireAccepted(intent, request.acceptPrecautions);
    return this.#send(intent, id, request.bracket);
  }

  /**
   * The same of an intent, a strategy's for example. Throws as it does; an order that is judged and refused is answered.
   * When an exit of its bracket is refused, so is the whole: nothing is opened that could not be closed as it was meant.
   */
  send(intent: OrderIntent, bracket?: OrderRequest['bracket']): Order {
    const id = clientOrderId(intent);
    return this.#options.journal.projection.order(id) ?? this.#send(intent, id, bracket);
  }

  #send(intent: OrderIntent, id: string, bracket: OrderRequest['bracket']): Order {
    this.#requireSendable(intent);
    const exits = bracket ? exitsOf(intent, id, bracket) : [];
    for (const exit of exits) this.#requireTerms(exit);
    const judged = this.#judge(intent, id);
    const judgedExits = judged.approved ? exits.map((exit) => this.#judgeExit(exit, intent)) : [];
    const refused = judgedExits.find(({ approved }) => approved === null);
    this.add({ intent, clientOrderId: id, ...judged }, refused && whyRefused(refused));
    for (const exit of refused ? [] : judgedExits) this.add(exit);
    return this.#require(id);
  }

  /** Asks for other terms of a working order, judged like an order of those terms. */
  replace(
    clientOrderId: string,
    change: OrderChange,
    acceptPrecautions?: OrderRequest['acceptPrecautions'],
  ): Order {
    const { desk, eventTime } = this.#options;
    const order = this.#require(clientOrderId);
    const changed = { ...order, ...change };
    const fault = this.#termsFault(changed) ?? this.#whyClosed(changed);
    if (fault !== undefined) throw new OctopusError('ORDER_REFUSED', fault, { clientOrderId });
    if (changed.quantity > order.quantity) this.#requireAccepted(changed, acceptPrecautions);
    const { compliance, risk } = this.#judge(changed, clientOrderId, order);
    const reasons = [...compliance.reasons, ...(risk?.reasons ?? [])];
    if (reasons.length > 0) throw new OctopusError('ORDER_REFUSED', reasons.join('; '), { clientOrderId });
    desk.replace(clientOrderId, change, eventTime());
    return this.#require(clientOrderId);
  }

  /** Why an intent may not be sent now, besides compliance and risk. */
  whyHeld(intent: OrderIntent): string | undefined {
    return this.#whyClosed(intent);
  }

  /** Journals a judged intent and, when both approved and nothing holds it back, sends it. */
  add(judged: JudgedIntent, heldBack?: string): void {
    const { intent, compliance, risk, approved } = judged;
    const id = judged.clientOrderId;
    const { book, eventTime } = this.#options;
    const arrival = book.arrival(intent.symbol, eventTime());
    this.#record(
      { kind: 'OrderIntended', payload: { clientOrderId: id, intent: intentPayload(intent), arrival } },
      id,
      intent.origin === 'person' ? 'person' : 'strategy',
      intent.decisionId,
    );
    this.#record(
      {
        kind: 'ComplianceChecked',
        payload: {
          clientOrderId: id,
          verdictId: compliance.id,
          verdict: compliance.verdict,
          reasons: compliance.reasons,
        },
      },
      id,
      'compliance_engine',
    );
    if (risk) {
      this.#record(
        {
          kind: 'RiskChecked',
          payload: {
            clientOrderId: id,
            verdictId: risk.id,
            verdict: risk.verdict,
            reasons: risk.reasons,
            limitsChecked: risk.limitsChecked,
          },
        },
        id,
        'risk_manager',
      );
    }
    if (approved && heldBack === undefined) {
      this.#options.desk.submit(approved, this.#options.eventTime());
      return;
    }
    const reasons = [...compliance.reasons, ...(risk?.reasons ?? []), ...[heldBack ?? []].flat()];
    this.#record(
      { kind: 'OrderRefused', payload: { clientOrderId: id, reason: reasons.join('; ') || 'refused' } },
      id,
      risk ? 'risk_manager' : 'compliance_engine',
    );
  }

  cancel(id: string, reason = 'cancelled by a person'): Order {
    const { desk, eventTime } = this.#options;
    const order = this.#require(id);
    if (isOpenStatus(order.status)) desk.cancel(id, reason, eventTime());
    return this.#require(id);
  }

  /** Those of one symbol when it is named. How many were asked to end. */
  cancelAll(reason: string, symbol?: string): number {
    const { desk, eventTime } = this.#options;
    const chosen = this.openOrders().filter((order) => symbol === undefined || order.symbol === symbol);
    return chosen.filter((order) => desk.cancel(order.clientOrderId, reason, eventTime())).length;
  }

  /** Sends a market order for what is held of the symbol. Throws BAD_REQUEST when nothing is. */
  close(symbol: string, nonce: string): Order {
    const held = this.#options.book.position(symbol)?.quantity ?? DECIMAL_ZERO;
    if (held === DECIMAL_ZERO)
      throw new OctopusError('BAD_REQUEST', `nothing of ${symbol} is held; there is nothing to flatten`);
    return this.submit({
      symbol,
      side: held > 0n ? 'sell' : 'buy',
      type: 'market',
      quantity: formatDecimal(absoluteDecimal(held)),
      timeInForce: 'day',
      nonce,
    });
  }

  intentOf(request: OrderRequest): OrderIntent {
    const { instruments, place } = this.#options;
    const intent = intentOfRequest(request, place.account);
    const unknown = tradedLegs(intent).find(({ symbol }) => !instruments.get(symbol));
    if (unknown)
      throw new OctopusError(
        'UNKNOWN_SYMBOL',
        unknownName('symbol', unknown.symbol, [...instruments.keys()]),
      );
    return intent;
  }

  /** An exit is judged as if its entry had filled. */
  #judgeExit(exit: OrderIntent, entry: OrderIntent): JudgedIntent {
    const id = clientOrderId(exit);
    return { intent: exit, clientOrderId: id, ...this.#judge(exit, id, undefined, entry) };
  }

  #termsFault(terms: OrderTerms): string | undefined {
    const { eventTime, quantityPrecision = DECIMAL_PLACES } = this.#options;
    return termsFault(terms, eventTime(), quantityPrecision);
  }

  #isTowardsFlat(intent: OrderIntent): boolean {
    const { book } = this.#options;
    return leadsEachTowardsFlat(intent, (symbol) => book.position(symbol)?.quantity ?? DECIMAL_ZERO);
  }

  #whyClosed(intent: OrderIntent): string | undefined {
    const held = this.#options.book.position(intent.symbol)?.quantity ?? DECIMAL_ZERO;
    const isTowardsFlat = this.#isTowardsFlat(intent);
    if (intent.isReduceOnly && !isTowardsFlat && intent.parentOrderId === undefined)
      return `the order may only reduce, and ${formatDecimal(held)} of ${intent.symbol} are held`;
    return this.#options.whyClosed(isTowardsFlat, intent.symbol);
  }

  #precautions(
    intent: OrderIntent,
    accepted: OrderRequest['acceptPrecautions'],
  ): OrderPreview['precautions'] {
    const { book, protections } = this.#options;
    if (this.#isTowardsFlat(intent)) return [];
    return protections.precautions(intent, book.lastPrice(intent.symbol), accepted);
  }

  #requireAccepted(intent: OrderIntent, accepted: OrderRequest['acceptPrecautions']): void {
    const waiting = this.#precautions(intent, accepted).filter(({ isAccepted }) => !isAccepted);
    if (waiting.length === 0) return;
    const precautions = waiting.map(({ name }) => name);
    const how = `send it again with acceptPrecautions ${precautions.join(', ')} if it is meant`;
    throw new OctopusError('ORDER_REFUSED', `${waiting.map(({ text }) => text).join('; ')}; ${how}`, {
      precautions,
    });
  }

  #requireTerms(terms: OrderTerms): void {
    const fault = this.#termsFault(terms);
    if (fault !== undefined) throw new OctopusError('BAD_REQUEST', fault);
  }

  #requireSendable(intent: OrderIntent): void {
    this.#requireTerms(intent);
    const shut = this.#options.whyShut?.(intent);
    if (shut !== undefined) throw new OctopusError('ORDER_REFUSED', shut);
    const closed = this.#whyClosed(intent);
    if (closed !== undefined) throw new OctopusError('TRADING_HALTED', closed);
  }

  /** `replaced` is the order in whose place it would stand, `filled` one that counts as filled already. */
  #judge(
    intent: OrderIntent,
    id: string,
    replaced?: Order,
    filled?: OrderIntent,
  ): Omit<JudgedIntent, 'intent' | 'clientOrderId'> {
    const { roles, book, settings, instruments } = this.#options;
    const compliance = roles.compliance.preTrade(intent, id, settings());
    if (compliance.verdict === 'refused') return { compliance, risk: null, approved: null };
    const lastPrice = (symbol: string): number | null => book.lastPrice(symbol);
    const open = this.#open();
    const portfolio = open.without(replaced?.clientOrderId, () =>
      portfolioAhead(book.snapshot(open.reservedCash(lastPrice)), intent, { open, lastPrice }),
    );
    const { verdict, approved } = roles.risk.check({
      intent,
      clientOrderId: id,
      portfolio: filled ? portfolioWith(portfolio, filled) : portfolio,
      instrument: instruments.get(tradedLegs(intent)[0]?.symbol ?? intent.symbol),
      lastPrice: book.lastPrice(intent.symbol),
      limits: settings().riskLimits,
      priceOf: lastPrice,
    });
    return { compliance, risk: verdict, approved };
  }

  #open(): OpenOrders {
    const { journal, place } = this.#options;
    return journal.projection.open(place.account);
  }

  #require(id: string): Order {
    const order = this.#options.journal.projection.order(id);
    if (!order) throw new OctopusError('NOT_FOUND', `no order ${id} in this account`);
    return order;
  }

  #record(
    entry: Pick<JournalEntry, 'kind' | 'payload'>,
    correlationId: string,
    source: string,
    causationId?: string,
  ): void {
    const { journal, place, eventTime } = this.#options;
    journal.add({
      ...entry,
      eventTime: eventTime(),
      source,
      correlationId,
      ...(causationId === undefined ? {} : { causationId }),
      ...sessionStamp(place),
    } as JournalEntry);
  }
}

/** Units by which an order opens or enlarges a position; through flat, what lies beyond. */
function openedQuantity(held: Decimal, { side, quantity }: OrderIntent): Decimal {
  const after = side === 'buy' ? held + quantity : held - quantity;
  const isThroughFlat = held !== 0n && held > 0n !== after > 0n;
  const enlarged = absoluteDecimal(after) - (isThroughFlat ? 0n : absoluteDecimal(held));
  return enlarged > 0n ? enlarged : DECIMAL_ZERO;
}

function whyRefused({ intent, compliance, risk }: JudgedIntent): string {
  const reasons = [...compliance.reasons, ...(risk?.reasons ?? [])];
  return `the ${intent.reason} is refused: ${reasons.join('; ')}`;
}
