import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { expirationTime, lastTradingDay } from '#domain/options/expiration';
import type { MarketStore } from '#engine/ports/market-store';

/** Stored closes of underlyings on days that options had their last, for those that nobody was there to settle. */
export class ExpiryCloses {
  readonly #market: Pick<MarketStore, 'readBars'>;
  readonly #known = new Map<string, number>();

  constructor(market: Pick<MarketStore, 'readBars'>) {
    this.#market = market;
  }

  /** Reads the closes that settling those of the symbols that have expired by `now` may ask for. */
  async learn(symbols: Iterable<string>, now: number): Promise<void> {
    for (const symbol of new Set(symbols)) {
      const option = parseOptionSymbol(symbol);
      if (!option || expirationTime(option.expiration) > now) continue;
      const day = lastTradingDay(option.expiration);
      const { close } = await this.#market.readBars(option.underlying, '1d', { from: day, to: day + 1 });
      if (close[0] !== undefined && close[0] > 0)
        this.#known.set(`${option.underlying} ${option.expiration}`, close[0]);
    }
  }

  /** Undefined where none was stored. */
  of(underlying: string, expiration: string): number | undefined {
    return this.#known.get(`${underlying} ${expiration}`);
  }
}
