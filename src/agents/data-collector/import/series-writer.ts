import { BAR_FIELDS, type BarColumns, lowerBound } from '#domain/market/bar';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { MarketStore } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';
import type { BarBatch } from './bar-batch.ts';
import { findSpikes } from './find-spikes.ts';
import type { RowPlaces } from './row-places.ts';
import type { RejectedRow } from './row-reader.ts';
import { SeenTimes } from './seen-times.ts';
import { type SettledBars, settleBars, timeText, withoutBars } from './settle-bars.ts';

export interface SeriesCounts {
  stored: number;
  duplicate: number;
  quarantined: number;
  blank: number;
}

export interface SeriesWriterOptions {
  readonly market: MarketStore;
  /** Where the file comes from. */
  readonly source: BarSource;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Its number among the series of the file. */
  readonly series: number;
  /** Whether misprints are looked for. */
  readonly isPrice: boolean;
}

/** Repeats that lie within as many bars are compared by one read of the store. */
const REACH_BARS = 10_000;

/**
 * Stores the bars of one series, batch after batch. Whatever their order in the file, of two rows for one time the
 * earlier stays; the later is a repeat when its values are equal, else it is set aside. What the store held before
 * the import is replaced.
 */
export class SeriesWriter {
  readonly counts: SeriesCounts = { stored: 0, duplicate: 0, quarantined: 0, blank: 0 };
  readonly symbol: string;
  readonly #options: SeriesWriterOptions;
  readonly #seen: SeenTimes;

  constructor(options: SeriesWriterOptions) {
    this.symbol = options.symbol;
    this.#options = options;
    this.#seen = new SeenTimes(timeframeMs(options.timeframe));
  }

  /** Writes a batch and empties it; answers rows that were set aside. The batch is stored whole or not at all. */
  async write(batch: BarBatch, places: RowPlaces): Promise<RejectedRow[]> {
    if (batch.length === 0) return [];
    const { market, source, symbol, timeframe, series, isPrice } = this.#options;
    const isDaily = timeframe === '1d';
    const settled = settleBars(batch, { places, series, isDaily });
    batch.clear();
    this.counts.duplicate += settled.duplicate;
    const rejected = [...settled.rejected];
    let fresh: Pick<SettledBars, 'bars' | 'place'> = settled;
    if (settled.bars.time[0]! <= this.#seen.latest)
      fresh = await this.#withoutRepeats(settled, places, rejected);
    if (isPrice) fresh = await this.#withoutSpikes(fresh, places, rejected);
    if (fresh.bars.length > 0) {
      const { stored, duplicate, revised } = await market.putBars(symbol, timeframe, fresh.bars, source);
      this.counts.stored += stored + revised;
      this.counts.duplicate += duplicate;
      this.#seen.add(fresh.bars.time);
    }
    return rejected;
  }

  /** Rows whose time an earlier batch has stored already. */
  async #withoutRepeats(
    settled: SettledBars,
    places: RowPlaces,
    rejected: RejectedRow[],
  ): Promise<Pick<SettledBars, 'bars' | 'place'>> {
    const { bars, place } = settled;
    const { timeframe, series } = this.#options;
    const isOut = new Uint8Array(bars.length);
    let stored: BarColumns | undefined;
    for (let i = 0; i < bars.length; i++) {
      const time = bars.time[i]!;
      if (!this.#seen.has(time)) continue;
      isOut[i] = 1;
      if (!stored || !(time <= stored.time[stored.length - 1]!)) stored = await this.#storedFrom(time);
      const at = lowerBound(stored, time);
      if (BAR_FIELDS.every((field) => stored![field][at] === bars[field][i])) {
        this.counts.duplicate++;
        continue;
      }
      const reason = `an earlier row gives other values for ${timeText(time, timeframe === '1d')}`;
      rejected.push({
        series,
        line: places.line(place[i]!),
        reason,
        raw: places.raw(place[i]!),
        isReleasable: true,
      });
    }
    return withoutBars(settled, isOut);
  }

  #storedFrom(time: number): Promise<BarColumns> {
    const { market, symbol, timeframe } = this.#options;
    return market.readBars(symbol, timeframe, { from: time, to: time + REACH_BARS * timeframeMs(timeframe) });
  }

  /** Misprints by the look of them; one that is stored as it is was taken by a person. */
  async #withoutSpikes(
    fresh: Pick<SettledBars, 'bars' | 'place'>,
    places: RowPlaces,
    rejected: RejectedRow[],
  ): Promise<Pick<SettledBars, 'bars' | 'place'>> {
    const { market, symbol, timeframe, series } = this.#options;
    const spikes = findSpikes(fresh.bars);
    const isOut = new Uint8Array(fresh.bars.length);
    for (const { index, reason } of spikes) {
      const time = fresh.bars.time[index]!;
      const stored = await market.readBars(symbol, timeframe, { from: time, to: time + 1 });
      if (BAR_FIELDS.every((field) => stored[field][0] === fresh.bars[field][index])) continue;
      isOut[index] = 1;
      const place = fresh.place[index]!;
      const raw = places.raw(place);
      rejected.push({ series, line: places.line(place), reason, raw, isReleasable: true });
    }
    return spikes.length === 0 ? fresh : withoutBars(fresh, isOut);
  }
}
