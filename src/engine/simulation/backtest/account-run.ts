import { OctopusError } from '#contract/errors';
import { unitsFromNumber } from '#domain/values/units';
import type { DecisionTape } from '../decision-tape.ts';
import { AccountBooks } from './account-books.ts';
import { AccountClosing } from './account-closing.ts';
import { AccountHost, type RunSeries } from './account-host.ts';
import type { AccountRequest, InstrumentInput } from './account-request.ts';
import { AccountSchedule } from './account-schedule.ts';
import { BarLoop } from './bar-loop.ts';
import { checkRequest } from './check-request.ts';
import { EquityRecord } from './equity-record.ts';
import { InstantLoop } from './instant-loop.ts';
import { OpeningQueue } from './opening-queue.ts';
import { OrderDesk } from './order-desk.ts';
import { OrderEntry } from './order-entry.ts';
import { OrderJudge } from './order-judge.ts';
import type { RunLoop } from './run-loop.ts';
import { RunMoment } from './run-moment.ts';
import type { SeriesContext, SeriesPlace } from './series-context.ts';
import {
  cursorsOf,
  groupByTimes,
  isOrderedByLabel,
  keyAt,
  type SeriesCursor,
  shareInstants,
} from './series-cursor.ts';
import { StrategyCalls } from './strategy-calls.ts';

/**
 * One run of a strategy over an account under way. `advance` handles events in portions, with the same result whatever
 * the portions.
 *
 * Events are ordered by when they are known: a bar at its close. Of all series that close at one instant, orders are
 * matched first, then the strategy is called, by symbol; then bars that open at that instant fill what waits. So no
 * order fills on data older than its decision, and the order of the request's symbols changes nothing.
 *
 * It only puts its parts together: an `AccountHost` for the strategy, an `OrderDesk` for its orders, a loop over the
 * events, and the books they all write.
 */
export class AccountRun {
  readonly books: AccountBooks;
  readonly desk: OrderDesk;
  readonly equity: EquityRecord;
  /** Instruments by symbol, the order in which they are numbered. */
  readonly inputs: readonly InstrumentInput[];
  readonly #calls: StrategyCalls;
  readonly #closing: AccountClosing;
  readonly #host: AccountHost;
  readonly #loop: RunLoop;
  readonly #eventCount: number;
  readonly #firstKey: number;
  #isStarted = false;

  /** Throws an `OctopusError` BAD_REQUEST that says which part of the request cannot be run. */
  constructor(request: AccountRequest) {
    checkRequest(request);
    const { account } = request;
    const inputs = [...request.instruments].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    const isByLabel = isOrderedByLabel(inputs);
    const series = seriesOf(inputs, isByLabel);
    const matching = series.filter(({ isMatching }) => isMatching);
    const books = new AccountBooks(inputs, account, request.rates ?? []);
    const single = isPlain(request, series, books) ? series[0]! : undefined;
    const judge = account.limits && new OrderJudge(account.limits, account.leverage ?? 1);
    const desk = new OrderDesk({
      books,
      account,
      judge,
      moment: new RunMoment(single, isByLabel),
      instruments: matching.map(({ cursor, instrument }) => {
        const { symbol, quantityStep = 0, shorts } = inputs[instrument]!;
        return {
          symbol,
          cursor,
          step: Math.max(1, unitsFromNumber(quantityStep)),
          available: shorts?.available ?? Number.POSITIVE_INFINITY,
        };
      }),
    });
    const eventCount = series.reduce((sum, { cursor }) => sum + cursor.bars.length, 0);
    const equity = single
      ? new EquityRecord(single.cursor.bars.length, instantsOf(single.cursor, isByLabel))
      : new EquityRecord(Math.min(eventCount, 4_096));
    const schedule = new AccountSchedule({ books, desk, equity, inputs, account, judge });
    const closing = new AccountClosing({ books, desk, equity, account, matching });
    const calls = new StrategyCalls(request.strategy);
    const openings = new OpeningQueue(matching.map(({ cursor }) => cursor));
    const entry = new OrderEntry({
      desk,
      account,
      inputs,
      matching,
      schedule,
      closing,
      calls,
      openings: single ? undefined : openings,
    });
    const host = new AccountHost({ request, inputs, series, books, desk, entry });
    const parts = { books, desk, equity, schedule, closing, calls };
    if (request.keepsOrders) desk.hash.keep();
    this.#loop = single
      ? new BarLoop(host.series[0]!, parts)
      : new InstantLoop(host.series, parts, { openings, isByLabel });
    if (request.strategy.onFill)
      desk.tellFills((instrument, fill) => {
        if (!closing.isFinished) calls.fill(host.matching[instrument]!.context, fill);
      });
    this.books = books;
    this.desk = desk;
    this.equity = equity;
    this.inputs = inputs;
    this.#calls = calls;
    this.#closing = closing;
    this.#host = host;
    this.#eventCount = eventCount;
    this.#firstKey = Math.min(...series.map(({ cursor }) => keyAt(cursor, 0)));
  }

