import { isStoreFailure, OctopusError } from '#contract/errors';
import type { PipelineResult } from '#contract/services/agents';
import type { SessionState } from '#contract/services/session';
import type { PortfolioState } from '#contract/services/trading';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { decimalToNumber, formatDecimal } from '#domain/values/decimal';
import type { AccountPlace, OrderDesk } from '../agent/roles.ts';
import type { JournalEntry, SessionConfiguration, TradingState } from '../journal/record-kinds.ts';
import type { SessionRow } from '../ports/journal-store.ts';
import type { AccountCourse } from '../strategy-runs/account-course.ts';
import { OrderRoom } from '../trading/order-room.ts';
import { PortfolioBook } from '../trading/portfolio-book.ts';
import { ProtectionDesk } from '../trading/protection-desk.ts';
import { sessionStamp } from '../trading/session-stamp.ts';
import type { TradingAccount } from '../trading/trading-account.ts';
import { whyNotTrading } from '../trading/trading-gate.ts';
import { ReplayMarket } from './replay-market.ts';
import { ReplayPacer } from './replay-pacer.ts';
import type { ReplaySessionOptions } from './replay-session-options.ts';
import { ReplayTimeline } from './replay-timeline.ts';
import { SessionCourse } from './session-course.ts';
import { SessionDecisions } from './session-decisions.ts';
import { SessionOrderList } from './session-order-list.ts';
import { sessionState } from './session-state.ts';
import type { TimelineEvent } from './timeline-day.ts';

/** The engine's event loop is never held longer than this at a time. */
const SLICE_MS = 4;

/**
 * One replay: the timeline's events in order through venue, watch and decision loop, into the journal. What happens at
 * an event is committed together with the number of events handled, so a session that was killed goes on exactly
 * where the journal ends, and makes the same decisions as one that never stopped.
 */
export class ReplaySession implements TradingAccount {
  readonly #options: ReplaySessionOptions;
  readonly #timeline: ReplayTimeline;
  readonly #market: ReplayMarket;
  readonly #orderList: SessionOrderList;
  readonly place: AccountPlace;
  readonly protections: ProtectionDesk;
  readonly #desk: OrderDesk;
  readonly #decisions: SessionDecisions;
  readonly #pacer: ReplayPacer;
  readonly #course: SessionCourse;
  readonly book: PortfolioBook;
  readonly orders: OrderRoom;
  #configuration: SessionConfiguration;
  #cursor: number;
  #eventTime: number;
  #isClosed = false;

