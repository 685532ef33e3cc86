import { OctopusError, unknownName } from '#contract/errors';
import type { Settings } from '#contract/services/settings';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import type { Instrument } from '#domain/instruments/instrument';
import type { Order, OrderIntent } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import type { AccountPlace, OrderDesk, RiskApproved, RiskVerdict, Roles, Verdict } from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import { intentPayload } from '../journal/intent-payload.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/record-kinds.ts';
import type { JudgedIntent } from '../session/decision-pipeline.ts';
import type { PortfolioBook } from './portfolio-book.ts';
import { sessionStamp } from './session-stamp.ts';
import { portfolioAhead, reservedCash } from './working-orders.ts';

export interface OrderRoomOptions {
  readonly journal: Journal;
  readonly roles: Roles;
  readonly desk: OrderDesk;
  readonly book: PortfolioBook;
  readonly place: AccountPlace;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly settings: () => Settings;
  readonly eventTime: () => number;
  readonly isHalted: () => boolean;
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

  /** What working buy orders may still use up, fees left out. */
  reserved(): Decimal {
    return reservedCash(this.openOrders(), (symbol) => this.#options.book.lastPrice(symbol));
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
    const refusals = [
      ...(this.#options.isHalted() ? ['trading is halted; resume it to send orders'] : []),
      ...compliance.reasons,
      ...(risk?.reasons ?? []),
    ];
    return {
      isAccepted: refusals.length === 0,
      refusals,
      value: formatDecimal(value),
      fee: formatDecimal(fee),
      buyingPowerAfter: formatDecimal((intent.side === 'buy' ? free - value : free + value) - fee),
      // Of what is held now: the account's own figure is of the last close.
      valueAtRiskBefore: this.#options.valueAtRiskWith(intent.symbol, held),
      valueAtRiskAfter: this.#options.valueAtRiskWith(
        intent.symbol,
        intent.side === 'buy' ? held + intent.quantity : held - intent.quantity,
      ),
      limitsChecked: risk?.limitsChecked ?? 0,
      referencePrice: last,
    };
  }

  /** A person's order, judged and sent. A repeat of the same request is the same order and is answered as it stands. */
  submit(request: OrderRequest): Order {
    const { journal, isHalted } = this.#options;
    const intent = this.intentOf(request);
    const id = clientOrderId(intent);
    const known = journal.projection.order(id);
    if (known) return known;
    if (isHalted())
      throw new OctopusError('TRADING_HALTED', 'trading is halted: no order is sent until you resume it');
    const { compliance, risk, approved } = this.#judge(intent, id);
    this.add({ intent, clientOrderId: id, compliance, risk, approved });
    return this.#require(id);
  }

  /** Journals a judged intent and, when both approved, sends it. */
  add(judged: JudgedIntent): void {
    const { intent, compliance, risk, approved } = judged;
    const id = judged.clientOrderId;
    this.#record(
      { kind: 'OrderIntended', payload: { clientOrderId: id, intent: intentPayload(intent) } },
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
    if (approved) {
      this.#options.desk.submit(approved, this.#options.eventTime());
      return;
    }
    const reasons = [...compliance.reasons, ...(risk?.reasons ?? [])];
    this.#record(
      { kind: 'OrderRefused', payload: { clientOrderId: id, reason: reasons.join('; ') || 'refused' } },
      id,
      risk ? 'risk_manager' : 'compliance_engine',
    );
  }

  cancel(id: string): Order {
    const { desk, eventTime } = this.#options;
    const order = this.#require(id);
    if (isOpenStatus(order.status)) desk.cancel(id, 'cancelled by a person', eventTime());
    return this.#require(id);
  }

  cancelAll(reason: string): number {
    const { desk, eventTime } = this.#options;
    return this.openOrders().filter((order) => desk.cancel(order.clientOrderId, reason, eventTime())).length;
  }

  /** Cancels what works in the symbol and sends a market order that closes what is held. */
  flatten(symbol: string, nonce: string): Order {
    const { book, journal, desk, eventTime, isHalted } = this.#options;
    const held = book.position(symbol)?.quantity ?? DECIMAL_ZERO;
    if (held === DECIMAL_ZERO)
      throw new OctopusError('BAD_REQUEST', `nothing of ${symbol} is held; there is nothing to flatten`);
    const request: OrderRequest = {
      symbol,
      side: held > 0n ? 'sell' : 'buy',
      type: 'market',
      quantity: formatDecimal(absoluteDecimal(held)),
      timeInForce: 'day',
      nonce,
    };
    const known = journal.projection.order(clientOrderId(this.intentOf(request)));
    if (known) return known;
    for (const order of isHalted() ? [] : this.openOrders())
      if (order.symbol === symbol) desk.cancel(order.clientOrderId, 'the position is flattened', eventTime());
    return this.submit(request);
  }

  intentOf(request: OrderRequest): OrderIntent {
    const { instruments, place } = this.#options;
    if (!instruments.has(request.symbol)) {
      throw new OctopusError(
        'UNKNOWN_SYMBOL',
        unknownName('symbol', request.symbol, [...instruments.keys()]),
      );
    }
    const { limitPrice, stopPrice } = request;
    if (request.type === 'limit' && limitPrice === undefined)
      throw new OctopusError('BAD_REQUEST', 'a limit order needs a limit price');
    if (request.type === 'stop' && stopPrice === undefined)
      throw new OctopusError('BAD_REQUEST', 'a stop order needs a stop price');
    return {
      origin: 'person',
      account: place.account,
      symbol: request.symbol,
      side: request.side,
      type: request.type,
      quantity: parseDecimal(request.quantity),
      ...(request.type === 'limit' && limitPrice !== undefined
        ? { limitPrice: parseDecimal(limitPrice) }
        : {}),
      ...(request.type === 'stop' && stopPrice !== undefined ? { stopPrice: parseDecimal(stopPrice) } : {}),
      timeInForce: request.timeInForce ?? 'day',
      reason: 'sent by a person',
      nonce: request.nonce,
    };
  }

  #judge(
    intent: OrderIntent,
    id: string,
  ): { compliance: Verdict; risk: RiskVerdict | null; approved: RiskApproved | null } {
    const { roles, book, settings, instruments } = this.#options;
    const compliance = roles.compliance.preTrade(intent, id, settings());
    if (compliance.verdict === 'refused') return { compliance, risk: null, approved: null };
    const { verdict, approved } = roles.risk.check({
      intent,
      clientOrderId: id,
      portfolio: portfolioAhead(book.snapshot(this.reserved()), intent, {
        orders: this.openOrders(),
        lastPrice: (symbol) => book.lastPrice(symbol),
      }),
      instrument: instruments.get(intent.symbol),
      lastPrice: book.lastPrice(intent.symbol),
      limits: settings().riskLimits,
    });
    return { compliance, risk: verdict, approved };
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
