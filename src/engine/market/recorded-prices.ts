import { TIMEFRAMES } from '#domain/market/timeframe';
import type { MarketStore } from '../ports/market-store.ts';
import type { RecordedPrices } from '../ports/recorded-prices.ts';

/** What a market store holds, as prices to be played again. */
export function recordedPrices(market: MarketStore): RecordedPrices {
  return {
    async coverage(symbol) {
      const ticks = (await market.tickSeries()).filter((one) => one.symbol === symbol);
      if (ticks.length > 0) {
        const firstTime = Math.min(...ticks.map((one) => one.firstTime));
        return { form: 'ticks', firstTime, lastTime: Math.max(...ticks.map((one) => one.lastTime)) };
      }
      const series = (await market.series()).filter((one) => one.symbol === symbol);
      const finest = TIMEFRAMES.find((timeframe) => series.some((one) => one.timeframe === timeframe));
      const found = series.find((one) => one.timeframe === finest);
      return (
        found && {
          form: 'bars',
          timeframe: found.timeframe,
          firstTime: found.firstTime,
          lastTime: found.lastTime,
        }
      );
    },
    trades: (symbol, from, to) => market.readTrades(symbol, { from, to }),
    quotes: (symbol, from, to) => market.readQuotes(symbol, { from, to }),
    bars: (symbol, timeframe, from, to) => market.readBars(symbol, timeframe, { from, to }),
  };
}
