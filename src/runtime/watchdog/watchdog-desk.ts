import { OctopusError } from '#contract/errors';
import type { DrillReport, WatchdogAct, WatchdogSettings, WatchdogState } from '#contract/services/watchdog';
import type { Journal } from '#engine/journal/journal';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import { createRestartBackOff } from '../processes/restart-back-off.ts';
import { runDrill } from './run-drill.ts';
import { beginLife, claim, readActs, watchdogFolder } from './watchdog-folder.ts';
import { BEAT_PERIOD_MS, type EngineToWatchdog, type GuardedAccount } from './watchdog-messages.ts';

export interface WatchdogDeskPorts {
  readonly journal: Journal;
  readonly dataFolder: string;
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => WatchdogSettings;
  /** Accounts at brokers that are connected, with what rests there. */
  readonly accounts: () => readonly GuardedAccount[];
  readonly createId: () => string;
  /** A sentence for the person at the screen. */
  readonly tell: (severity: 'warning' | 'error', title: string, text: string) => void;
}

const LISTED = 100;
/** How long a watchdog that acts for an earlier engine is waited for, ms. */
const ACTING_LIMIT_MS = 45_000;
const LOOK_EVERY_MS = 100;

/** The engine's side of the watchdog: signs of life, whom it guards, what it did, and drills. */
export class WatchdogDesk {
  readonly #ports: WatchdogDeskPorts;
  readonly #folder: string;
  readonly #backOff;
  #engineId = '';
  #process: HostedProcess | null = null;
  #isUp = false;
  #isStopped = false;
  #isDrilling = false;
  #problem: string | null = null;
  #retryTime = 0;
  #told = '';
  #accounts: readonly string[] = [];
  #stopBeats: () => void = () => undefined;

  constructor(ports: WatchdogDeskPorts) {
    this.#ports = ports;
    this.#folder = watchdogFolder(ports.dataFolder);
    this.#backOff = createRestartBackOff(() => ports.clock.monotonic());
  }

