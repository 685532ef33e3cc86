import type { OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { firstIndexFrom } from '#domain/values/first-index-from';
import type { AccountClosing } from './account-closing.ts';
import type { AccountTerms, InstrumentInput } from './account-request.ts';
import type { AccountSchedule } from './account-schedule.ts';
import type { OpeningQueue } from './opening-queue.ts';
import type { OrderDesk } from './order-desk.ts';
import type { PlacedCursor } from './run-moment.ts';
import type { StrategyCalls } from './strategy-calls.ts';

/** Where a strategy's orders come in: refuses what the run itself rules out, and says on which bar one may fill first. */
export class OrderEntry {
  readonly #desk: OrderDesk;
  readonly #inputs: readonly InstrumentInput[];
  readonly #matching: readonly PlacedCursor[];
  readonly #schedule: AccountSchedule;
  readonly #closing: AccountClosing;
  readonly #calls: StrategyCalls;
  readonly #openings: OpeningQueue | undefined;
  readonly #latencyBars: number;
  readonly #latencyMs: number;
  readonly #fillsAtClose: boolean;
  readonly #closesAtEnd: boolean;
  readonly #tradesFrom: number;

  constructor(options: {
    readonly desk: OrderDesk;
    readonly account: AccountTerms;
    readonly inputs: readonly InstrumentInput[];
    readonly matching: readonly PlacedCursor[];
    readonly schedule: AccountSchedule;
    readonly closing: AccountClosing;
    readonly calls: StrategyCalls;
    /** Told of bars that orders wait for, where openings are not walked anyway. */
    readonly openings: OpeningQueue | undefined;
  }) {
    const { account } = options;
    this.#desk = options.desk;
    this.#inputs = options.inputs;
    this.#matching = options.matching;
    this.#schedule = options.schedule;
    this.#closing = options.closing;
    this.#calls = options.calls;
    this.#openings = options.openings;
    this.#latencyBars = account.latencyBars ?? 0;
    this.#latencyMs = account.latencyMs ?? 0;
    this.#fillsAtClose = account.fillsAtClose ?? false;
    this.#tradesFrom = account.tradesFrom ?? Number.NEGATIVE_INFINITY;
    this.#closesAtEnd = account.closeAtEnd !== 'none';
  }

  /** Number of the order, 0 when it is refused. */
  place(instrument: number, isBuy: boolean, size: OrderSize | 'all', terms: OrderTerms | undefined): number {
    const desk = this.#desk;
    const { cursor, place } = this.#matching[instrument]!;
    const isBars = cursor.kind === 'bars';
    if (this.#calls.calling === 'onBar') desk.moment.follow();
    const reason = this.#refusal(instrument);
    if (reason !== '') return desk.refuse(reason);
    if (this.#fillsAtClose && this.#closesAtEnd && place.index === cursor.bars.length - 1)
      return desk.refuse('the run ends at this close, which would undo the order at once');
    let first = place.index + 1;
    // A bar that is already under way cannot fill what is decided within it.
    if (isBars && first < cursor.bars.length && cursor.openKeys[first]! < desk.moment.key) first += 1;
    if (this.#latencyMs > 0)
      first = firstIndexFrom(cursor.openKeys, first, desk.moment.key + this.#latencyMs);
    const id = desk.place(instrument, isBuy, size, terms, first + this.#latencyBars);
    if (id === 0) return 0;
    if (this.#fillsAtClose && place.index >= 0 && isPlainMarket(terms)) desk.fillNow(id);
    else if (isBars) this.#openings?.await(instrument, first);
    return id;
  }

  /** Whether orders are taken by now: not in the warm-up, nor once the run is over. */
  get isTaken(): boolean {
    const { moment } = this.#desk;
    if (this.#calls.calling === 'onBar') moment.follow();
    return !this.#closing.isFinished && moment.key >= this.#tradesFrom;
  }

  #refusal(instrument: number): string {
    if (this.#desk.moment.key < this.#tradesFrom) return 'the run has not begun: it is being warmed up';
    if (this.#closing.isFinished) return 'the run is over: an order placed in onEnd is not taken';
    if (this.#closing.isRuined) return 'the account is worth nothing: it trades no more';
    return this.#schedule.isDelisted(instrument)
      ? `${this.#inputs[instrument]!.symbol} is no longer listed`
      : '';
  }
}

/** Whether an order takes the next price there is, whichever it is. */
function isPlainMarket(terms: OrderTerms | undefined): boolean {
  const isAuction = terms?.timeInForce === 'at-open' || terms?.timeInForce === 'at-close';
  return (terms?.type ?? 'market') === 'market' && !isAuction;
}
