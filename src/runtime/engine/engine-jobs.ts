import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import { watchedSymbols } from '#contract/services/settings';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { Instrument } from '#domain/instruments/instrument';
import { cacheTags } from '#engine/cache/note-market-writes';
import type { Log } from '#engine/ports/log';
import type { Scheduler } from '#engine/scheduler/scheduler';
import type { AccountKeeper } from '../accounts/account-keeper.ts';
import type { MarketDataLog } from '../market-data/market-data-log.ts';
import { MarketDataRefresh, type MarketDataRefreshPorts } from '../market-data/refresh-market-data.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import type { RunMatches } from '../strategies/run-matches.ts';
import type { StrategyRunKeeper } from '../strategies/strategy-run-keeper.ts';
import type { EngineCaches } from './engine-caches.ts';

export interface EngineJobsPorts extends MarketDataRefreshPorts {
  readonly scheduler: Scheduler;
  readonly stores: SqliteStores;
  readonly caches: EngineCaches;
  readonly keeper: SessionKeeper;
  readonly accounts: Pick<AccountKeeper, 'calendars' | 'endDueDays' | 'learnExpiryCloses'>;
  readonly log: Log;
  readonly marketDataLog: Pick<MarketDataLog, 'trim'>;
  readonly strategyRuns: Pick<StrategyRunKeeper, 'recorded'>;
  readonly runMatches: Pick<RunMatches, 'matchYesterday'>;
}

const MINUTE_MS = 60_000;
const NEWS_STEP_MS = 5 * MINUTE_MS;
const SNAPSHOT_KEPT_MS = 30 * 24 * 60 * MINUTE_MS;

/** The jobs every running engine has: newest bars, portfolio snapshot, the end of the day, clean-up. Nothing in a store that is only read. */
export function addEngineJobs(engine: EngineJobsPorts): void {
  const { scheduler, stores, settings, log, accounts } = engine;
  if (stores.isReadOnly) return;
  const refresh = new MarketDataRefresh(engine);
  let followed: readonly Instrument[] = [];
  const look = async (): Promise<void> => {
    followed = await followedInstruments(engine);
  };
  scheduler.pulse({ name: 'followed symbols', periodMs: MINUTE_MS, run: look });
  look().catch((error: unknown) => log.warn('followed symbols could not be read', { error: String(error) }));

  scheduler.add({
    name: 'market data refresh',
    schedule: {
      everyMs: 5 * MINUTE_MS,
      during: 'session',
      calendars: () => (settings.current.get().marketDataRefresh.isOn ? calendarsOf(followed) : []),
    },
    run: async () => {
      await look();
      return refresh.run(followed);
    },
  });
  scheduler.add({
    name: 'portfolio snapshot',
    schedule: { everyMs: 10 * MINUTE_MS, during: 'always' },
    run: () => savePortfolio(engine),
  });
  scheduler.add({
    name: 'end of day',
    schedule: { atCloseOf: () => accounts.calendars() },
    run: async () => {
      await accounts.learnExpiryCloses();
      const ended = accounts.endDueDays();
      return ended.length === 0 ? 'no account had a day to end' : `ended for ${ended.join(', ')}`;
    },
  });
  scheduler.add({
    name: 'clean-up',
    schedule: { dailyAt: '18:30', zone: 'America/New_York' },
    run: async () => {
      const task = { agent: 'data_warehouse', type: 'cleanup', data: {}, lane: 4 } as const;
      const { id } = engine.orchestrator.submit(task);
      const { task: ended } = await engine.orchestrator.settled(id);
      if (ended.state !== 'done') throw new Error(ended.error ?? `the task ended as ${ended.state}`);
      const trimmed = await engine.marketDataLog.trim();
      return trimmed === 0 ? ended.summary : `${ended.summary}; ${trimmed} messages of the event log removed`;
    },
  });
  scheduler.add({
    name: 'strategy runs held against backtests',
    schedule: { dailyAt: '00:20', zone: 'UTC' },
    run: () => engine.runMatches.matchYesterday(engine.strategyRuns.recorded()),
  });
  scheduler.add({
    name: 'news',
    schedule: { everyMs: NEWS_STEP_MS, during: 'always' },
    run: () => pollNews(engine),
  });
}

/** Looks for headlines when the setting's time has passed since the last multiple of it. */
async function pollNews({ settings, orchestrator, clock, providers }: EngineJobsPorts): Promise<string> {
  const { isOn, minutes } = settings.current.get().newsPoll;
  if (!isOn) return 'switched off in the settings';
  const period = Math.ceil((minutes * MINUTE_MS) / NEWS_STEP_MS) * NEWS_STEP_MS;
  if (clock.now() % period >= NEWS_STEP_MS) return `waits: every ${period / MINUTE_MS} minutes`;
  if (providers.readyNewsIds().length === 0) return 'no source of news is ready';
  const { id } = orchestrator.submit({ agent: 'data_collector', type: 'news', data: {}, lane: 4 });
  const { task } = await orchestrator.settled(id);
  if (task.state !== 'done') throw new Error(task.error ?? `the task ended as ${task.state}`);
  return task.summary ?? 'done';
}

/** Instruments of the watchlists and of open positions. */
async function followedInstruments({
  caches,
  settings,
  keeper,
  stores,
}: EngineJobsPorts): Promise<readonly Instrument[]> {
  const held = keeper.current?.portfolio().positions.map(({ symbol }) => symbol) ?? [];
  const wanted = new Set([...watchedSymbols(settings.current.get()), ...held]);
  const { value } = await caches.market.read({
    key: 'instruments',
    tags: [cacheTags.instruments],
    load: () => stores.market.instruments(),
  });
  return value.filter(({ symbol }) => wanted.has(symbol));
}

function calendarsOf(instruments: readonly Instrument[]): ExchangeCalendar[] {
  return [...new Set(instruments.map(calendarOf))];
}

function savePortfolio({ keeper, stores, clock }: EngineJobsPorts): string {
  const session = keeper.current;
  if (!session) return 'no session is open';
  const now = clock.now();
  const id = `${session.account}:${now}`;
  stores.documents.put('portfolio-snapshots', id, session.portfolio(), now + SNAPSHOT_KEPT_MS);
  return `kept ${session.account}`;
}
