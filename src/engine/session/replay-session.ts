import { OctopusError } from '#contract/errors';
import type { PipelineResult } from '#contract/services/agents';
import type { SessionState } from '#contract/services/session';
import type { Settings } from '#contract/services/settings';
import type { PortfolioState } from '#contract/services/trading';
import type { Instrument } from '#domain/instruments/instrument';
import { type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import {
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { OrderDesk, Roles, SessionPlace } from '../agent/roles.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry, SessionConfiguration } from '../journal/record-kinds.ts';
import type { AgentLedger } from '../orchestrator/agent-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionRow } from '../ports/journal-store.ts';
import type { Log } from '../ports/log.ts';
import { nextDecisionHash } from './decision-hash.ts';
import { type PipelineOutcome, runDecisionPipeline } from './decision-pipeline.ts';
import { OrderRoom } from './order-room.ts';
import { PortfolioBook } from './portfolio-book.ts';
import { ReplayTimeline, type TimelineDayPart } from './replay-timeline.ts';
import { SeriesHash } from './series-hash.ts';
import type { SessionCharts } from './session-charts.ts';
import { orderListHashOf } from './session-order-list.ts';

export interface ReplaySessionOptions {
  readonly row: SessionRow;
  /** Symbols of the session with all their stored daily bars. */
  readonly symbols: readonly { readonly instrument: Instrument; readonly daily: BarColumns }[];
  readonly journal: Journal;
  readonly roles: Roles;
  readonly board: QuoteBoard;
  readonly charts: SessionCharts;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: AgentLedger;
  readonly settings: () => Settings;
  /** Something a watcher may want to redraw has changed: prices, portfolio, state. */
  readonly onChange: () => void;
  /** The store refused a commit: this object may run ahead of the journal and must be replaced by one opened anew. */
  readonly onBroken: (error: unknown) => void;
}

/** The engine's event loop is never held longer than this at a time. */
const SLICE_MS = 8;
const PACE_MS = 16;
const VALUE_AT_RISK_CLOSES = 501;

/**
 * One replay: the timeline's events in order through venue, watch and decision loop, into the journal. What happens at
 * an event is committed together with the number of events handled, so a session that was killed goes on exactly
 * where the journal ends, and makes the same decisions as one that never stopped.
 */
export class ReplaySession {
  readonly #options: ReplaySessionOptions;
  readonly #timeline: ReplayTimeline;
  readonly #place: SessionPlace;
  readonly #desk: OrderDesk;
  readonly #hashes: SeriesHash[];
  readonly #slots: Int32Array;
  readonly book: PortfolioBook;
  readonly orders: OrderRoom;
  #configuration: SessionConfiguration;
  #cursor: number;
  #eventTime: number;
  #dayIndex = -1;
  #parts: TimelineDayPart[] = [];
  #owedEvents = 0;
  #lastPace = 0;
  #stopTimer: () => void = () => undefined;
  #orderListHash: { readonly records: number; readonly hash: string } = { records: -1, hash: '' };

  constructor(options: ReplaySessionOptions) {
    this.#options = options;
    const { row, journal, board } = options;
    this.#configuration = JSON.parse(row.configuration) as SessionConfiguration;
    const { startDate, endDate, ticksPerDay, seed } = this.#configuration;
    this.#timeline = new ReplayTimeline({ symbols: options.symbols, startDate, endDate, ticksPerDay, seed });
    this.#cursor = Math.min(row.cursor, this.#timeline.eventCount);
    this.#eventTime = row.eventTime;
    this.#place = { id: row.id, account: row.account, cursor: () => this.#cursor };
    this.#hashes = options.symbols.map(() => new SeriesHash());
    this.#slots = Int32Array.from(options.symbols, ({ instrument }) => board.slot(instrument.symbol));
    const symbols = options.symbols.map(({ instrument }) => instrument.symbol);
    const closes = journal.store.equity(row.id).map(({ equity }) => equity);
    this.book = new PortfolioBook({ journal, board, account: row.account, symbols, closes });
    this.#desk = options.roles.execution.open(this.#place);
    this.orders = new OrderRoom({
      journal,
      roles: options.roles,
      desk: this.#desk,
      book: this.book,
      place: this.#place,
      instruments: new Map(options.symbols.map(({ instrument }) => [instrument.symbol, instrument])),
      settings: options.settings,
      eventTime: () => this.#eventTime,
      isHalted: () => this.#row().tradingState === 'halted',
      valueAtRiskWith: (symbol, quantity) => this.#valueAtRisk(symbol, quantity),
    });
    options.roles.strategy.reset();
    this.#rebuildMarket();
  }

  get id(): string {
    return this.#place.id;
  }

  get account(): string {
    return this.#place.account;
  }

  /** Events handled so far. */
  get cursor(): number {
    return this.#cursor;
  }

  get eventTime(): number {
    return this.#eventTime;
  }

  state(): SessionState {
    const row = this.#row();
    const { mode, symbols, startDate, endDate, seed, daysPerSecond, autonomy } = this.#configuration;
    return {
      id: row.id,
      mode,
      isSimulatedIntraday: true,
      seed,
      state: row.state,
      daysPerSecond,
      symbols: [...symbols],
      startDate: this.#timeline.days[0] ?? startDate,
      endDate: this.#timeline.days.at(-1) ?? endDate,
      eventTime: this.#eventTime,
      eventIndex: this.#cursor,
      eventCount: this.#timeline.eventCount,
      dayIndex: this.#timeline.dayOf(this.#cursor),
      dayCount: this.#timeline.days.length,
      tradingState: row.tradingState,
      autonomy,
      decisionHash: row.decisionHash,
      decisionCount: row.decisionCount,
      orderListHash: this.#orderList(),
    };
  }

  portfolio(): PortfolioState {
    return this.book.state(this.#eventTime, this.orders.reserved());
  }

  /** Goes on where the journal ends, when it was running. */
  open(): void {
    if (this.#row().state === 'running') this.#run();
    this.#options.onChange();
  }

  /** Stops handling events; nothing is journaled, so the next start goes on by itself. */
  close(): void {
    this.#stopTimer();
  }

  resume(): void {
    const { state } = this.#row();
    if (state === 'finished')
      throw new OctopusError('BAD_REQUEST', 'the replay has reached its end; start a new one');
    if (state === 'running') return;
    this.#command({ kind: 'SessionStateChanged', payload: { state: 'running' } });
    this.#run();
  }

  pause(): void {
    this.#stopTimer();
    if (this.#row().state === 'running')
      this.#command({ kind: 'SessionStateChanged', payload: { state: 'paused' } });
  }

  configure(change: Partial<Pick<SessionConfiguration, 'daysPerSecond' | 'autonomy'>>): void {
    const configuration = { ...this.#configuration, ...change };
    this.#command({ kind: 'SessionConfigurationChanged', payload: { configuration } });
    this.#configuration = configuration;
    this.#owedEvents = 0;
    if (this.#row().state === 'running') this.#run();
  }

  /** Handles whole days at once, yielding between slices. Pauses first. */
  async step(days: number): Promise<void> {
    this.pause();
    const target = Math.min(this.#timeline.days.length, this.#timeline.dayOf(this.#cursor) + days);
    const end = this.#timeline.firstEventOf(target);
    while (this.#cursor < end) {
      this.#slice(end - this.#cursor);
      await this.#options.clock.sleep(0);
    }
  }

  /** Cancels every working order and sends nothing more until trading is resumed. */
  halt(reason: string): void {
    if (this.#row().tradingState === 'halted') return;
    this.transact(() => {
      this.#add({ kind: 'TradingStateChanged', payload: { tradingState: 'halted', reason } }, 'person');
      this.orders.cancelAll(`trading halted: ${reason}`);
    });
  }

  resumeTrading(): void {
    if (this.#row().tradingState === 'active') return;
    this.#command({
      kind: 'TradingStateChanged',
      payload: { tradingState: 'active', reason: 'resumed by a person' },
    });
  }

  /** Runs something that journals, and makes it durable before it is answered. */
  transact<T>(work: () => T): T {
    try {
      const result = work();
      this.#commit();
      return result;
    } catch (error) {
      if (this.#options.journal.hasPending || isStoreFailure(error)) this.#break(error);
      throw error;
    }
  }

  /** The pipeline for one symbol as of now, suggesting only; nothing is journaled. */
  analyze(symbol: string, analysisType: PipelineResult['analysisType'], id: string): PipelineResult {
    const index = this.#configuration.symbols.indexOf(symbol);
    if (index < 0)
      throw new OctopusError(
        'UNKNOWN_SYMBOL',
        `${symbol} is not part of this session (${this.#configuration.symbols.join(', ')})`,
      );
    const started = this.#options.clock.monotonic();
    const outcome = this.#decide(index, this.#closedBars(index), id, 0, 'suggest');
    return {
      id,
      symbol,
      analysisType,
      eventTime: this.#eventTime,
      durationMs: this.#options.clock.monotonic() - started,
      isDegraded: outcome.isDegraded,
      stages: outcome.stages,
      action: outcome.decision.action,
      fusedScore: outcome.decision.fusedScore,
      summary: outcome.decision.summary,
      decisionId: outcome.decision.id,
    };
  }

  #row(): SessionRow {
    return this.#options.journal.projection.session(this.#place.id) ?? this.#options.row;
  }

  #run(): void {
    this.#stopTimer();
    this.#lastPace = this.#options.clock.monotonic();
    const { clock } = this.#options;
    if (this.#configuration.daysPerSecond === 0) {
      const flatOut = (): void => {
        if (this.#slice(Number.POSITIVE_INFINITY)) this.#stopTimer = clock.after(0, flatOut);
      };
      this.#stopTimer = clock.after(0, flatOut);
      return;
    }
    this.#stopTimer = clock.every(PACE_MS, () => this.#pace());
  }

  /** Handles as many events as wall time has earned since the last call; never more than a second's worth. */
  #pace(): void {
    const now = this.#options.clock.monotonic();
    const eventsPerDay = (this.#timeline.ticksPerDay + 1) * this.#timeline.symbols.length + 1;
    const perMs = (this.#configuration.daysPerSecond * eventsPerDay) / 1000;
    this.#owedEvents = Math.min(this.#owedEvents + (now - this.#lastPace) * perMs, perMs * 1000);
    this.#lastPace = now;
    const due = Math.floor(this.#owedEvents);
    if (due < 1) return;
    const before = this.#cursor;
    if (!this.#slice(due)) this.#stopTimer();
    this.#owedEvents -= this.#cursor - before;
  }

  /** Handles up to `events` events within the slice's time and commits. False when the replay stopped. */
  #slice(events: number): boolean {
    const { clock, journal, log } = this.#options;
    const deadline = clock.monotonic() + SLICE_MS;
    try {
      for (let left = events; left > 0 && this.#cursor < this.#timeline.eventCount; left--) {
        this.#handleNext();
        if ((left & 63) === 0 && clock.monotonic() > deadline) break;
        if (journal.hasPending && clock.monotonic() > deadline) break;
      }
      const isFinished = this.#cursor >= this.#timeline.eventCount;
      if (isFinished) this.#add({ kind: 'SessionStateChanged', payload: { state: 'finished' } }, 'session');
      this.#commit();
      return !isFinished;
    } catch (error) {
      log.error('the replay stopped', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      this.#break(error);
      return false;
    }
  }

  #handleNext(): void {
    const day = this.#timeline.dayOf(this.#cursor);
    if (day !== this.#dayIndex) this.#beginDay(day);
    const event = this.#timeline.eventAt(this.#cursor - this.#timeline.firstEventOf(day), this.#parts.length);
    this.#cursor += 1;
    if (event.kind === 'tick') this.#tick(this.#parts[event.part]!, event.tick, true);
    else if (event.kind === 'close') this.#closeSymbol(this.#parts[event.part]!);
    else this.#endDay();
  }

  #beginDay(day: number): void {
    this.#dayIndex = day;
    this.#parts = this.#timeline.partsOf(day);
    for (const part of this.#parts) {
      const { daily } = this.#timeline.symbols[part.symbolIndex]!;
      const previous = part.barIndex > 0 ? daily.close[part.barIndex - 1]! : daily.open[part.barIndex]!;
      this.#options.board.openDay(this.#slots[part.symbolIndex]!, previous);
    }
  }

  /** `isNew` is false while the market is rebuilt: prices are shown again, nothing is traded or alerted twice. */
  #tick(part: TimelineDayPart, tick: number, isNew: boolean): void {
    const { board, charts, roles } = this.#options;
    const { symbol } = this.#timeline.symbols[part.symbolIndex]!.instrument;
    const slot = this.#slots[part.symbolIndex]!;
    const time = this.#timeline.tickTime(this.#dayIndex, tick);
    const price = part.path.price[tick]!;
    const size = part.path.size[tick]!;
    this.#eventTime = time;
    board.publish(slot, time, price, Number.NaN, Number.NaN, size);
    charts.onTick(symbol, this.#timeline.days[this.#dayIndex]!, time, price, size);
    if (!isNew) return;
    this.#desk.onTick(symbol, time, price, Number.NaN, Number.NaN, size);
    roles.watch.onTick(symbol, time, price, board.previousClose[slot]!);
  }

  #closeSymbol(part: TimelineDayPart): void {
    const { roles, journal } = this.#options;
    const { symbol } = this.#timeline.symbols[part.symbolIndex]!.instrument;
    this.#eventTime = this.#timeline.closeTime(this.#dayIndex);
    const closed = sliceBars(this.#timeline.symbols[part.symbolIndex]!.daily, 0, part.barIndex + 1);
    roles.watch.onDailyClose(symbol, this.#eventTime, closed);
    if (this.#configuration.autonomy === 'off') return;
    const row = this.#row();
    const number = row.decisionCount + 1;
    const isActive = row.tradingState === 'active';
    const { decision, judged } = this.#decide(
      part.symbolIndex,
      closed,
      `${row.id}-${number}`,
      number,
      isActive ? this.#configuration.autonomy : 'suggest',
    );
    const decisionHash = nextDecisionHash(row.decisionHash, decision);
    journal.add({
      kind: 'DecisionMade',
      payload: { decision, decisionHash },
      eventTime: this.#eventTime,
      source: 'strategy',
      correlationId: decision.clientOrderId ?? decision.id,
      session: { id: row.id, cursor: this.#cursor },
    });
    if (judged && this.#configuration.autonomy === 'auto' && isActive) this.orders.add(judged);
  }

  #endDay(): void {
    this.#desk.endDay(this.#eventTime);
    const equity = this.book.equity();
    this.book.closeDay(equity);
    this.book.valueAtRisk = this.#valueAtRisk();
    this.#add(
      {
        kind: 'DayClosed',
        payload: { equity: decimalToNumber(equity), cash: formatDecimal(this.book.accountRow().cash) },
      },
      'session',
    );
  }

  #decide(
    symbolIndex: number,
    bars: BarColumns,
    decisionId: string,
    number: number,
    autonomy: SessionConfiguration['autonomy'],
  ): PipelineOutcome {
    const { roles, ledger, clock, settings } = this.#options;
    const { instrument } = this.#timeline.symbols[symbolIndex]!;
    const position = this.book.position(instrument.symbol);
    return runDecisionPipeline(
      roles,
      {
        decisionId,
        number,
        sessionId: this.#place.id,
        account: this.#place.account,
        instrument,
        bars,
        saw: [
          {
            series: `${instrument.symbol}/1d`,
            firstTime: bars.time[0] ?? 0,
            lastTime: bars.time[bars.length - 1] ?? 0,
            rows: bars.length,
            contentHash: this.#hashes[symbolIndex]!.upTo(bars),
          },
        ],
        eventTime: this.#eventTime,
        portfolio: this.book.snapshot(this.orders.reserved()),
        held: position?.quantity ?? DECIMAL_ZERO,
        stopPrice: this.#stopOf(position?.decisionId ?? null, position?.quantity ?? DECIMAL_ZERO),
        settings: settings(),
        autonomy,
      },
      ledger,
      () => clock.monotonic(),
    );
  }

  /** The stop that the decision behind a position asked for. */
  #stopOf(decisionId: string | null, quantity: Decimal): number | null {
    if (decisionId === null || quantity === DECIMAL_ZERO) return null;
    const row = this.#options.journal.projection.decision(decisionId);
    return row ? ((JSON.parse(row.body) as PipelineOutcome['decision']).sizing?.stopPrice ?? null) : null;
  }

  /** Bars of a symbol that are closed at this moment. */
  #closedBars(symbolIndex: number): BarColumns {
    const { daily } = this.#timeline.symbols[symbolIndex]!;
    const day = this.#timeline.dayOf(this.#cursor);
    const isDayOver = this.#cursor === this.#timeline.firstEventOf(day);
    const before =
      isDayOver && day > 0
        ? this.#timeline.days[day - 1]! + 1
        : (this.#timeline.days[Math.min(day, this.#timeline.days.length - 1)] ?? 0);
    let end = daily.length;
    while (end > 0 && daily.time[end - 1]! >= before) end -= 1;
    return sliceBars(daily, 0, end);
  }

  /** One-day value at risk of what is held, or of what would be held with `quantity` of `symbol`. */
  #valueAtRisk(symbol?: string, quantity?: Decimal): number | null {
    const equity = decimalToNumber(this.book.equity());
    if (equity <= 0) return null;
    const holdings = this.#timeline.symbols.flatMap(({ instrument }, index) => {
      const held = instrument.symbol === symbol ? quantity : this.book.position(instrument.symbol)?.quantity;
      const last = this.book.lastPrice(instrument.symbol);
      if (!held || last === null) return [];
      const weight = decimalToNumber(multiplyDecimal(held, decimalFromNumber(last))) / equity;
      const bars = this.#closedBars(index);
      return [{ weight, closes: bars.close.subarray(Math.max(0, bars.length - VALUE_AT_RISK_CLOSES)) }];
    });
    return this.#options.roles.risk.valueAtRisk(holdings);
  }

  /** Shows the market as it stood: the last closed day's prices, then today's ticks up to the cursor. */
  #rebuildMarket(): void {
    const { board, charts } = this.#options;
    const day = Math.min(this.#timeline.dayOf(this.#cursor), Math.max(0, this.#timeline.days.length - 1));
    const firstDay = this.#timeline.days[day] ?? 0;
    charts.begin(
      this.#timeline.symbols.map(({ instrument, daily }) => ({
        symbol: instrument.symbol,
        closed: sliceBars(daily, 0, lowerBound(daily, firstDay)),
      })),
      (symbol, days, onTick) => this.#pastTicks(symbol, days, onTick),
    );
    this.#timeline.symbols.forEach(({ daily }, i) => {
      const last = lowerBound(daily, firstDay) - 1;
      if (last < 0) return;
      board.openDay(this.#slots[i]!, last > 0 ? daily.close[last - 1]! : daily.open[last]!);
      board.publish(
        this.#slots[i]!,
        daily.time[last]!,
        daily.close[last]!,
        Number.NaN,
        Number.NaN,
        daily.volume[last]!,
      );
    });
    if (this.#timeline.days.length > 0) this.#replayToday(day);
    this.book.valueAtRisk = this.#valueAtRisk();
  }

  #replayToday(day: number): void {
    const handled = this.#cursor - this.#timeline.firstEventOf(day);
    if (handled <= 0) return;
    this.#beginDay(day);
    for (let offset = 0; offset < handled; offset++) {
      const event = this.#timeline.eventAt(offset, this.#parts.length);
      if (event.kind === 'tick') this.#tick(this.#parts[event.part]!, event.tick, false);
      else this.#eventTime = this.#timeline.closeTime(day);
    }
  }

  #pastTicks(
    symbol: string,
    days: number,
    onTick: (time: number, price: number, size: number) => void,
  ): void {
    const index = this.#configuration.symbols.indexOf(symbol);
    const today = Math.min(this.#timeline.dayOf(this.#cursor), this.#timeline.days.length - 1);
    for (let day = Math.max(0, today - days); day <= today; day++) {
      const parts = this.#timeline.partsOf(day);
      const position = parts.findIndex((part) => part.symbolIndex === index);
      if (position < 0) continue;
      const handled = this.#cursor - this.#timeline.firstEventOf(day);
      for (
        let tick = 0;
        tick < this.#timeline.ticksPerDay && tick * parts.length + position < handled;
        tick++
      ) {
        onTick(
          this.#timeline.tickTime(day, tick),
          parts[position]!.path.price[tick]!,
          parts[position]!.path.size[tick]!,
        );
      }
    }
  }

  #orderList(): string {
    const { journal } = this.#options;
    if (this.#orderListHash.records !== journal.length)
      this.#orderListHash = {
        records: journal.length,
        hash: orderListHashOf(journal.store, this.#place.account),
      };
    return this.#orderListHash.hash;
  }

  #add(entry: Pick<JournalEntry, 'kind' | 'payload'>, source: string): void {
    this.#options.journal.add({
      ...entry,
      eventTime: this.#eventTime,
      source,
      session: { id: this.#place.id, cursor: this.#cursor },
    } as JournalEntry);
  }

  #command(entry: Pick<JournalEntry, 'kind' | 'payload'>): void {
    this.transact(() => this.#add(entry, 'person'));
  }

  #break(error: unknown): void {
    this.#stopTimer();
    this.#options.journal.rollback();
    this.#options.onBroken(error);
  }

  #commit(): void {
    this.#options.journal.commit();
    this.#options.onChange();
  }
}

function isStoreFailure(error: unknown): boolean {
  return (
    error instanceof OctopusError && (error.code === 'STORE_FAILURE' || error.code === 'STORE_READ_ONLY')
  );
}
