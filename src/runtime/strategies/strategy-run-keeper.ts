import { chooseStrategy, type StrategyFiles } from '#agents/backtester/strategy-of';
import { OctopusError, unknownName } from '#contract/errors';
import type { StrategyRunConfiguration, StrategyRunView } from '#contract/services/strategy-runs';
import { allocateBars, sliceBars } from '#domain/market/bar';
import { timeframeMs } from '#domain/market/timeframe';
import { findStrategy } from '#domain/strategies/catalog';
import { decimalToNumber, formatDecimal } from '#domain/values/decimal';
import { LiveCollection } from '#engine/bus/live-collection';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Committed, Journal } from '#engine/journal/journal';
import type { StrategyRunPayloads } from '#engine/journal/strategy-run-records';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import { playedSymbol } from '#engine/simulation/decision-tape';
import { strategySourceHash } from '#engine/simulation/strategy-source';
import { AccountCourse } from '#engine/strategy-runs/account-course';
import { builtInModule } from '#engine/strategy-runs/built-in-module';
import { LiveStrategy } from '#engine/strategy-runs/live-strategy';
import { RunBars } from '#engine/strategy-runs/run-bars';
import { type RunSetup, type StrategyHost, stepOf } from '#engine/strategy-runs/run-messages';
import { isOrderOf, RunOrderList } from '#engine/strategy-runs/run-order-list';
import { StrategyRun } from '#engine/strategy-runs/strategy-run';
import type { LiveAccount } from '#engine/trading/live-account';
import type { Proposals } from '#engine/trading/proposals';
import type { AccountKeeper } from '../accounts/account-keeper.ts';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import type { LiveMarket } from '../market-data/live-market.ts';
import { openFileStrategy } from './file-strategy-host.ts';
import { placeOf, type RecordedRun, recordedRuns } from './strategy-run-journal.ts';

export interface StrategyRunPorts {
  readonly journal: Journal;
  readonly market: MarketStore;
  readonly accounts: AccountKeeper;
  readonly live: LiveMarket;
  readonly board: QuoteBoard;
  readonly instruments: KnownInstruments;
  readonly proposals: Pick<Proposals, 'propose'>;
  readonly files: StrategyFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly createId: () => string;
  readonly tell: (severity: 'info' | 'warning' | 'error', title: string, text: string) => void;
}

/** A broker is sent no order in a market that is played again or made up. */
function requireOwnMarket(symbols: readonly string[], account: LiveAccount): void {
  const { broker } = account.book.accountRow();
  const stranger = symbols.find((symbol) => symbol.startsWith(REPLAY) || symbol.startsWith('SIM:'));
  if (broker !== 'paper' && stranger !== undefined)
    throw new OctopusError(
      'BAD_REQUEST',
      `${account.account} is an account at ${broker}: ${stranger} is no market of theirs; take a paper account`,
    );
}

interface RunningRun {
  readonly run: StrategyRun;
  readonly account: LiveAccount;
  readonly course: AccountCourse;
}

const REPLAY = 'REPLAY:';
const PULSE_MS = 1_000;
const ID_DIGITS = 10;

/** Strategies that trade accounts by themselves: started by a person, kept in the journal, taken up again at every start. */
export class StrategyRunKeeper {
  readonly views = new LiveCollection<StrategyRunView>((view) => view.id);
  readonly #ports: StrategyRunPorts;
  readonly #recorded = new Map<string, RecordedRun>();
  readonly #running = new Map<string, RunningRun>();
  readonly #courses = new Map<string, { readonly account: LiveAccount; readonly course: AccountCourse }>();
  readonly #stops: (() => void)[] = [];
  #hasChanged = false;

  constructor(ports: StrategyRunPorts) {
    this.#ports = ports;
  }

