import { OctopusError, unknownName } from '#contract/errors';
import { readAdjustedBars } from '#engine/market/read-adjusted-bars';
import type { Engine } from '../create-engine.ts';
import type { Implementer } from './implementer.ts';

export function marketDataHandlers(on: Implementer, engine: Engine) {
  const { market } = engine.stores;
  return {
    instruments: on.marketData.instruments.handler(() => market.instruments()),
    series: on.marketData.series.handler(async () => [...(await market.series())]),
    bars: on.marketData.bars.handler(async ({ input }) => {
      const { symbol, timeframe, from, to, limit, asOf, adjust } = input;
      const bars = await readAdjustedBars(market, symbol, timeframe, {
        adjust,
        limit,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(asOf === undefined ? {} : { asOf }),
      });
      if (bars.length === 0) await requireSeries(engine, symbol);
      return {
        symbol,
        timeframe,
        time: Array.from(bars.time),
        open: Array.from(bars.open),
        high: Array.from(bars.high),
        low: Array.from(bars.low),
        close: Array.from(bars.close),
        volume: Array.from(bars.volume),
      };
    }),
    gaps: on.marketData.gaps.handler(({ input }) => engine.warehouse.gaps(input)),
    corporateActions: on.marketData.corporateActions.handler(({ input }) =>
      market.corporateActions(input.symbol),
    ),
    searchHeadlines: on.marketData.searchHeadlines.handler(async ({ input: { words, ...range } }) =>
      (await market.searchHeadlines(words, range)).map((one) => ({ ...one, symbols: [...one.symbols] })),
    ),
    importText: on.marketData.importText.handler(({ input }) => engine.collector.importText(input)),
    providers: on.marketData.providers.handler(() => engine.providers.list()),
    download: on.marketData.download.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'api_fetch', data: input, lane: 3 }),
    ),
    quarantine: on.marketData.quarantine.handler(async ({ input }) => {
      const { total, rows } = await market.quarantine(input.limit);
      return { total, rows: [...rows] };
    }),
  };
}

/** Throws UNKNOWN_SYMBOL, with the nearest names, unless something of the symbol is stored. */
async function requireSeries(engine: Engine, symbol: string): Promise<void> {
  const known = [...new Set((await engine.stores.market.series()).map((one) => one.symbol))];
  if (!known.includes(symbol))
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known), { known });
}