  constructor(options: ReplaySessionOptions) {
    this.#options = options;
    const { row, journal, board, charts, roles } = options;
    this.#configuration = JSON.parse(row.configuration) as SessionConfiguration;
    const { startDate, endDate, ticksPerDay, seed } = this.#configuration;
    this.#timeline = new ReplayTimeline({ symbols: options.symbols, startDate, endDate, ticksPerDay, seed });
    this.#cursor = Math.min(row.cursor, this.#timeline.eventCount);
    this.#eventTime = row.eventTime;
    this.place = { account: row.account, session: { id: row.id, cursor: () => this.#cursor } };
    this.protections = new ProtectionDesk(journal, this.place);
    this.#market = new ReplayMarket({
      timeline: this.#timeline,
      board,
      charts,
      watch: roles.watch,
      isStreamed: options.isStreamed ?? (() => false),
      cursor: () => this.#cursor,
      onTick: (symbol, time, price, size) => {
        this.#eventTime = time;
        this.#desk.onTick(symbol, time, price, Number.NaN, Number.NaN, size);
        options.onTick?.(this, symbol, size);
      },
    });
    this.#course = new SessionCourse({
      market: this.#market,
      handle: (event) => this.#handle(event),
      settle: (event) => this.#settle(event),
      onIdle: () => this.#pacer.wake(),
    });
    this.#pacer = new ReplayPacer({
      clock: options.clock,
      cursor: () => this.#cursor,
      slice: (events) => this.#slice(events),
      isWaiting: () => this.#course.isBusy,
    });
    this.#orderList = new SessionOrderList(journal, row.account);
    const symbols = options.symbols.map(({ instrument }) => instrument.symbol);
    const closes = journal.store.equity(row.id).map(({ equity }) => equity);
    this.book = new PortfolioBook({ journal, board, account: row.account, symbols: () => symbols, closes });
    this.#desk = roles.execution.open(this.place);
    this.#decisions = new SessionDecisions({
      ...options,
      sessionId: row.id,
      place: this.place,
      timeline: this.#timeline,
      market: this.#market,
      book: this.book,
      orders: () => this.orders,
      eventTime: () => this.#eventTime,
    });
    this.orders = new OrderRoom({
      journal,
      roles,
      desk: this.#desk,
      book: this.book,
      place: this.place,
      instruments: new Map(options.symbols.map(({ instrument }) => [instrument.symbol, instrument])),
      settings: options.settings,
      eventTime: () => this.#eventTime,
      protections: this.protections,
      whyClosed: (isTowardsFlat, symbol) => {
        const tradingState = this.#tradingState();
        const order = { eventTime: this.#eventTime, isTowardsFlat, tradingState };
        return whyNotTrading(tradingState, isTowardsFlat) ?? this.protections.whyHeld(symbol, order);
      },
      valueAtRiskWith: (symbol, quantity) => this.#decisions.valueAtRisk(symbol, quantity),
    });
    roles.strategy.reset();
    this.#eventTime = this.#market.rebuild() ?? this.#eventTime;
    this.book.valueAtRisk = this.#decisions.valueAtRisk();
  }

  get id(): string {
    return this.#options.row.id;
  }

  get account(): string {
    return this.place.account;
  }

  /** Whether a symbol is part of it. */
  plays(symbol: string): boolean {
    return this.#configuration.symbols.includes(symbol);
  }

  /** A closed session handles nothing any more: another one has taken its place, or the engine stops. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Events handled so far. */
  get cursor(): number {
    return this.#cursor;
  }

  get eventTime(): number {
    return this.#eventTime;
  }

  /** The simulated venue is always there. */
  whyUnreachable(): undefined {
    return undefined;
  }

  /** It plays nothing but the hours in which its exchanges are open. */
  opensAt(): undefined {
    return undefined;
  }

  /** From here on days and bars are whole, for who begins to look now. */
  get wholeFrom(): number {
    return this.#cursor === 0 ? Number.NEGATIVE_INFINITY : this.#eventTime + 1;
  }

  /** Strategies that trade its account stand between the timeline and the account; the replay waits while they think. */
  setCourse(line: AccountCourse | undefined): void {
    this.#course.set(line);
  }

  at<T>(eventTime: number, work: () => T): T {
    const now = this.#eventTime;
    this.#eventTime = eventTime;
    try {
      return work();
    } finally {
      this.#eventTime = now;
    }
  }

  /** Bars of one of its symbols that had closed by `until`, as it played them. */
  closedBars(symbol: string, timeframe: Timeframe, until: number): BarColumns {
    return this.#market.barsUntil(this.#configuration.symbols.indexOf(symbol), timeframe, until);
  }

  state(): SessionState {
    return sessionState({
      row: this.#row(),
      configuration: this.#configuration,
      timeline: this.#timeline,
      cursor: this.#cursor,
      eventTime: this.#eventTime,
      isPlaying: this.#pacer.isRunning,
      tradingState: this.#tradingState(),
      orderListHash: this.#orderList.digest(),
    });
  }

  portfolio(): PortfolioState {
    return this.book.state(this.#eventTime, this.orders.reserved());
  }

  /** Goes on where the journal ends, when it was running. */
  open(): void {
    if (this.#row().state === 'running') this.#run();
    this.#options.onChange();
  }

  /** Stops handling events for good; nothing is journaled, so the next start goes on by itself. */
  close(): void {
    this.#pacer.stop();
    this.#isClosed = true;
    this.#course.leave();
    this.#orderList.close();
    this.protections.close();
  }

  resume(): void {
    const { state } = this.#row();
    if (state === 'finished')
      throw new OctopusError('BAD_REQUEST', 'the replay has reached its end; start a new one');
    if (this.#pacer.isRunning) return;
    if (state !== 'running') this.#command({ kind: 'SessionStateChanged', payload: { state: 'running' } });
    this.#run();
    this.#options.onChange();
  }

  pause(): void {
    this.#pacer.stop();
    if (this.#row().state === 'running')
      this.#command({ kind: 'SessionStateChanged', payload: { state: 'paused' } });
  }

  configure(change: Partial<Pick<SessionConfiguration, 'daysPerSecond' | 'autonomy'>>): void {
    const configuration = { ...this.#configuration, ...change };
    this.transact(() => {
      this.#add({ kind: 'SessionConfigurationChanged', payload: { configuration } }, 'person');
      if (configuration.autonomy !== 'confirm')
        this.#options.proposals.putAside(this.place, this.#eventTime, 'strategies no longer ask');
    });
    this.#configuration = configuration;
    if (this.#pacer.isRunning) this.#run();
  }

  /** Handles whole days at once, yielding between slices. Pauses first; ends early when the session is closed. */
  async step(days: number): Promise<void> {
    this.pause();
    const target = Math.min(this.#timeline.days.length, this.#timeline.dayOf(this.#cursor) + days);
    const end = this.#timeline.firstEventOf(target);
    while (this.#slice(end - this.#cursor) && (this.#cursor < end || this.#course.isBusy))
      await this.#course.turn(this.#options.clock);
  }

  setTradingState(tradingState: TradingState, reason: string): void {
    if (this.#tradingState() === tradingState) return;
    this.#command({ kind: 'TradingStateChanged', payload: { tradingState, reason } });
  }

  /** Runs something that journals, and makes it durable before it is answered. */
  transact<T>(work: () => T): T {
    if (this.#isClosed)
      throw new OctopusError('BAD_REQUEST', 'another session has taken the place of this one; try again');
    try {
      const result = work();
      this.#commit();
      return result;
    } catch (error) {
      if (this.#options.journal.hasPending || isStoreFailure(error)) this.#break(error);
      throw error;
    }
  }

  async together<T>(work: () => T): Promise<T> {
    return this.transact(work);
  }

  /** The pipeline for one symbol as of now, suggesting only; nothing is journaled. */
  analyze(symbol: string, analysisType: PipelineResult['analysisType'], id: string): PipelineResult {
    return this.#decisions.analyze(symbol, { id, analysisType });
  }

  #row(): SessionRow {
    return this.#options.journal.projection.session(this.id) ?? this.#options.row;
  }

  #tradingState(): SessionState['tradingState'] {
    return this.book.accountRow().tradingState;
  }

  #run(): void {
    const eventsPerDay = (this.#timeline.ticksPerDay + 1) * this.#timeline.symbols.length + 1;
    this.#pacer.run((this.#configuration.daysPerSecond * eventsPerDay) / 1000);
  }

  /** Handles up to `events` events within the slice's time and commits. False when the replay can go no further. */
  #slice(events: number): boolean {
    if (this.#isClosed) return false;
    if (this.#course.mustWait()) return true;
    const { clock, journal } = this.#options;
    const deadline = clock.monotonic() + SLICE_MS;
    try {
      for (let left = events; left > 0 && this.#cursor < this.#timeline.eventCount; left--) {
        this.#course.next();
        if (this.#isClosed) return false;
        if (this.#course.mustWait()) return true;
        if ((left & 63) === 0 && clock.monotonic() > deadline) break;
        if (journal.hasPending && clock.monotonic() > deadline) break;
      }
      const isFinished = this.#cursor >= this.#timeline.eventCount;
      if (isFinished) this.#finish();
      this.#commit();
      return !isFinished;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #finish(): void {
    this.#pacer.stop();
    if (this.#row().state !== 'finished')
      this.#add({ kind: 'SessionStateChanged', payload: { state: 'finished' } }, 'session');
  }

  #handle(event: TimelineEvent): void {
    this.#cursor += 1;
    if (event.kind === 'tick') this.#market.play(event.part, event.tick);
    else if (event.kind === 'close') this.#closeSymbol(event.part);
    else this.#endDay();
  }

  #settle(event: TimelineEvent): void {
    if (this.#isClosed) return;
    try {
      this.#handle(event);
      if (this.#options.journal.hasPending) this.#commit();
    } catch (error) {
      this.#fail(error);
    }
  }

  #closeSymbol(part: number): void {
    this.#eventTime = this.#market.closeTime;
    const { symbolIndex, bars } = this.#market.close(part);
    this.protections.takeWorth(this.book, this.#eventTime);
    const { autonomy } = this.#configuration;
    if (autonomy === 'off') return;
    const isActive = this.#tradingState() === 'active';
    this.#decisions.atClose(symbolIndex, bars, this.#row(), { autonomy, isActive });
  }

  #endDay(): void {
    this.#eventTime = this.#market.closeTime;
    this.#desk.endDay(this.#eventTime);
    this.#options.proposals.expire(this.place, this.#eventTime);
    const equity = decimalToNumber(this.book.equity());
    this.book.closeDay(equity);
    this.book.valueAtRisk = this.#decisions.valueAtRisk();
    this.#add(
      {
        kind: 'DayClosed',
        payload: { equity, cash: formatDecimal(this.book.accountRow().cash) },
      },
      'session',
    );
  }

  #add(entry: Pick<JournalEntry, 'kind' | 'payload'>, source: string): void {
    this.#options.journal.add({
      ...entry,
      eventTime: this.#eventTime,
      source,
      ...sessionStamp(this.place),
    } as JournalEntry);
  }

  #command(entry: Pick<JournalEntry, 'kind' | 'payload'>): void {
    this.transact(() => this.#add(entry, 'person'));
  }

  #fail(error: unknown): void {
    this.#options.log.error('the replay stopped', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    this.#break(error);
  }

  #break(error: unknown): void {
    this.close();
    this.#options.journal.rollback();
    this.#options.onBroken(error);
  }

  #commit(): void {
    this.#options.journal.commit();
    this.#options.onChange();
  }
}
