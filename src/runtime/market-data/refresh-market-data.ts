import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { Instrument } from '#domain/instruments/instrument';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { Orchestrator } from '#engine/orchestrator/orchestrator';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import type { SettingsBook } from '../engine/settings-book.ts';
import type { ProviderDesk } from './provider-desk.ts';

export interface MarketDataRefreshPorts {
  readonly stores: { readonly market: MarketStore };
  readonly orchestrator: Orchestrator;
  readonly providers: ProviderDesk;
  readonly settings: SettingsBook;
  readonly clock: Clock;
}

/** How the collector marks what it downloaded: only such symbols are known to a provider by their name. */
const DOWNLOADED = /^downloaded from /;
const TASK = { agent: 'data_collector', type: 'api_fetch' } as const;

/** Queues downloads of the bars that are missing at the end of followed symbols. */
export class MarketDataRefresh {
  readonly #ports: MarketDataRefreshPorts;
  /** Last download of each symbol, by task. */
  readonly #tasks = new Map<string, string>();

  constructor(ports: MarketDataRefreshPorts) {
    this.#ports = ports;
  }

  /**
   * One download for each symbol that came from a provider; none while its last one is not done, when no bar of it can
   * have ended since, and when the providers have no request left. Says in words what it did.
   */
  async run(followed: readonly Instrument[]): Promise<string> {
    const { settings, stores, orchestrator, clock } = this.#ports;
    const { isOn, timeframe } = settings.current.get().marketDataRefresh;
    if (!isOn) return 'switched off in the settings';
    const candidates = followed.filter(({ source }) => DOWNLOADED.test(source));
    const series = await stores.market.series();
    let left = this.#requestsLeft();
    let asked = 0;
    for (const instrument of candidates) {
      const { symbol } = instrument;
      const newest = series.find((one) => one.symbol === symbol && one.timeframe === timeframe)?.lastTime;
      if (newest === undefined || this.#isUnderWay(symbol)) continue;
      if (!canHaveMore(instrument, newest, { timeframe, now: clock.now() })) continue;
      if (left <= 0) return `${asked} asked for; the rest waits for the budget of the providers`;
      const data = { symbol, timeframe, from: newest + 1 };
      this.#tasks.set(symbol, orchestrator.submit({ ...TASK, data, lane: 4 }).id);
      left -= 1;
      asked += 1;
    }
    return `${asked} of ${candidates.length} symbols asked for`;
  }

  #isUnderWay(symbol: string): boolean {
    const task = this.#ports.orchestrator.tasks.get(this.#tasks.get(symbol) ?? '');
    return task !== undefined && task.finishedTime === null;
  }

  /** Requests that the providers which can be asked have left now, together. */
  #requestsLeft(): number {
    return this.#ports.providers
      .list()
      .filter(({ keyVariable, hasKey }) => keyVariable === null || hasKey)
      .reduce((sum, { budget }) => sum + Math.min(...budget.map(({ left }) => left)), 0);
  }
}

/** Whether a bar after the newest stored one can have ended: at a session's close for days, else one bar later. */
function canHaveMore(
  instrument: Instrument,
  newest: number,
  { timeframe, now }: { timeframe: Timeframe; now: number },
): boolean {
  if (timeframe !== '1d') return newest + 2 * timeframeMs(timeframe) <= now;
  return calendarOf(instrument).nextSession(newest).close <= now;
}
