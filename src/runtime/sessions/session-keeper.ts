import { OctopusError, unknownName } from '#contract/errors';
import type { Settings } from '#contract/services/settings';
import { parseDecimal } from '#domain/values/decimal';
import type { Roles } from '#engine/agent/roles';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { SessionConfiguration } from '#engine/journal/record-kinds';
import type { AgentLedger } from '#engine/orchestrator/agent-ledger';
import type { Clock } from '#engine/ports/clock';
import type { SessionRow } from '#engine/ports/journal-store';
import type { Log } from '#engine/ports/log';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import { ReplaySession } from '#engine/session/replay-session';
import type { ReplaySessionOptions } from '#engine/session/replay-session-options';
import type { SessionCharts } from '#engine/session/session-charts';
import type { Proposals } from '#engine/trading/proposals';

/** What a fresh install shows: the last fourteen months of the sample data. */
export const DEMO_SESSION = {
  symbols: ['GOOG', 'AAPL', 'MSFT', 'IBM', 'FB', 'SPX'],
  startDate: Date.UTC(2012, 0, 3),
  endDate: Date.UTC(2013, 2, 1),
  seed: 20_121_119,
  cash: '100000',
  daysPerSecond: 0.5,
} as const;

const TICKS_PER_DAY = 390;
const CURSORS = 'session-cursors';

type ReplaySymbols = ReplaySessionOptions['symbols'];

export interface SessionRequest {
  readonly symbols?: readonly string[] | undefined;
  readonly startDate?: number | undefined;
  readonly endDate?: number | undefined;
  readonly seed?: number | undefined;
  readonly daysPerSecond?: number | undefined;
  readonly cash?: string | undefined;
}

export interface SessionKeeperPorts {
  readonly journal: Journal;
  readonly market: MarketStore;
  readonly documents: DocumentStore;
  readonly roles: Roles;
  readonly board: QuoteBoard;
  readonly charts: SessionCharts;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: AgentLedger;
  readonly settings: () => Settings;
  readonly proposals: Proposals;
  /** Symbols that stream live. */
  readonly isStreamed?: (symbol: string) => boolean;
  readonly onTick?: NonNullable<ReplaySessionOptions['onTick']>;
  readonly onChange: () => void;
  readonly onBroken: (error: unknown) => void;
}

/** Holds the one session of this engine: opens the newest where it stood, or starts another. */
export class SessionKeeper {
  readonly #ports: SessionKeeperPorts;
  #session: ReplaySession | undefined;

  constructor(ports: SessionKeeperPorts) {
    this.#ports = ports;
  }

  get current(): ReplaySession | undefined {
    return this.#session;
  }

  /** Whether the open session plays a symbol: its prices are then those of the session. */
  plays(symbol: string): boolean {
    return this.#session?.plays(symbol) ?? false;
  }

  /** The moment of the session for a symbol in it. */
  timeOf(symbol: string): number | undefined {
    const state = this.#session?.state();
    return state?.symbols.includes(symbol) ? state.eventTime : undefined;
  }

  /** The session, or an error that says how to get one. */
  require(): ReplaySession {
    if (!this.#session)
      throw new OctopusError('NOT_FOUND', 'no session is open: import daily bars, then start a replay');
    return this.#session;
  }

  /**
   * Opens the newest session of the journal, paused or running as it was, or standing still for a command. False when
   * there is none.
   */
  async openLatest({ isStanding = false } = {}): Promise<boolean> {
    const row = this.#ports.journal.store.latestSession();
    if (!row) return false;
    const symbols = await this.#load(row);
    const session = this.#open(row, symbols);
    if (!isStanding) session.open();
    return true;
  }

  /** Starts another replay on a fresh account in the place of the one that is open. */
  async start(request: SessionRequest): Promise<ReplaySession> {
    const configuration = await this.#configure(request);
    const symbols = await this.#load(configuration);
    // From here on nothing waits: two starts at once follow one another, and each closes the one before.
    this.#session?.pause();
    this.#session?.close();
    const { journal } = this.#ports;
    const number = Number(journal.store.latestSession()?.id.split('-').at(-1) ?? 0) + 1;
    const sessionId = `replay-${number}`;
    const account = `paper-${number}`;
    const session = { id: sessionId, cursor: 0 };
    const eventTime = configuration.startDate;
    journal.record(
      {
        kind: 'SessionStarted',
        payload: { sessionId, account, configuration },
        eventTime,
        source: 'person',
        session,
      },
      { kind: 'SessionStateChanged', payload: { state: 'running' }, eventTime, source: 'person', session },
    );
    const row = journal.store.session(sessionId);
    if (!row)
      throw new OctopusError('STORE_FAILURE', `session ${sessionId} was journaled but cannot be read back`);
    const opened = this.#open(row, symbols);
    opened.open();
    return opened;
  }

  /** Puts a session opened anew from the journal in the place of one that ran ahead of it; it stays stopped. */
  async reload(): Promise<void> {
    const broken = this.#session;
    if (!broken) return;
    broken.close();
    const row = this.#ports.journal.store.session(broken.id);
    const symbols = row ? await this.#load(row) : [];
    if (this.#session !== broken) return;
    if (row) this.#open(row, symbols);
    else this.#session = undefined;
    this.#ports.onChange();
  }

  /** Keeps how far the session has come between journal records, so that the next start shows the same moment. */
  checkpoint(): void {
    const session = this.#session;
    if (!session || session.isClosed || this.#ports.journal.hasPending) return;
    this.#ports.documents.put(CURSORS, session.id, {
      cursor: session.cursor,
      journalLength: this.#ports.journal.length,
    });
  }

  close(): void {
    this.#session?.close();
  }

  /** Events after the row's cursor left no record, or the checkpoint would be older than the journal's last. */
  #cursorOf(row: SessionRow): number {
    const kept = this.#ports.documents.get(CURSORS, row.id, this.#ports.clock.now()) as
      | { cursor: number; journalLength: number }
      | undefined;
    return kept && kept.journalLength === this.#ports.journal.length
      ? Math.max(row.cursor, kept.cursor)
      : row.cursor;
  }

