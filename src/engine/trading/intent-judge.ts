import { OctopusError } from '#contract/errors';
import type { WantedExits } from '#contract/services/exits';
import type { Settings } from '#contract/services/settings';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import type { Instrument } from '#domain/instruments/instrument';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { tradedLegs } from '#domain/orders/combo';
import type { Order, OrderIntent, OrderTerms } from '#domain/orders/order';
import { termsFault } from '#domain/orders/terms-fault';
import { leadsEachTowardsFlat } from '#domain/risk/option-charge';
import {
  DECIMAL_ONE,
  DECIMAL_PLACES,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
} from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { AccountPlace, TradingRoles } from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import type { Journal } from '../journal/journal.ts';
import type { JudgedIntent } from '../session/decision-pipeline.ts';
import { exitIntents } from './exit-intents.ts';
import type { PortfolioBook } from './portfolio-book.ts';
import type { ProtectionDesk } from './protection-desk.ts';
import { portfolioAhead, portfolioWith } from './working-orders.ts';

/** The instruments that an account may trade, by symbol. */
export interface InstrumentLookup {
  get(symbol: string): Instrument | undefined;
  /** Those there are, to name the nearest of a wrong one. */
  keys(): Iterable<string>;
}

export interface IntentJudgeOptions {
  readonly journal: Journal;
  readonly roles: TradingRoles;
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
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision?: number;
}

/** What stands between an intent and the journal: its terms, the session, precautions, compliance and risk. */
export class IntentJudge {
  readonly #options: IntentJudgeOptions;

  constructor(options: IntentJudgeOptions) {
    this.#options = options;
  }

  /** The exits that are wanted with an entry, their terms found sound. Throws BAD_REQUEST. */
  exits(entry: OrderIntent, entryId: string, wanted: WantedExits): OrderIntent[] {
    const { instruments, quantityPrecision = DECIMAL_PLACES } = this.#options;
    const exits = exitIntents(entry, entryId, wanted, {
      price: this.expectedPrice(entry),
      tick: gridOf(instruments.get(entry.symbol)?.pricePrecision ?? DECIMAL_PLACES),
      step: gridOf(parseOptionSymbol(entry.symbol) ? 0 : quantityPrecision),
    });
    for (const exit of exits) this.requireTerms(exit);
    return exits;
  }

  /** Where an order is reckoned to fill: at its own price, else at the last; undefined while there is none. */
  expectedPrice({ limitPrice, stopPrice, symbol }: OrderIntent): Decimal | undefined {
    const last = this.#options.book.lastPrice(symbol);
    return limitPrice ?? stopPrice ?? (last === null ? undefined : decimalFromNumber(last));
  }

  /** An exit is judged as if its entry had filled. */
  judgeExit(exit: OrderIntent, entry: OrderIntent): JudgedIntent {
    const id = clientOrderId(exit);
    return { intent: exit, clientOrderId: id, ...this.judge(exit, id, undefined, entry) };
  }

  /** What is wrong with an order's terms now, in a sentence. */
  termsFault(terms: OrderTerms): string | undefined {
    const { eventTime, quantityPrecision = DECIMAL_PLACES } = this.#options;
    return termsFault(terms, eventTime(), quantityPrecision);
  }

  /** Why an intent may not be sent now, besides compliance and risk. */
  whyClosed(intent: OrderIntent): string | undefined {
    const held = this.#options.book.position(intent.symbol)?.quantity ?? DECIMAL_ZERO;
    const isTowardsFlat = this.#isTowardsFlat(intent);
    if (intent.isReduceOnly && !isTowardsFlat && intent.parentOrderId === undefined)
      return `the order may only reduce, and ${toldDecimal(held)} of ${intent.symbol} are held`;
    return this.#options.whyClosed(isTowardsFlat, intent.symbol);
  }

  /** What a person has to accept by name; nothing about an order towards flat. */
  precautions(intent: OrderIntent, accepted: OrderRequest['acceptPrecautions']): OrderPreview['precautions'] {
    const { book, protections } = this.#options;
    if (this.#isTowardsFlat(intent)) return [];
    return protections.precautions(intent, book.lastPrice(intent.symbol), accepted);
  }

  /** Throws ORDER_REFUSED, naming what has to be accepted first. */
  requireAccepted(intent: OrderIntent, accepted: OrderRequest['acceptPrecautions']): void {
    const waiting = this.precautions(intent, accepted).filter(({ isAccepted }) => !isAccepted);
    if (waiting.length === 0) return;
    const precautions = waiting.map(({ name }) => name);
    const how = `accept ${precautions.join(' and ')} if it is meant`;
    throw new OctopusError('ORDER_REFUSED', `${waiting.map(({ text }) => text).join('; ')}; ${how}`, {
      precautions,
    });
  }

  /** Throws BAD_REQUEST. */
  requireTerms(terms: OrderTerms): void {
    const fault = this.termsFault(terms);
    if (fault !== undefined) throw new OctopusError('BAD_REQUEST', fault);
  }

  /** Why an order of such terms cannot trade in the session of now. */
  whyShut(terms: OrderTerms): string | undefined {
    return this.#options.whyShut?.(terms);
  }

  /** Throws BAD_REQUEST for its terms, ORDER_REFUSED for the session, TRADING_HALTED for the account. */
  requireSendable(intent: OrderIntent): void {
    this.requireTerms(intent);
    const shut = this.whyShut(intent);
    if (shut !== undefined) throw new OctopusError('ORDER_REFUSED', shut);
    const closed = this.whyClosed(intent);
    if (closed !== undefined) throw new OctopusError('TRADING_HALTED', closed);
  }

  /** Compliance, then risk. `replaced` is the order in whose place it would stand, `filled` one that counts as filled already. */
  judge(
    intent: OrderIntent,
    id: string,
    replaced?: Order,
    filled?: OrderIntent,
  ): Omit<JudgedIntent, 'intent' | 'clientOrderId'> {
    const { roles, book, settings, instruments } = this.#options;
    const compliance = roles.compliance.preTrade(intent, id, settings());
    if (compliance.verdict === 'refused') return { compliance, risk: null, approved: null };
    const lastPrice = (symbol: string): number | null => book.lastPrice(symbol);
    const { projection } = this.#options.journal;
    const { account } = this.#options.place;
    const [open, holdings] = [projection.open(account), projection.positions(account)];
    const portfolio = open.without(replaced?.clientOrderId, () => {
      const now = book.snapshot(open.reservedCash(lastPrice, holdings));
      return portfolioAhead(now, intent, { open, lastPrice, holdings });
    });
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

  #isTowardsFlat(intent: OrderIntent): boolean {
    const { book } = this.#options;
    return leadsEachTowardsFlat(intent, (symbol) => book.position(symbol)?.quantity ?? DECIMAL_ZERO);
  }
}

/** Why an intent that was judged is refused, in a sentence. */
export function whyRefused({ intent, compliance, risk }: JudgedIntent): string {
  const reasons = [...compliance.reasons, ...(risk?.reasons ?? [])];
  return `the ${intent.reason} is refused: ${reasons.join('; ')}`;
}

function gridOf(precision: number): Decimal {
  return DECIMAL_ONE / 10n ** BigInt(precision);
}
