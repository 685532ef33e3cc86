import type { DataWarehouse } from '#agents/data-warehouse/agent';
import type { LiveBars } from '#agents/realtime-processor/live-bars';
import type { ImportReport } from '#contract/services/import';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { Log } from '#engine/ports/log';
import type { SessionCharts } from '#engine/session/session-charts';
import type { KnownInstruments } from '../accounts/known-instruments.ts';

export interface StoredDisplayPorts {
  readonly charts: SessionCharts;
  /** Made after what brings bars in. */
  readonly liveBars: () => LiveBars;
  readonly warehouse: () => DataWarehouse;
  readonly instruments: KnownInstruments;
  readonly log: Log;
}

/** Lets everyone who shows stored bars look again after they changed. */
export class StoredDisplay {
  readonly #ports: StoredDisplayPorts;

  constructor(ports: StoredDisplayPorts) {
    this.#ports = ports;
  }

  /** Rows of a file, a download or of quarantine are stored now. */
  imported({ symbol, timeframe, series }: Pick<ImportReport, 'symbol' | 'timeframe' | 'series'>): void {
    const symbols = timeframe === 'tick' ? [] : (series?.map((one) => one.symbol) ?? [symbol]);
    this.#lookAgain(symbols, timeframe === 'tick' ? '1s' : timeframe);
  }

  /** Bars of a symbol changed, of whatever length. */
  changed(symbol: string): void {
    this.#lookAgain([symbol], '1s');
  }

  #lookAgain(symbols: readonly string[], timeframe: Timeframe): void {
    const { warehouse, instruments, log } = this.#ports;
    const shown = symbols.map((symbol) => this.#show(symbol, timeframe));
    Promise.all([...shown, warehouse().refresh(), instruments.refresh()]).catch((error: unknown) =>
      log.warn('bars are stored but not shown yet', { symbols: symbols.join(', '), error: String(error) }),
    );
  }

  /** At a length that was stored, and at longer ones that may be made of it. */
  async #show(symbol: string, timeframe: Timeframe): Promise<void> {
    await this.#ports.charts.reload(symbol, timeframe);
    const longer = TIMEFRAMES.filter((one) => timeframeMs(one) >= timeframeMs(timeframe));
    for (const one of longer) await this.#ports.liveBars().reload(symbol, one);
  }
}
