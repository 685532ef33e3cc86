import type { DataCollector } from '#agents/data-collector/agent';
import { PROVIDER_CHAINS } from '#agents/data-collector/config';
import type { Timeframe } from '#domain/market/timeframe';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import type { ProviderDesk } from './provider-desk.ts';

export interface LiveHistoryPorts {
  readonly collector: Pick<DataCollector, 'downloadBars'>;
  readonly market: Pick<MarketStore, 'readBars'>;
  readonly instruments: KnownInstruments;
  readonly providers: ProviderDesk;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
/** Daily bars that a symbol begins with. */
const DAYS_AT_FIRST = 400;
/** Days before the newest stored one that are asked for again. */
const DAYS_AGAIN = 4;
const SIMULATED = 'simulated';

/** Past bars of symbols that stream: from the stream's own vendor first, then from the chain of their kind. */
export class LiveHistory {
  readonly #ports: LiveHistoryPorts;
  /** Day in which the daily bars of a symbol were last asked for. */
  readonly #askedOn = new Map<string, number>();

  constructor(ports: LiveHistoryPorts) {
    this.#ports = ports;
  }

  /** Stores the minute bars of a stretch; answers how many came, and throws when no provider has them. */
  async fillMinutes(symbol: string, source: string, from: number, to: number): Promise<number> {
    return this.#fill(symbol, source, '1m', from, to);
  }

  /**
   * Brings daily bars up to yesterday, once a day: the newest stored ones are asked for again, as a day that was not
   * heard from its beginning is not whole.
   */
  async fillDays(symbol: string, source: string): Promise<void> {
    const now = this.#ports.clock.now();
    const today = Math.floor(now / DAY_MS);
    if (this.#askedOn.get(symbol) === today) return;
    const newest = (await this.#ports.market.readBars(symbol, '1d', { limit: 1 })).time[0];
    const from = newest === undefined ? now - DAYS_AT_FIRST * DAY_MS : newest - DAYS_AGAIN * DAY_MS;
    await this.#fill(symbol, source, '1d', from, now);
    this.#askedOn.set(symbol, today);
  }

  async #fill(
    symbol: string,
    source: string,
    timeframe: Timeframe,
    from: number,
    to: number,
  ): Promise<number> {
    const { collector, instruments, providers, clock } = this.#ports;
    const dataType = instruments.dataTypeOf(symbol);
    const chain = source === SIMULATED ? [SIMULATED] : [source, ...PROVIDER_CHAINS[dataType]];
    const known = providers.ids();
    const ids = [...new Set(chain)].filter((id) => known.includes(id));
    const end = Math.min(to, clock.now());
    if (end <= from) return 0;
    const report = await collector.downloadBars({
      symbol,
      timeframe,
      from,
      to: end,
      providers: ids,
      dataType,
    });
    return report.rowsStored + report.rowsDuplicate;
  }
}