  /** Events handled: bars, trades and quotes. */
  get events(): number {
    return this.#loop.events;
  }

  /** Share of the events handled, 0 to 1. */
  get progress(): number {
    return this.#eventCount === 0 ? 1 : this.events / this.#eventCount;
  }

  /** What the strategy noted. */
  get notes(): readonly string[] {
    return this.#host.notes;
  }

  /** Why the newest order was refused or could not fill; empty when it was not. */
  get lastRefusal(): string {
    return this.desk.lastRefusal;
  }

  /** Everything the strategy asked for, where that is kept. */
  get tape(): DecisionTape | undefined {
    return this.#host.tape;
  }

  get isRuined(): boolean {
    return this.#closing.isRuined;
  }

  get marginCalls(): number {
    return this.#closing.marginCalls;
  }

  /**
   * Handles up to so many events, and the rest of their instant; true when all are done. Throws an `OctopusError`
   * TASK_FAILED saying where the strategy failed.
   */
  advance(maxEvents: number): boolean {
    try {
      if (!this.#isStarted) this.#start();
      this.#loop.advance(this.events + maxEvents);
      if (this.events < this.#eventCount) return false;
      if (!this.#closing.isFinished) this.#finish();
      return true;
    } catch (error) {
      throw this.#calls.fault(error);
    }
  }

  get #firstContext(): SeriesContext {
    return this.#host.matching[0]!.context;
  }

  #start(): void {
    this.#isStarted = true;
    this.books.updateRates(this.#firstKey);
    this.desk.moment.follow();
    this.#calls.start(this.#firstContext);
  }

  #finish(): void {
    this.desk.moment.follow();
    this.#closing.finish();
    this.#calls.end(this.#firstContext);
    const fault = this.books.ledger.fault();
    if (fault !== undefined)
      throw new OctopusError('INTERNAL_SERVER_ERROR', `the books of the run do not add up: ${fault}`);
  }
}

function seriesOf(inputs: readonly InstrumentInput[], isByLabel: boolean): Omit<RunSeries, 'context'>[] {
  const own = inputs.map((input) => cursorsOf(input, isByLabel));
  const shared = shareInstants(own.flat());
  const places: SeriesPlace[] = [];
  for (const group of groupByTimes(shared)) {
    const place = { index: -1 };
    for (const i of group) places[i] = place;
  }
  let next = 0;
  return own.flatMap((cursors, instrument) =>
    cursors.map((_, rank) => {
      const number = next++;
      return { instrument, cursor: shared[number]!, place: places[number]!, isMatching: rank === 0 };
    }),
  );
}

/** Whether there is one series of bars, and nothing but bars and orders happens. */
function isPlain(
  { account, instruments }: AccountRequest,
  series: readonly { readonly cursor: SeriesCursor }[],
  books: AccountBooks,
): boolean {
  return (
    series.length === 1 &&
    series[0]!.cursor.kind === 'bars' &&
    books.isSingle &&
    instruments[0]!.delisting === undefined &&
    account.costs?.financing === undefined &&
    instruments[0]!.shorts?.borrowRate === undefined &&
    account.maintenanceMargin === undefined
  );
}

/** When each bar of a series is known, as its equity is stamped. */
function instantsOf({ bars, closeKeys, closeOffset }: SeriesCursor, isByLabel: boolean): Float64Array {
  return isByLabel ? bars.time : closeKeys.map((time) => time + closeOffset);
}
