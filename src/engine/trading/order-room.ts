import { OctopusError, unknownName } from '#contract/errors';
import type { WantedExits } from '#contract/services/exits';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import { isTradedBy, tradedLegs } from '#domain/orders/combo';
import type { Order, OrderChange, OrderIntent, Side } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { absoluteDecimal, DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import type { OrderDesk } from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import { intentPayload } from '../journal/intent-payload.ts';
import type { OpenOrders } from '../journal/open-orders.ts';
import type { JournalEntry } from '../journal/record-kinds.ts';
import type { JudgedIntent } from '../session/decision-pipeline.ts';
import { IntentJudge, type IntentJudgeOptions, whyRefused } from './intent-judge.ts';
import { reservedByOptions } from './option-orders-ahead.ts';
import { type PreviewOptions, previewOrder } from './order-preview.ts';
import { intentOfRequest } from './order-request.ts';
import { sessionStamp } from './session-stamp.ts';

/** Newest fills of an account that are looked through for the last of one symbol. */
const FILLS_LOOKED_AT = 100;

export interface OrderRoomOptions extends IntentJudgeOptions, PreviewOptions {
  readonly desk: OrderDesk;
}

/**
 * Where every order passes, a person's and a strategy's alike: intent → compliance → risk → journal → desk. Nothing
 * here commits; whoever calls decides what becomes durable together.
 */
export class OrderRoom {
  readonly #options: OrderRoomOptions;
  readonly #judge: IntentJudge;

  constructor(options: OrderRoomOptions) {
    this.#options = options;
    this.#judge = new IntentJudge(options);
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

  /** The order that the newest fill in a symbol is of, among the {@link FILLS_LOOKED_AT} newest of the account. */
  lastFilled(symbol: string): Order | undefined {
    const { journal, place } = this.#options;
    const fill = journal.store.fills(place.account, FILLS_LOOKED_AT).find((one) => one.symbol === symbol);
    return fill && this.order(fill.clientOrderId);
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
    const { book, journal, place } = this.#options;
    const open = this.#open();
    const priceOf = (symbol: string): number | null => book.lastPrice(symbol);
    const reserved = open.reservedCash(priceOf, journal.projection.positions(place.account));
    const orders = open.optionOrders();
    return orders.length === 0
      ? reserved
      : reserved + reservedByOptions(orders, book.snapshot(reserved), priceOf);
  }

  /** What an order would do, exits included. Throws as {@link submit} does for what cannot be an order at all. */
  preview(request: OrderRequest): OrderPreview {
    return previewOrder(this.intentOf(request), request, this.#judge, {
      ...this.#options,
      reserved: this.reserved(),
    });
  }

  /** A person's order, judged and sent. A repeat of the same request is the same order and is answered as it stands. */
  submit(request: OrderRequest): Order {
    const intent = this.intentOf(request);
    const id = clientOrderId(intent);
    const known = this.#options.journal.projection.order(id);
    if (known) return known;
    this.#judge.requireAccepted(intent, request.acceptPrecautions);
    return this.#send(intent, id, request);
  }

  /**
   * The same of an intent, a strategy's for example. Throws as it does; an order that is judged and refused is answered.
   * When one of its exits is refused, so is the whole: nothing is opened that could not be closed as it was meant.
   */
  send(intent: OrderIntent, wanted: WantedExits = {}): Order {
    const id = clientOrderId(intent);
    return this.#options.journal.projection.order(id) ?? this.#send(intent, id, wanted);
  }

  #send(intent: OrderIntent, id: string, wanted: WantedExits): Order {
    this.#judge.requireSendable(intent);
    const exits = this.#judge.exits(intent, id, wanted);
    const judged = this.#judge.judge(intent, id);
    const judgedExits = judged.approved ? exits.map((exit) => this.#judge.judgeExit(exit, intent)) : [];
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
    const fault = this.#judge.termsFault(changed) ?? this.#judge.whyClosed(changed);
    if (fault !== undefined) throw new OctopusError('ORDER_REFUSED', fault, { clientOrderId });
    if (changed.quantity > order.quantity) this.#judge.requireAccepted(changed, acceptPrecautions);
    const { compliance, risk } = this.#judge.judge(changed, clientOrderId, order);
    const reasons = [...compliance.reasons, ...(risk?.reasons ?? [])];
    if (reasons.length > 0) throw new OctopusError('ORDER_REFUSED', reasons.join('; '), { clientOrderId });
    desk.replace(clientOrderId, change, eventTime());
    return this.#require(clientOrderId);
  }

  /** Why an intent may not be sent now, besides compliance and risk. */
  whyHeld(intent: OrderIntent): string | undefined {
    return this.#judge.whyClosed(intent);
  }

  /**
   * Journals a judged intent and, when both approved and nothing holds it back, sends it. The parts of the records stand
   * in the order in which they are written.
   */
  add(judged: JudgedIntent, heldBack?: string): void {
    const { intent, compliance, risk, approved } = judged;
    const id = judged.clientOrderId;
    const { book, eventTime } = this.#options;
    const arrival = book.arrival(intent.symbol, eventTime());
    this.#record(
      { kind: 'OrderIntended', payload: { arrival, clientOrderId: id, intent: intentPayload(intent) } },
      id,
      intent.origin === 'person' ? 'person' : 'strategy',
      intent.decisionId,
    );
    this.#record(
      {
        kind: 'ComplianceChecked',
        payload: {
          clientOrderId: id,
          reasons: compliance.reasons,
          verdict: compliance.verdict,
          verdictId: compliance.id,
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
            limitsChecked: risk.limitsChecked,
            reasons: risk.reasons,
            verdict: risk.verdict,
            verdictId: risk.id,
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
    const chosen = this.openOrders().filter((order) => symbol === undefined || isTradedBy(order, symbol));
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
