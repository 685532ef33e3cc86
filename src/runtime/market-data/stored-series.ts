import { OctopusError, unknownName } from '#contract/errors';
import type {
  ExportedPart,
  ExportSeriesRequest,
  RemovedSeries,
  RemoveSeriesRequest,
  SeriesKind,
  StoredSize,
} from '#contract/services/stored-series';
import { isTimeframe, timeframeMs } from '#domain/market/timeframe';
import { readAdjustedBars } from '#engine/market/read-adjusted-bars';
import type { MarketStore } from '#engine/ports/market-store';
import type { Engine } from '../engine/create-engine.ts';
import { CSV_HEADER, csvOfBars } from './export-bars.ts';

const PART_BARS = 50_000;
const DAY_MS = 86_400_000;

interface Series {
  readonly symbol: string;
  readonly kind: SeriesKind;
  readonly rows: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** Bytes of every stored series, the largest first. */
export async function storedSizes(market: MarketStore): Promise<StoredSize[]> {
  const sizes: StoredSize[] = [];
  for (const { symbol, kind } of await allSeries(market))
    sizes.push({ symbol, kind, bytes: await market.storeBytesOf(symbol, kind) });
  return sizes.sort((a, b) => b.bytes - a.bytes);
}

/**
 * Removes a whole series for ever and writes that into the journal, once the asker has seen how many rows it has;
 * until then answers with what would go. Throws an UNKNOWN_SYMBOL or NOT_FOUND for what is not stored, a BAD_REQUEST
 * for a series that something works with, or that has other rows than were told.
 */
export async function removeSeries(engine: Engine, request: RemoveSeriesRequest): Promise<RemovedSeries> {
  const { stores, journal, clock } = engine;
  const { market } = stores;
  const { symbol, kind, rows, firstTime, lastTime } = await findSeries(market, request);
  const bytes = await market.storeBytesOf(symbol, kind);
  const found = { symbol, kind, rows, bytes, firstTime, lastTime };
  if (request.rows === undefined) return { ...found, isRemoved: false };
  if (stores.isReadOnly)
    throw new OctopusError('STORE_READ_ONLY', 'nothing can be removed: the data folder can only be read');
  if (engine.live.isStreamed(symbol))
    throw new OctopusError('BAD_REQUEST', `${symbol} is streamed into the store; end its stream first`);
  if (engine.keeper.plays(symbol) && kind === '1d')
    throw new OctopusError(
      'BAD_REQUEST',
      `the session plays the daily bars of ${symbol}; begin one without it first`,
    );
  if (request.rows !== rows)
    throw new OctopusError(
      'BAD_REQUEST',
      `${symbol} ${kind} has ${rows} rows by now, not ${request.rows}; look at it again, nothing was removed`,
      { rows },
    );
  // Written first: what is gone must be told of, even if the store fails half way.
  journal.record({
    kind: 'DataRemoved',
    payload: { symbol, series: kind, rows, bytes, firstTime, lastTime },
    eventTime: clock.now(),
    source: 'data_warehouse',
  });
  if (kind === 'trades' || kind === 'quotes')
    await market.deleteTicksBefore(symbol, kind, Number.MAX_SAFE_INTEGER);
  else await market.deleteBarsBefore(symbol, kind, Number.MAX_SAFE_INTEGER);
  engine.display.changed(symbol);
  return { ...found, isRemoved: true };
}

/** A part of a series as text; throws an UNKNOWN_SYMBOL, or a NOT_FOUND for a length that cannot be made either. */
export async function exportPart(market: MarketStore, request: ExportSeriesRequest): Promise<ExportedPart> {
  const { symbol, timeframe, from, to = Number.POSITIVE_INFINITY, adjust, continueAt } = request;
  const stored = (await allSeries(market)).filter((one) => one.symbol === symbol && isTimeframe(one.kind));
  const usable = stored.filter(
    ({ kind }) => isTimeframe(kind) && timeframeMs(kind) <= timeframeMs(timeframe),
  );
  if (usable.length === 0) await refuse(market, symbol, timeframe);
  // A day may bear a date before its first minute, or behind its last one.
  const first = Math.min(...usable.map(({ firstTime }) => firstTime)) - DAY_MS;
  const last = Math.max(...usable.map(({ lastTime }) => lastTime)) + DAY_MS;
  const start = continueAt ?? Math.max(from ?? first, first);
  const end = Math.min(to, start + PART_BARS * timeframeMs(timeframe));
  const { bars } = await readAdjustedBars(market, symbol, timeframe, { from: start, to: end, adjust });
  const text = [...csvOfBars(bars, timeframe === '1d')].join('');
  return {
    fileName: `${symbol.replaceAll(/[^A-Za-z0-9._-]/g, '_')}_${timeframe}.csv`,
    text: continueAt === undefined ? CSV_HEADER + text : text,
    bars: bars.length,
    continueAt: end < to && end <= last ? end : null,
  };
}

async function allSeries(market: MarketStore): Promise<Series[]> {
  const [bars, ticks] = await Promise.all([market.series(), market.tickSeries()]);
  return [
    ...bars.map(({ timeframe: kind, bars: rows, ...rest }) => ({ ...rest, kind, rows })),
    ...ticks.map(({ ticks: rows, ...rest }) => ({ ...rest, rows })),
  ];
}

async function findSeries(market: MarketStore, { symbol, kind }: RemoveSeriesRequest): Promise<Series> {
  const found = (await allSeries(market)).find((one) => one.symbol === symbol && one.kind === kind);
  return found ?? refuse(market, symbol, kind);
}

async function refuse(market: MarketStore, symbol: string, kind: SeriesKind): Promise<never> {
  const all = await allSeries(market);
  const known = [...new Set(all.map((one) => one.symbol))];
  const kinds = all.filter((one) => one.symbol === symbol).map((one) => one.kind);
  if (kinds.length === 0)
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known), { known });
  throw new OctopusError('NOT_FOUND', `${symbol} has no ${kind}; stored are ${kinds.join(', ')}`, { kinds });
}
