import { chooseStrategy, type StrategyFiles } from '#agents/backtester/strategy-of';
import { OctopusError, unknownName } from '#contract/errors';
import type { StrategyRunConfiguration, StrategyRunView } from '#contract/services/strategy-runs';
import { decimalToNumber, formatDecimal } from '#domain/values/decimal';
import { LiveCollection } from '#engine/bus/live-collection';
import { bookedFills } from '#engine/journal/booked-fills';
import type { Committed } from '#engine/journal/journal';
import type { StrategyRunPayloads } from '#engine/journal/strategy-run-records';
import type { Log } from '#engine/ports/log';
import { ReplaySession } from '#engine/session/replay-session';
import { strategySourceHash } from '#engine/simulation/strategy-source';
import type { AccountCourse } from '#engine/strategy-runs/account-course';
import { isOrderOf, RunOrderList } from '#engine/strategy-runs/run-order-list';
import type { StrategyRun } from '#engine/strategy-runs/strategy-run';
import type { AccountKeeper } from '../accounts/account-keeper.ts';
import type { LiveMarket } from '../market-data/live-market.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import { type MakeRunPorts, makeStrategyRun } from './make-strategy-run.ts';
import { type RunAccount, RunCourses } from './run-courses.ts';
import {
  findRunSession,
  isOfReplay,
  requireOwnMarket,
  requireTradable,
  STARTED_AGAIN,
  whyReplayEnded,
} from './run-markets.ts';
import { placeOf, type RecordedRun, recordedRuns } from './strategy-run-journal.ts';

export interface StrategyRunPorts extends MakeRunPorts {
  readonly accounts: AccountKeeper;
  readonly sessions: Pick<SessionKeeper, 'current'>;
  readonly live: LiveMarket;
  readonly files: StrategyFiles;
  readonly log: Log;
  readonly createId: () => string;
  readonly tell: (severity: 'info' | 'warning' | 'error', title: string, text: string) => void;
}

interface RunningRun {
  readonly run: StrategyRun;
  readonly account: RunAccount;
  readonly course: AccountCourse;
}

const PULSE_MS = 1_000;
const ID_DIGITS = 10;
const FAILED = { source: 'strategy', isFailure: true } as const;

/** Strategies that trade accounts by themselves: started by a person, kept in the journal, taken up again at every start. */
export class StrategyRunKeeper {
  readonly views = new LiveCollection<StrategyRunView>((view) => view.id);
  readonly #ports: StrategyRunPorts;
  readonly #recorded = new Map<string, RecordedRun>();
  readonly #running = new Map<string, RunningRun>();
  readonly #courses: RunCourses;
  readonly #stops: (() => void)[] = [];
  #hasChanged = false;

  constructor(ports: StrategyRunPorts) {
    this.#ports = ports;
    this.#courses = new RunCourses(ports);
  }

  /** Takes up every run that was not stopped, as far as its account is open; the others wait for theirs. */
  restore(): void {
    const { journal, clock } = this.#ports;
    for (const run of recordedRuns(journal.store)) this.#recorded.set(run.started.runId, run);
    this.#stops.push(
      journal.onCommitted((committed) => this.#take(committed)),
      clock.every(PULSE_MS, () => this.#pulse()),
    );
    for (const { started, stopped } of this.#recorded.values())
      if (!stopped && isOfReplay(journal.store, started.account))
        this.#end(started, STARTED_AGAIN, { source: 'session' });
    this.#pulse();
    this.#show();
  }

  /** Starts a strategy. Throws with the nearest names for what is unknown, and when nothing of it could be kept. */
  async start(given: StrategyRunConfiguration): Promise<StrategyRunView> {
    const { clock, journal, files, createId } = this.#ports;
    const chosen = await chooseStrategy(given.strategy, given.parameters, files);
    const account = this.#requireAccount(given);
    const runId = `r${createId().replaceAll('-', '').slice(0, ID_DIGITS)}`;
    const configuration = { ...given, strategy: chosen.slug, symbols: [...new Set(given.symbols)] };
    const { cash } = account.book.accountRow();
    const held = account.book.held().filter(({ symbol }) => configuration.symbols.includes(symbol));
    const started: StrategyRunPayloads['StrategyRunStarted'] = {
      runId,
      account: account.account,
      configuration: {
        ...configuration,
        account: account.account,
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
    // Its last word may have failed, or somebody else has stopped it meanwhile.
    if (!this.require(id).stopped) this.#end(started, 'stopped by a person', { source: 'person' });
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
    this.#running.clear();
    this.#courses.close();
  }

  /** The account that is named, with its symbols streamed to it; throws when they are not of its market. */
  #requireAccount({ account: name, symbols }: StrategyRunConfiguration): RunAccount {
    const { accounts, sessions, live } = this.#ports;
    const session = findRunSession(name, { accounts, sessions });
    if (session) {
      requireTradable(session, symbols);
      return session;
    }
    const account = accounts.requireOpen(name).trading;
    requireOwnMarket(symbols, account);
    const strange = symbols.filter((symbol) => !live.isStreamed(symbol));
    if (strange.length > 0) live.subscribe(strange);
    return account;
  }

  #begin(recorded: RecordedRun, account: RunAccount): void {
    const { started } = recorded;
    const { journal, log } = this.#ports;
    try {
      const course = this.#courses.of(account);
      const run = makeStrategyRun(started, account, this.#ports, {
        onChange: () => {
          this.#hasChanged = true;
        },
        onFailure: (reason) => this.#failed(started, reason),
      });
      course.runs.add(run);
      this.#running.set(started.runId, { run, account, course });
    } catch (error) {
      log.error('a strategy run could not begin', { run: started.runId, error: String(error) });
      if (!journal.hasPending)
        this.#end(started, error instanceof Error ? error.message : String(error), FAILED);
    }
  }

  #failed(started: StrategyRunPayloads['StrategyRunStarted'], reason: string): void {
    this.#ports.tell('error', `${started.name} on ${started.account} was ended`, reason);
    this.#end(started, reason, FAILED);
  }

  #end(
    started: StrategyRunPayloads['StrategyRunStarted'],
    reason: string,
    { source, isFailure = false }: { readonly source: string; readonly isFailure?: boolean },
  ): void {
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
      source,
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
      if (running?.account instanceof ReplaySession) {
        this.#followReplay(recorded, running, running.account);
        continue;
      }
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
    this.#courses.pulse();
    if (this.#hasChanged) this.#show();
  }

  /** A replay that is over takes its strategies with it, with the last word that is due to them. */
  #followReplay({ started }: RecordedRun, { run, course }: RunningRun, session: ReplaySession): void {
    const reason = whyReplayEnded(session, this.#ports.sessions.current);
    if (reason === undefined || course.isBusy || this.#ports.journal.hasPending) return;
    void course.end(run);
    this.#ports.tell('info', `${started.name} on ${started.account} was ended`, reason);
    this.#end(started, reason, { source: 'session' });
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
      for (const fill of bookedFills(committed)) {
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