  state(): WatchdogState {
    const { isOn, limitSeconds, action } = this.#ports.settings();
    const phase = !isOn
      ? 'off'
      : this.#problem !== null
        ? 'failed'
        : this.#accounts.length === 0
          ? 'idle'
          : this.#isUp
            ? 'watching'
            : 'starting';
    const processId = this.#process?.pid ?? null;
    return { phase, problem: this.#problem, processId, limitSeconds, action, accounts: [...this.#accounts] };
  }

  /** Newest first. */
  acts(): WatchdogAct[] {
    return this.#records('WatchdogActed').map(({ act }) => act);
  }

  /** Newest first. */
  drills(): DrillReport[] {
    return this.#records('DrillRun').map(({ report }) => report);
  }

  /**
   * Takes over from the engine before this one: what the watchdog did for that is journaled and its accounts are halted.
   * Waits while it is still acting. Before accounts are opened.
   */
  async begin(): Promise<void> {
    const { clock, createId } = this.#ports;
    this.#engineId = createId();
    const actedFor = beginLife(this.#folder, this.#engineId);
    const deadline = clock.monotonic() + ACTING_LIMIT_MS;
    while (
      actedFor !== null &&
      !readActs(this.#folder).finished.has(actedFor) &&
      clock.monotonic() < deadline
    )
      await clock.sleep(LOOK_EVERY_MS);
    this.#takeActs();
  }

  /** Says from now on that the engine lives, and keeps a watchdog while orders rest at brokers. */
  watch(): void {
    this.#stopBeats = this.#ports.clock.every(BEAT_PERIOD_MS, () => this.#beat());
    this.#beat();
  }

  /** Says good-bye: nothing is to be done for an engine that ends in good order. */
  stop(): void {
    this.#isStopped = true;
    this.#stopBeats();
    if (this.#engineId !== '') claim(this.#folder, this.#engineId, 'engine');
    this.#post({ kind: 'good-bye' });
  }

  /** One at a time. Throws BAD_REQUEST for an account that is no test account at a broker or has nothing to cancel. */
  async drill(account: string | undefined): Promise<DrillReport> {
    const { host, clock, settings, createId, journal } = this.#ports;
    if (this.#isDrilling) throw new OctopusError('BAD_REQUEST', 'a drill is under way; wait for its report');
    const drillId = createId();
    const guarded = account === undefined ? undefined : this.#drillAccount(account);
    const options = { drillId, host, clock, settings: settings(), ...(guarded ? { account: guarded } : {}) };
    this.#isDrilling = true;
    try {
      const report = await runDrill(options);
      journal.record({
        kind: 'DrillRun',
        payload: { report },
        eventTime: clock.now(),
        source: 'watchdog',
        correlationId: drillId,
      });
      return report;
    } finally {
      this.#isDrilling = false;
    }
  }

  /** The stand-in venue for an account on the simulated one, which has no orders outside the engine. */
  #drillAccount(account: string): GuardedAccount | undefined {
    const row = this.#ports.journal.projection.account(account);
    if (!row) throw new OctopusError('NOT_FOUND', `account ${account} is not in the journal`);
    if (row.environment === 'live')
      throw new OctopusError(
        'BAD_REQUEST',
        `${account} trades money: a drill cancels orders; name a test account`,
      );
    if (row.broker === 'paper') return undefined;
    const guarded = this.#ports.accounts().find((one) => one.account === account);
    if (!guarded)
      throw new OctopusError('BAD_REQUEST', `${account} is not connected; connect it under Accounts first`);
    if (guarded.orders.length === 0)
      throw new OctopusError(
        'BAD_REQUEST',
        `nothing of ${account} rests at its broker; place an order far from the market first`,
      );
    return guarded;
  }

  #beat(): void {
    const { isOn, limitSeconds, action } = this.#ports.settings();
    const wanted = isOn
      ? this.#ports
          .accounts()
          .filter(({ orders, held }) => orders.length > 0 || (action === 'flatten' && held.length > 0))
      : [];
    this.#accounts = wanted.map(({ account }) => account);
    if (wanted.length > 0 && !this.#process && this.#ports.clock.monotonic() >= this.#retryTime)
      this.#spawn();
    if (!this.#process) return;
    const guard: EngineToWatchdog = {
      kind: 'guard',
      engineId: this.#engineId,
      folder: this.#folder,
      limitMs: limitSeconds * 1_000,
      action,
      accounts: wanted,
    };
    const text = JSON.stringify(guard);
    this.#post(text === this.#told ? { kind: 'beat' } : guard);
    this.#told = text;
  }

  #spawn(): void {
    const { host } = this.#ports;
    try {
      const process = host.spawn('watchdog', 'watchdog');
      this.#process = process;
      this.#told = '';
      process.channel.onMessage(() => {
        this.#isUp = true;
        this.#problem = null;
        this.#backOff.started();
      });
      process.onExit((code, signal) => {
        if (this.#process === process) this.#ended(signal ?? `exit code ${code}`);
      });
    } catch (error) {
      this.#ended(error instanceof Error ? error.message : String(error));
    }
  }

  /** It acted while this engine was frozen, or it failed: either way another one is needed. */
  #ended(how: string): void {
    const { clock, log, createId } = this.#ports;
    this.#process = null;
    this.#isUp = false;
    if (this.#isStopped) return;
    if (this.#takeActs() > 0) {
      this.#engineId = createId();
      beginLife(this.#folder, this.#engineId);
      return;
    }
    const delayMs = this.#backOff.nextDelayMs();
    this.#retryTime = clock.monotonic() + delayMs;
    this.#problem = `the watchdog ended (${how}); it starts again in ${(delayMs / 1_000).toFixed(1)} s`;
    log.warn('the watchdog ended unexpectedly', { how, delayMs });
  }

  /** Journals what is in the watchdog's own file and not yet in the journal. How many acts. */
  #takeActs(): number {
    const { journal, clock, tell } = this.#ports;
    const fresh = readActs(this.#folder).acts.filter(
      ({ actId }) => journal.store.correlated(actId).length === 0,
    );
    for (const act of fresh) {
      const { account, actId, cancelled, flattened, notDone } = act;
      const done = `${cancelled} ${cancelled === 1 ? 'order' : 'orders'} cancelled, ${flattened.length} closed`;
      const common = { eventTime: clock.now(), source: 'watchdog', correlationId: actId };
      journal.add({ kind: 'WatchdogActed', payload: { act }, ...common });
      if (journal.projection.account(account)) {
        const reason = `the watchdog acted while the engine did not answer: ${done}; look before you resume`;
        const payload = { account, tradingState: 'halted' as const, reason };
        journal.add({ kind: 'TradingStateChanged', payload, ...common });
      }
      const text = [done, ...notDone].join('; ');
      tell(notDone.length > 0 ? 'error' : 'warning', `The watchdog acted for ${account}`, text);
    }
    journal.commit();
    return fresh.length;
  }

  #post(message: EngineToWatchdog): void {
    this.#process?.channel.post(message);
  }

  #records<Kind extends 'WatchdogActed' | 'DrillRun'>(kind: Kind): JournalPayloads[Kind][] {
    const records = this.#ports.journal.store.readNewest({ kind, limit: LISTED });
    return records.map(({ payload }) => JSON.parse(payload) as JournalPayloads[Kind]);
  }
}