  /** Takes up every run that was not stopped, as far as its account is open; the others wait for theirs. */
  restore(): void {
    const { journal, clock } = this.#ports;
    for (const run of recordedRuns(journal.store)) this.#recorded.set(run.started.runId, run);
    this.#stops.push(
      journal.onCommitted((committed) => this.#take(committed)),
      clock.every(PULSE_MS, () => this.#pulse()),
    );
    this.#pulse();
    this.#show();
  }

  /** Starts a strategy. Throws with the nearest names for what is unknown, and when nothing of it could be kept. */
  async start(given: StrategyRunConfiguration): Promise<StrategyRunView> {
    const { accounts, live, clock, journal, files, createId } = this.#ports;
    const account = accounts.requireOpen(given.account).trading;
    requireOwnMarket(given.symbols, account);
    const chosen = await chooseStrategy(given.strategy, given.parameters, files);
    const strange = given.symbols.filter((symbol) => !live.isStreamed(symbol));
    if (strange.length > 0) live.subscribe(strange);
    const runId = `r${createId().replaceAll('-', '').slice(0, ID_DIGITS)}`;
    const configuration = { ...given, strategy: chosen.slug, symbols: [...new Set(given.symbols)] };
    const { cash } = account.book.accountRow();
    const held = account.book.held().filter(({ symbol }) => configuration.symbols.includes(symbol));
    const started: StrategyRunPayloads['StrategyRunStarted'] = {
      runId,
      account: account.account,
      configuration: {
        ...configuration,
        warmUpBars: given.warmUpBars ?? chosen.warmUpBars,
      },
      parameters: { ...chosen.values },
      name: chosen.name,
      strategyHash: chosen.file ? strategySourceHash(chosen.file.source) : null,
      source: chosen.file?.source ?? null,
      cash: formatDecimal(cash),
      equity: decimalToNumber(account.book.equity()),
      held: Object.fromEntries(held.map(({ symbol, quantity }) => [symbol, formatDecimal(quantity)])),
    };
    const startedTime = clock.now();
    journal.record({
      kind: 'StrategyRunStarted',
      payload: started,
      eventTime: startedTime,
      source: 'person',
      correlationId: runId,
    });
    const recorded = { started, startedTime, resumedTimes: [] };
    this.#recorded.set(runId, recorded);
    this.#begin(recorded, account);
    this.#show();
    return this.view(runId);
  }

  /** Ends a run; its working orders are cancelled if so asked, what is held stays. */
  async stop(id: string, cancelsOrders: boolean): Promise<StrategyRunView> {
    const { started, stopped } = this.require(id);
    if (stopped) return this.view(id);
    const running = this.#running.get(started.runId);
    await running?.course.end(running.run);
    this.#end(started, 'stopped by a person', false);
    if (running && cancelsOrders)
      running.account.transact(() => {
        for (const order of running.account.orders.openOrders())
          if (isOrderOf(started.runId, order))
            running.account.orders.cancel(order.clientOrderId, 'its strategy was stopped');
      });
    return this.view(id);
  }

  list(account?: string): StrategyRunView[] {
    return [...this.#recorded.values()]
      .filter(({ started }) => account === undefined || started.account === account)
      .map((run) => this.#viewOf(run))
      .reverse();
  }

  /** As the journal tells them, oldest first. */
  recorded(): RecordedRun[] {
    return [...this.#recorded.values()];
  }

  view(id: string): StrategyRunView {
    return this.#viewOf(this.require(id));
  }

  /** By its id or four or more of its first characters. */
  require(id: string): RecordedRun {
    const found = this.find(id);
    if (found) return found;
    throw new OctopusError('NOT_FOUND', unknownName('strategy run', id, [...this.#recorded.keys()]));
  }

  find(id: string): RecordedRun | undefined {
    const exact = this.#recorded.get(id);
    if (exact || id.length < 4) return exact;
    const alike = [...this.#recorded.values()].filter(({ started }) => started.runId.startsWith(id));
    return alike.length === 1 ? alike[0] : undefined;
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const { run } of this.#running.values()) run.leave();
    for (const account of this.#courses.keys()) this.#ports.accounts.setCourse(account, undefined);
    this.#running.clear();
    this.#courses.clear();
  }

  #begin(recorded: RecordedRun, account: LiveAccount): void {
    const { started } = recorded;
    const { journal, log } = this.#ports;
    try {
      const course = this.#courseOf(account);
      const run = this.#makeRun(started, account);
      course.runs.add(run);
      this.#running.set(started.runId, { run, account, course });
    } catch (error) {
      log.error('a strategy run could not begin', { run: started.runId, error: String(error) });
      if (!journal.hasPending)
        this.#end(started, error instanceof Error ? error.message : String(error), true);
    }
  }

  #makeRun(started: StrategyRunPayloads['StrategyRunStarted'], account: LiveAccount): StrategyRun {
    const { journal, proposals, instruments, board, clock } = this.#ports;
    const { configuration, runId } = started;
    const symbols = [...configuration.symbols].sort();
    const isPast = symbols.every((symbol) => symbol.startsWith(REPLAY));
    const place = placeOf(journal.store, runId);
    const setup: RunSetup = {
      parameters: started.parameters,
      timeframe: configuration.timeframe,
      currency: account.book.accountRow().currency,
      instruments: symbols.map((symbol) => ({ symbol, step: stepOf(configuration) })),
      direction: configuration.direction,
      size: configuration.size,
      firstOrder: place.firstOrder,
      isOfSignals: started.source === null && findStrategy(configuration.strategy)?.module === undefined,
    };
    const heard = symbols.map((symbol) => board.eventTime[board.slot(symbol)] ?? Number.NaN);
    const wholeFrom = isPast
      ? Math.max(Number.NEGATIVE_INFINITY, ...heard.filter((time) => time > 0))
      : clock.now();
    return new StrategyRun({
      id: runId,
      slug: configuration.strategy,
      configuration,
      account,
      journal,
      proposals,
      host: this.#hostOf(started, setup),
      bars: new RunBars(
        configuration.timeframe,
        symbols.map((symbol) => ({
          calendar: instruments.calendarOf(symbol),
          isOfQuotes: instruments.dataTypeOf(symbol) === 'forex',
        })),
      ),
      history: (until) => Promise.all(symbols.map((symbol) => this.#history(symbol, configuration, until))),
      isPast: () => isPast,
      wholeFrom,
      firstOrder: place.firstOrder,
      decidedUntil: place.decidedUntil,
      tape: place.tape,
      onChange: () => {
        this.#hasChanged = true;
      },
      onFailure: (reason) => this.#failed(started, reason),
    });
  }

  #hostOf(
    { source, configuration }: StrategyRunPayloads['StrategyRunStarted'],
    setup: RunSetup,
  ): StrategyHost {
    if (source !== null) return openFileStrategy({ path: `${configuration.strategy}.ts`, source }, setup);
    const definition = findStrategy(configuration.strategy);
    if (!definition) throw new OctopusError('UNKNOWN_STRATEGY', `no strategy ${configuration.strategy}`);
    return new LiveStrategy(setup, (bars) => builtInModule(definition, setup, bars));
  }

  /** The newest stored bars that had ended by `until`. */
  async #history(symbol: string, { timeframe, warmUpBars = 0 }: StrategyRunConfiguration, until: number) {
    if (warmUpBars === 0) return allocateBars(0);
    const { bars } = await readBarsOfAnyLength(this.#ports.market, playedSymbol(symbol), timeframe);
    let end = bars.length;
    while (end > 0 && bars.time[end - 1]! + timeframeMs(timeframe) > until) end -= 1;
    return sliceBars(bars, end - warmUpBars, end);
  }

  #courseOf(account: LiveAccount): AccountCourse {
    const known = this.#courses.get(account.account);
    if (known?.account === account) return known.course;
    const { clock, accounts, log } = this.#ports;
    const course = new AccountCourse(
      account,
      () => clock.now(),
      (error) =>
        log.error('an account could not take a tick', { account: account.account, error: String(error) }),
    );
    this.#courses.set(account.account, { account, course });
    accounts.setCourse(account.account, course);
    return course;
  }

  #failed(started: StrategyRunPayloads['StrategyRunStarted'], reason: string): void {
    this.#ports.tell('error', `${started.name} on ${started.account} was ended`, reason);
    this.#end(started, reason, true);
  }

  #end(started: StrategyRunPayloads['StrategyRunStarted'], reason: string, isFailure: boolean): void {
    const { journal, clock } = this.#ports;
    const { runId, account } = started;
    const running = this.#running.get(runId);
    running?.course.runs.delete(running.run);
    this.#running.delete(runId);
    const time = clock.now();
    journal.record({
      kind: 'StrategyRunStopped',
      payload: { runId, account, reason, isFailure },
      eventTime: time,
      source: isFailure ? 'strategy' : 'person',
      correlationId: runId,
    });
    const recorded = this.#recorded.get(runId);
    if (recorded) this.#recorded.set(runId, { ...recorded, stopped: { time, reason, isFailure } });
    this.#show();
  }

  /** Runs whose account has come or gone begin or wait; bars without a tick after them end. */
  #pulse(): void {
    const { accounts, journal, clock } = this.#ports;
    for (const recorded of this.#recorded.values()) {
      if (recorded.stopped) continue;
      const { runId, account: name } = recorded.started;
      const running = this.#running.get(runId);
      const account = accounts.findOpen(name);
      if (running && running.account !== account) {
        running.run.leave();
        running.course.runs.delete(running.run);
        this.#running.delete(runId);
      }
      if (!account || this.#running.has(runId)) continue;
      journal.record({
        kind: 'StrategyRunResumed',
        payload: { runId, account: name },
        eventTime: clock.now(),
        source: 'strategy',
        correlationId: runId,
      });
      this.#begin(recorded, account);
    }
    for (const { course } of this.#courses.values()) course.closeBars();
    if (this.#hasChanged) this.#show();
  }

  #take(committed: Committed): void {
    if (this.#running.size === 0) return;
    for (const { run, account, course } of this.#running.values()) {
      if (!run.orderList.take(committed)) continue;
      this.#hasChanged = true;
      const orders = new Map(
        committed.changes.orders
          .filter((order) => order.account === account.account && isOrderOf(run.id, order))
          .map((order) => [order.clientOrderId, order]),
      );
      for (const order of orders.values())
        if (order.status === 'rejected') run.refused(order.statusReason ?? 'rejected');
      for (const fill of committed.changes.fills) {
        const order = orders.get(fill.clientOrderId);
        if (!order) continue;
        course.fill(run, order.symbol, {
          orderId: Number(order.nonce.slice(run.id.length + 1)),
          symbol: order.symbol,
          side: fill.side,
          quantity: decimalToNumber(fill.quantity),
          price: decimalToNumber(fill.price),
          fee: decimalToNumber(fill.fee),
          time: fill.eventTime,
        });
      }
    }
  }

  #show(): void {
    this.#hasChanged = false;
    this.views.replace([...this.#recorded.values()].map((run) => this.#viewOf(run)));
  }

  #viewOf({ started, startedTime, stopped }: RecordedRun): StrategyRunView {
    const { runId, configuration, name, strategyHash, account } = started;
    const running = this.#running.get(runId)?.run;
    const { store } = this.#ports.journal;
    const list = running?.orderList ?? new RunOrderList(store, account, runId);
    const place = running ? undefined : placeOf(store, runId);
    return {
      id: runId,
      configuration,
      name,
      strategyHash,
      state: stopped ? (stopped.isFailure ? 'failed' : 'stopped') : running ? 'running' : 'waiting',
      startedTime,
      stoppedTime: stopped?.time ?? null,
      reason: stopped?.reason ?? (running ? null : `account ${account} is not open`),
      bars: running?.bars ?? 0,
      lastEventTime: running?.lastEventTime ?? null,
      decisions: running?.decisions ?? place?.tape.count ?? 0,
      orders: list.orders,
      fills: list.fills,
      orderListHash: list.digest(),
      decisionHash: running?.decisionHash ?? place?.tape.hash ?? '',
      notes: [...(running?.notes ?? [])],
    };
  }
}