  #open(stored: SessionRow, symbols: ReplaySymbols): ReplaySession {
    const row = { ...stored, cursor: this.#cursorOf(stored) };
    this.#session = new ReplaySession({ ...this.#ports, row, symbols });
    return this.#session;
  }

  /** Every symbol of a session with all its stored daily bars. */
  async #load(session: SessionRow | SessionConfiguration): Promise<ReplaySymbols> {
    const { symbols } =
      'symbols' in session ? session : (JSON.parse(session.configuration) as SessionConfiguration);
    const instruments = new Map((await this.#ports.market.instruments()).map((one) => [one.symbol, one]));
    return Promise.all(
      symbols.map(async (symbol) => {
        const instrument = instruments.get(symbol);
        if (!instrument)
          throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, [...instruments.keys()]));
        return { instrument, daily: await this.#ports.market.readBars(symbol, '1d') };
      }),
    );
  }

  async #configure(request: SessionRequest): Promise<SessionConfiguration> {
    const series = (await this.#ports.market.series()).filter(({ timeframe }) => timeframe === '1d');
    const known = series.map(({ symbol }) => symbol);
    const symbols = request.symbols ?? DEMO_SESSION.symbols.filter((symbol) => known.includes(symbol));
    if (symbols.length === 0)
      throw new OctopusError(
        'BAD_REQUEST',
        'there are no daily bars to replay: import some first (octopus import FILE --symbol S --timeframe 1d)',
      );
    for (const symbol of symbols)
      if (!known.includes(symbol))
        throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known));
    const chosen = series.filter(({ symbol }) => symbols.includes(symbol));
    const firstTime = Math.min(...chosen.map((one) => one.firstTime));
    const lastTime = Math.max(...chosen.map((one) => one.lastTime));
    // By itself a replay ends where the first of its series does: nothing is left standing still on the screen.
    const sharedEnd = Math.min(...chosen.map((one) => one.lastTime));
    const startDate =
      request.startDate ??
      Math.max(firstTime, Math.min(DEMO_SESSION.startDate, sharedEnd - 425 * 86_400_000));
    const endDate = request.endDate ?? sharedEnd;
    if (startDate > endDate)
      throw new OctopusError(
        'BAD_REQUEST',
        `the replay would start on ${isoDate(startDate)}, after its end on ${isoDate(endDate)}`,
      );
    if (startDate > lastTime || endDate < firstTime) {
      throw new OctopusError(
        'BAD_REQUEST',
        `there are no bars between ${isoDate(startDate)} and ${isoDate(endDate)}; stored are ${isoDate(firstTime)} to ${isoDate(lastTime)}`,
      );
    }
    const cash = request.cash ?? DEMO_SESSION.cash;
    if (parseCash(cash) <= 0n)
      throw new OctopusError('BAD_REQUEST', `starting cash is ${cash}; it must be above zero`);
    const previous = this.#session?.state();
    return {
      mode: 'replay',
      symbols: [...symbols],
      startDate,
      endDate,
      seed: request.seed ?? DEMO_SESSION.seed,
      ticksPerDay: TICKS_PER_DAY,
      cash,
      currency: 'USD',
      daysPerSecond: request.daysPerSecond ?? previous?.daysPerSecond ?? DEMO_SESSION.daysPerSecond,
      autonomy: previous?.autonomy ?? 'auto',
    };
  }
}

function parseCash(text: string): bigint {
  try {
    return parseDecimal(text);
  } catch (error) {
    throw new OctopusError(
      'BAD_REQUEST',
      `starting cash: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
