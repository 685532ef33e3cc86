import { OctopusError, unknownName } from '#contract/errors';
import type { BarsAnswer, BarsRequest } from '#contract/services/market-data';
import { cleanUpReport } from '#contract/services/retention';
import { cacheTags } from '#engine/cache/note-market-writes';
import { readAdjustedBars } from '#engine/market/read-adjusted-bars';
import type { Engine } from '../engine/create-engine.ts';
import { previewFile } from '../market-data/preview-file.ts';
import { readBarTrust, readTrust, type TrustPorts } from '../market-data/read-trust.ts';
import { exportPart, removeSeries, storedSizes } from '../market-data/stored-series.ts';
import type { Implementer } from './implementer.ts';
import { readTickLists } from './tick-lists.ts';

export function marketDataHandlers(on: Implementer, engine: Engine) {
  const { market } = engine.stores;
  const cache = engine.caches.market;
  return {
    instruments: on.marketData.instruments.handler(() => market.instruments()),
    series: on.marketData.series.handler(async () => {
      const { value } = await cache.read({
        key: 'series',
        tags: [cacheTags.series],
        load: () => market.series(),
      });
      return [...value];
    }),
    bars: on.marketData.bars.handler(({ input }) => readBars(engine, input)),
    ticks: on.marketData.ticks.handler(({ input }) => readTickLists(market, input)),
    tickSeries: on.marketData.tickSeries.handler(async () => [...(await market.tickSeries())]),
    latestQuote: on.marketData.latestQuote.handler(async ({ input }) => {
      const quote = await engine.caches.quotes.latest(input.symbol);
      if (quote) return quote;
      await requireSeries(engine, input.symbol);
      throw new OctopusError('NOT_FOUND', `no price of ${input.symbol} is known yet`);
    }),
    gaps: on.marketData.gaps.handler(async ({ input }) => {
      const { value, ...origin } = await cache.read({
        key: `gaps:${JSON.stringify(input, Object.keys(input).sort())}`,
        tags: [cacheTags.bars(input.symbol), cacheTags.instruments],
        load: () => engine.warehouse.gaps(input),
      });
      return { ...value, cache: origin };
    }),
    trust: on.marketData.trust.handler(({ input }) => readTrust(trustPorts(engine), input)),
    barTrust: on.marketData.barTrust.handler(({ input }) => readBarTrust(trustPorts(engine), input)),
    validateSources: on.marketData.validateSources.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'source_validate', data: input, lane: 3 }),
    ),
    corporateActions: on.marketData.corporateActions.handler(({ input }) =>
      market.corporateActions(input.symbol),
    ),
    searchHeadlines: on.marketData.searchHeadlines.handler(async ({ input: { words = '', ...range } }) => {
      const found = /\S/.test(words)
        ? await market.searchHeadlines(words, range)
        : await market.newestHeadlines(range);
      return found.map((one) => ({ ...one, symbols: [...one.symbols] }));
    }),
    downloadNews: on.marketData.downloadNews.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'news', data: input, lane: 3 }),
    ),
    notes: on.marketData.notes.handler(async ({ input: { words = '', ...range } }) => [
      ...(await market.searchNotes(words, range)),
    ]),
    addNote: on.marketData.addNote.handler(async ({ input }) => {
      const note = { id: engine.createId(), time: engine.clock.now(), ...input };
      await market.putNote(note);
      return note;
    }),
    fundamentals: on.marketData.fundamentals.handler(({ input: { symbol, asOf } }) =>
      market.fundamentals(symbol, asOf),
    ),
    downloadFundamentals: on.marketData.downloadFundamentals.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'fundamentals', data: input, lane: 3 }),
    ),
    previewImport: on.marketData.previewImport.handler(({ input }) => previewFile(input, engine.clock.now())),
    importText: on.marketData.importText.handler(({ input }) => engine.collector.importText(input)),
    importFile: on.marketData.importFile.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'ingest', data: input, lane: 3 }),
    ),
    cleanup: on.marketData.cleanup.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_warehouse', type: 'cleanup', data: input, lane: 4 }),
    ),
    storage: on.marketData.storage.handler(() => storedSizes(market)),
    removeSeries: on.marketData.removeSeries.handler(({ input }) => removeSeries(engine, input)),
    exportSeries: on.marketData.exportSeries.handler(({ input }) => exportPart(market, input)),
    retentionPreview: on.marketData.retentionPreview.handler(async () =>
      cleanUpReport.parse(
        await engine.orchestrator.run({
          agent: 'data_warehouse',
          type: 'cleanup',
          data: { isPreview: true },
          lane: 2,
        }),
      ),
    ),
    providers: on.marketData.providers.handler(() => engine.providers.list()),
    checkProvider: on.marketData.checkProvider.handler(({ input, signal }) =>
      engine.providers.check(input.id, signal),
    ),
    download: on.marketData.download.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'data_collector', type: 'api_fetch', data: input, lane: 3 }),
    ),
    quarantine: on.marketData.quarantine.handler(async ({ input: { limit, ...range } }) => {
      const { total, rows } = await market.quarantine(limit, range);
      return { total, rows: [...rows] };
    }),
    quarantineGroups: on.marketData.quarantineGroups.handler(() => market.quarantineGroups()),
    fixQuarantined: on.marketData.fixQuarantined.handler(({ input: { id, raw } }) =>
      engine.collector.quarantine.fix(id, raw),
    ),
    releaseQuarantined: on.marketData.releaseQuarantined.handler(({ input }) =>
      engine.collector.quarantine.release(input.ids),
    ),
    discardQuarantined: on.marketData.discardQuarantined.handler(({ input }) =>
      engine.collector.quarantine.discard(input.ids),
    ),
  };
}

function trustPorts({ stores, warehouse, clock }: Engine): TrustPorts {
  return { market: stores.market, documents: stores.documents, warehouse, now: clock.now() };
}

/** Answers of more bars than this are read from the store each time. */
const CACHED_BARS_MAX = 5_000;

async function readBars(engine: Engine, question: BarsRequest): Promise<BarsAnswer> {
  const { symbol, timeframe, from, to, limit, asOf, adjust } = question;
  if (limit > CACHED_BARS_MAX || asOf !== undefined) return loadBars(engine, question);
  const { value, ...origin } = await engine.caches.market.read({
    key: `bars:${symbol}:${timeframe}:${from ?? ''}:${to ?? ''}:${limit}:${adjust}`,
    tags: [cacheTags.bars(symbol), cacheTags.corporateActions(symbol)],
    load: () => loadBars(engine, question),
  });
  return { ...value, cache: origin };
}

async function loadBars(engine: Engine, question: BarsRequest): Promise<BarsAnswer> {
  const { symbol, timeframe, from, to, limit, asOf, adjust } = question;
  const { bars, madeOf } = await readAdjustedBars(engine.stores.market, symbol, timeframe, {
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
    ...(madeOf === null ? {} : { madeOf }),
    time: Array.from(bars.time),
    open: Array.from(bars.open),
    high: Array.from(bars.high),
    low: Array.from(bars.low),
    close: Array.from(bars.close),
    volume: Array.from(bars.volume),
  };
}

/** Throws UNKNOWN_SYMBOL, with the nearest names, unless something of the symbol is stored. */
async function requireSeries(engine: Engine, symbol: string): Promise<void> {
  const known = [...new Set((await engine.stores.market.series()).map((one) => one.symbol))];
  if (!known.includes(symbol))
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known), { known });
}
