import { OctopusError } from '#contract/errors';
import type { Precaution, PrecautionName, ProtectionLock } from '#contract/services/protections';
import { orderMultiplier } from '#domain/orders/combo';
import type { OrderIntent } from '#domain/orders/order';
import { fillValue } from '#domain/portfolio/ledger';
import type { Breach } from '#domain/risk/protections/breach';
import { dailyLossBreach, drawdownBreach, type EquityNow } from '#domain/risk/protections/equity-breach';
import { MinuteCount, orderRateBreach } from '#domain/risk/protections/order-rate';
import { pricePrecautions } from '#domain/risk/protections/price-precaution';
import { type ProtectionSettings, usualProtections } from '#domain/risk/protections/protection-settings';
import { sizePrecautions, usualQuantity } from '#domain/risk/protections/size-precaution';
import { tradeBreaches } from '#domain/risk/protections/trade-breaches';
import { decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import type { AccountPlace } from '../agent/roles.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry, JournalPayloads, RecordKind, TradingState } from '../journal/record-kinds.ts';
import type { PortfolioBook } from './portfolio-book.ts';
import { sessionStamp } from './session-stamp.ts';
import { TradeHistory } from './trade-history.ts';

/** Records of each kind read back at a start. */
const RECORDS_READ = 1_000;
/** Earlier orders of a symbol that make its usual quantity. */
const ORDERS_USUAL = 20;
const KINDS: readonly RecordKind[] = ['ProtectionsChanged', 'ProtectionTriggered', 'ProtectionLifted'];

/**
 * The fuses of one account: fed by the journal as records are added, asked by the gate before each order. What fires is
 * journaled in the same transaction as its cause, and holds over a restart. Time comes with the events.
 */
export class ProtectionDesk {
  readonly #journal: Journal;
  readonly #place: AccountPlace;
  readonly #stop: () => void;
  #history: TradeHistory;
  #settings: ProtectionSettings;
  #locks: ProtectionLock[] = [];
  #orders = new MinuteCount();
  #cancels = new MinuteCount();

  constructor(journal: Journal, place: AccountPlace) {
    this.#journal = journal;
    this.#place = place;
    this.#history = new TradeHistory(journal, place.account);
    this.#settings = this.#usual();
    this.#restore();
    this.#stop = journal.follow({
      added: (entry) => this.#follow(entry),
      rolledBack: () => {
        this.#history = new TradeHistory(journal, place.account);
        this.#restore();
      },
    });
  }

  get settings(): ProtectionSettings {
    return this.#settings;
  }

  /** Those that hold at `eventTime`, oldest first. */
  locks(eventTime: number): ProtectionLock[] {
    return this.#locks.filter(({ untilTime }) => untilTime > eventTime);
  }

  /**
   * Why an order in the symbol may not be sent now, or undefined. What a person closes after choosing to reduce passes
   * even where a protection sends nothing.
   */
  whyHeld(
    symbol: string | null,
    order: { eventTime: number; isTowardsFlat: boolean; tradingState: TradingState },
  ): string | undefined {
    for (const lock of this.#locks) {
      if (lock.untilTime <= order.eventTime) continue;
      if (lock.symbol !== null && lock.symbol !== symbol) continue;
      const isReducing = lock.effect === 'reduce' || order.tradingState === 'reducing';
      if (!isReducing || !order.isTowardsFlat) return lockText(lock);
    }
    return undefined;
  }

  /** Looks at what the account is worth now; adds to the journal when a protection fires. */
  takeWorth(book: Pick<PortfolioBook, 'equity' | 'marks'>, eventTime: number): void {
    if (!this.#settings.dailyLoss.isOn && !this.#settings.drawdown.isOn) return;
    const now: EquityNow = { eventTime, equity: decimalToNumber(book.equity()), ...book.marks() };
    const found = [dailyLossBreach(this.#settings, now), drawdownBreach(this.#settings, now)];
    this.#trigger(found, now.eventTime);
  }

  /** What a person has to accept by name before the order is sent; nothing about one towards flat. */
  precautions(
    intent: OrderIntent,
    lastPrice: number | null,
    accepted: readonly PrecautionName[] = [],
  ): Precaution[] {
    if (!this.#settings.sizePrecaution.isOn) return [];
    const { symbol, quantity, limitPrice, stopPrice } = intent;
    const price = limitPrice ?? stopPrice ?? (lastPrice === null ? null : decimalFromNumber(lastPrice));
    const found = sizePrecautions(this.#settings, {
      symbol,
      quantity: decimalToNumber(quantity),
      value:
        price === null
          ? null
          : Math.abs(decimalToNumber(fillValue(price, quantity, orderMultiplier(intent)))),
      usualQuantity: usualQuantity(this.#history.quantities(symbol, ORDERS_USUAL)),
    });
    // A net may be next to nothing, so that no distance from it is far.
    const aboutPrice = intent.legs === undefined ? pricePrecautions(intent, lastPrice) : [];
    return [...found, ...aboutPrice].map((one) => ({
      ...one,
      isAccepted: accepted.includes(one.name),
    }));
  }

  /** Adds to the journal; the caller commits. */
  change(protections: ProtectionSettings, eventTime: number): void {
    const payload = { account: this.#place.account, protections };
    this.#add({ kind: 'ProtectionsChanged', payload }, 'person', eventTime);
  }

  /** Ends a lock before its time. Adds to the journal; the caller commits. Throws NOT_FOUND. */
  lift(id: string, reason: string, eventTime: number): void {
    if (!this.locks(eventTime).some((lock) => lock.id === id))
      throw new OctopusError('NOT_FOUND', `no protection holds ${this.#place.account} by the name ${id}`);
    const payload = { account: this.#place.account, lock: id, reason };
    this.#add({ kind: 'ProtectionLifted', payload }, 'person', eventTime);
  }

  close(): void {
    this.#stop();
  }

  #usual(): ProtectionSettings {
    return usualProtections(this.#journal.projection.account(this.#place.account)?.environment ?? 'paper');
  }

  #follow(entry: JournalEntry): void {
    const { account } = this.#place;
    const { eventTime } = entry;
    if (entry.kind === 'OrderIntended') {
      if (entry.payload.intent.account !== account) return;
      this.#history.intended(entry.payload.intent);
      this.#orders.add(eventTime);
      this.#judgeRate(eventTime);
    } else if (entry.kind === 'OrderCancelled') {
      if (this.#journal.projection.order(entry.payload.clientOrderId)?.account !== account) return;
      this.#cancels.add(eventTime);
      this.#judgeRate(eventTime);
    } else if (entry.kind === 'OrderFilled') {
      if (this.#history.filled(entry.payload.clientOrderId, eventTime))
        this.#trigger(tradeBreaches(this.#settings, this.#history.trades), eventTime);
    } else this.#fold(entry);
  }

  #judgeRate(eventTime: number): void {
    if (!this.#settings.orderRate.isOn) return;
    const orders = this.#orders.within(eventTime);
    const cancels = this.#cancels.within(eventTime);
    this.#trigger([orderRateBreach(this.#settings, { eventTime, orders, cancels })], eventTime);
  }

  #trigger(breaches: readonly (Breach | null)[], eventTime: number): void {
    for (const breach of breaches) {
      if (!breach || breach.untilTime <= eventTime || this.#isHeldBy(breach, eventTime)) continue;
      const id = `${breach.protection}:${breach.symbol ?? 'account'}:${eventTime}`;
      const lock: ProtectionLock = { id, ...breach, sinceTime: eventTime };
      const payload = { account: this.#place.account, lock };
      this.#add({ kind: 'ProtectionTriggered', payload }, 'risk_manager', eventTime);
    }
  }

  /** One that holds already is not fired again; a cool-down begins anew with each loss. */
  #isHeldBy({ protection, symbol, untilTime }: Breach, eventTime: number): boolean {
    return this.locks(eventTime).some(
      (lock) =>
        lock.protection === protection &&
        lock.symbol === symbol &&
        (protection !== 'cool-down' || lock.untilTime >= untilTime),
    );
  }

  #fold(entry: Pick<JournalEntry, 'kind' | 'payload' | 'eventTime'>): void {
    if (!KINDS.includes(entry.kind)) return;
    const payload = entry.payload as JournalPayloads[
      | 'ProtectionsChanged'
      | 'ProtectionTriggered'
      | 'ProtectionLifted'];
    if (payload.account !== this.#place.account) return;
    if ('protections' in payload) this.#settings = payload.protections;
    else if ('reason' in payload) this.#locks = this.#locks.filter(({ id }) => id !== payload.lock);
    else this.#locks = [...this.locks(entry.eventTime), payload.lock];
  }

  #restore(): void {
    this.#settings = this.#usual();
    this.#locks = [];
    this.#orders = new MinuteCount();
    this.#cancels = new MinuteCount();
    const { store } = this.#journal;
    const records = KINDS.flatMap((kind) => store.readNewest({ kind, limit: RECORDS_READ })).sort(
      (a, b) => a.sequence - b.sequence,
    );
    for (const { kind, payload, eventTime } of records)
      this.#fold({ kind, payload: JSON.parse(payload), eventTime } as JournalEntry);
  }

  #add(entry: Pick<JournalEntry, 'kind' | 'payload'>, source: string, eventTime: number): void {
    this.#journal.add({ ...entry, eventTime, source, ...sessionStamp(this.#place) } as JournalEntry);
  }
}

/** A sentence for a refused order. */
export function lockText({ protection, reason, effect, untilTime }: ProtectionLock): string {
  const until = `${new Date(untilTime).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const rest = effect === 'halt' ? 'nothing is sent' : 'only orders towards flat pass';
  return `${reason} (protection ${protection}): ${rest} until ${until}`;
}
