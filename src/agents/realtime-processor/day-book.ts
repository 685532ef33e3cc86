import { type BarColumns, barAt } from '#domain/market/bar';
import type { DataCheck } from '#engine/agent/roles';

interface FormedBar {
  day: number;
  time: number;
  ticks: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Sizes are summed in another order than the source did. */
const VOLUME_TOLERANCE = 1e-9;

/** The daily bar that the ticks of each symbol make up, to be compared with the one that is stored. */
export class DayBook {
  readonly #bySymbol = new Map<string, FormedBar>();

  /** Merges one tick; another day, or the same day told from its beginning, starts anew. */
  take(symbol: string, day: number, time: number, price: number, size: number): void {
    const bar = this.#bySymbol.get(symbol);
    if (bar === undefined) {
      const fresh = { day, time, ticks: 1, open: price, high: price, low: price, close: price, volume: size };
      this.#bySymbol.set(symbol, fresh);
      return;
    }
    if (bar.day !== day || time <= bar.time) {
      bar.day = day;
      bar.ticks = 0;
      bar.volume = 0;
      bar.open = bar.high = bar.low = price;
    }
    bar.time = time;
    bar.ticks += 1;
    if (price > bar.high) bar.high = price;
    if (price < bar.low) bar.low = price;
    bar.close = price;
    bar.volume += size;
  }

  /** Compares with the newest of `bars` when the ticks are of that day; null when no tick was seen. */
  check(symbol: string, bars: BarColumns): DataCheck | null {
    const formed = this.#bySymbol.get(symbol);
    if (formed === undefined || bars.length === 0) return null;
    const stored = barAt(bars, bars.length - 1);
    const ticks = `${formed.ticks.toLocaleString('en-US')} ticks`;
    if (stored.time !== formed.day)
      return { isSound: true, summary: `${ticks} of the day so far, last ${formed.close}` };
    const wrong = (['open', 'high', 'low', 'close'] as const).find((name) => formed[name] !== stored[name]);
    const isVolumeEqual = Math.abs(formed.volume - stored.volume) <= VOLUME_TOLERANCE * stored.volume;
    if (wrong === undefined && isVolumeEqual)
      return { isSound: true, summary: `${ticks} make up the stored bar, close ${formed.close}` };
    const name = wrong ?? 'volume';
    return {
      isSound: false,
      summary: `${ticks} make ${name} ${formed[name]}, the stored bar says ${stored[name]}`,
    };
  }
}
