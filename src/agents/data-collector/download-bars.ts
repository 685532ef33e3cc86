import { OctopusError } from '#contract/errors';
import type { DownloadReport, DownloadRequest } from '#contract/services/market-data';
import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { CorporateAction } from '#domain/market/corporate-action';
import type { DataType } from '#domain/market/data-type';
import type { Timeframe } from '#domain/market/timeframe';
import type {
  BarRequest,
  DataProvider,
  InstrumentFacts,
  ProviderBars,
  ProviderDirectory,
} from '#engine/ports/data-provider';
import type { MarketStore } from '#engine/ports/market-store';
import { ProviderError } from '#engine/ports/provider-error';
import type { BarFile } from './bar-file.ts';
import { DAYS_BACK, PROVIDER_CHAINS } from './config.ts';
import { pricePrecision } from './import/new-instrument.ts';
import { knownInstrument, storeBarFile } from './import-bars.ts';
import { priceFactor } from './price-factor.ts';
import { readProviderRows } from './read-provider-rows.ts';

const DAY_MS = 86_400_000;
/** Providers differ by little in price; the smallest splits that are common change it by half. */
const SCALE_FACTOR_MAX = 1.2;

export interface DownloadPorts {
  readonly market: MarketStore;
  readonly providers: ProviderDirectory;
  /** Milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Told of a provider that did not serve, before the next is asked. */
  readonly onFallback?: (provider: string, error: string) => void;
}

/**
 * Asks providers in order until one has bars, then stores them by the rules for files. When none has, the answer is
 * that of the first which said so without an error; when all failed, throws a ProviderError with each one's sentence.
 */
export async function downloadBars(request: DownloadRequest, ports: DownloadPorts): Promise<DownloadReport> {
  const { market, providers, signal } = ports;
  const symbol = request.storeAs ?? request.symbol;
  const known = await knownInstrument(market, symbol);
  if (request.asOf !== undefined && symbol === request.symbol)
    throw new OctopusError(
      'BAD_REQUEST',
      `values of a past date would stand among the newest of ${symbol}; give another symbol to store them under`,
    );
  const ids = request.providers ?? PROVIDER_CHAINS[request.dataType ?? typeOf(known)];
  const unknown = ids.find((id) => !providers.ids().includes(id));
  // Asked for by name, a provider that does not exist is a mistake to tell at once.
  if (unknown !== undefined) providers.open(unknown);
  const failures: ProviderError[] = [];
  const tried: { provider: string; error: string }[] = [];
  let empty: { provider: DataProvider; got: ProviderBars; from: number; to: number } | undefined;
  for (const id of ids) {
    signal?.throwIfAborted();
    try {
      const provider = providers.open(id);
      const range = rangeOf(provider, request, ports.now);
      const got = await provider.bars({ ...barRequest(request, ports), ...range });
      signal?.throwIfAborted();
      const answer = { provider, got, ...range };
      if (got.rows.length > 0) return await store(answer, request, symbol, known, tried, ports);
      empty ??= answer;
      tried.push({ provider: id, error: 'it has no bars there' });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failures.push(error);
      tried.push({ provider: id, error: error.message });
    }
    const last = tried.at(-1)!;
    ports.onFallback?.(last.provider, last.error);
  }
  if (empty) {
    const others = tried.filter(({ provider }) => provider !== empty.provider.id);
    return store(empty, request, symbol, known, others, ports);
  }
  const [first] = failures;
  if (failures.length === 1 && first) throw first;
  throw new OctopusError(
    'PROVIDER_FAILED',
    `no provider gave ${request.timeframe} bars of ${request.symbol}: ${failures.map(({ message }) => message).join('; ')}`,
    { tried },
  );
}

function barRequest(
  { symbol, timeframe, asOf }: DownloadRequest,
  { signal, onProgress }: DownloadPorts,
): Omit<BarRequest, 'from' | 'to'> {
  return {
    symbol,
    timeframe,
    ...(asOf === undefined ? {} : { asOf }),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  };
}

/** What can be asked of a provider: nothing after now, nothing older than it keeps. Throws `unsupported`. */
export function rangeOf(
  { name, capabilities }: DataProvider,
  {
    timeframe,
    from,
    to = Number.POSITIVE_INFINITY,
    asOf,
  }: Pick<DownloadRequest, 'timeframe' | 'from' | 'to' | 'asOf'>,
  now: number,
): { from: number; to: number } {
  const { timeframes, historyDepth } = capabilities;
  if (!timeframes.includes(timeframe)) {
    const has = timeframes.join(', ');
    throw new ProviderError('unsupported', name, `it has no ${timeframe} bars; ask for ${has}`);
  }
  if (asOf !== undefined && !capabilities.keepsVintages)
    throw new ProviderError(
      'unsupported',
      name,
      'it keeps no past vintages; ask fred, or leave the date out',
    );
  const depthDays = historyDepth[timeframe];
  const oldest = depthDays === undefined ? Number.NEGATIVE_INFINITY : now - depthDays * DAY_MS;
  const back = DAYS_BACK[timeframe];
  const start = from ?? Math.max(oldest, back === undefined ? 0 : now - back * DAY_MS);
  const end = Math.min(to, now);
  if (start >= end)
    throw new OctopusError('BAD_REQUEST', 'the range is empty: give a --from before --to and before now');
  if (depthDays !== undefined && end <= oldest)
    throw new ProviderError(
      'unsupported',
      name,
      `it keeps ${timeframe} bars for ${depthDays} days; ask for newer or longer ones`,
    );
  return { from: Math.max(start, oldest), to: end };
}

async function store(
  { provider, got, from, to }: { provider: DataProvider; got: ProviderBars; from: number; to: number },
  request: DownloadRequest,
  symbol: string,
  known: Instrument | undefined,
  fallbacksTried: DownloadReport['fallbacksTried'],
  { market, now }: DownloadPorts,
): Promise<DownloadReport> {
  const { timeframe } = request;
  const source = `${provider.name} ${request.symbol}`;
  const file = readProviderRows(got.rows, { source, timeframe, from, to, now });
  await refuseOtherScale(market, symbol, timeframe, file.bars, provider.name);
  const instrument = known ?? newInstrument(symbol, provider, got.facts, file);
  const actions = actionsOf(got.facts);
  const report = await storeBarFile(
    market,
    { ...file, ...(actions.length > 0 ? { actions } : {}) },
    {
      source,
      symbol,
      timeframe,
      now,
      instrument,
      from: { source: provider.id, kind: 'download', receivedTime: now },
    },
  );
  return {
    ...report,
    provider: provider.id,
    fallbacksTried,
    rowsUnfinished: file.rowsUnfinished,
    adjustment: got.facts.adjustment,
    splits: [...(got.facts.splits ?? [])],
    dividends: [...(got.facts.dividends ?? [])],
  };
}

/**
 * Providers differ in whether past prices are restated for splits, and one that restates does so again after each
 * split. Such bars beside others of their symbol would look like a crash. Throws unless they replace all of them.
 */
async function refuseOtherScale(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  fresh: BarColumns,
  provider: string,
): Promise<void> {
  const [first, last] = [fresh.time[0], fresh.time[fresh.length - 1]];
  const series = (await market.series()).find((one) => one.symbol === symbol && one.timeframe === timeframe);
  if (!series || first === undefined || last === undefined) return;
  if (first <= series.firstTime && last >= series.lastTime) return;
  const stored = await market.readBars(symbol, timeframe, { from: first, to: last + 1 });
  const factor = priceFactor(stored, fresh);
  if (factor < SCALE_FACTOR_MAX && factor > 1 / SCALE_FACTOR_MAX) return;
  throw new OctopusError(
    'BAD_REQUEST',
    `${symbol}: stored closes are ${Number(factor.toPrecision(3))} times those of ${provider}, as after a split that one of them holds; download the whole series again, or store it under another symbol`,
    { factor },
  );
}

/** What issuers did, in the store's words: beside the bars, and marked where prices hold it already. */
function actionsOf({ adjustment, splits = [], dividends = [] }: InstrumentFacts): CorporateAction[] {
  const isInPrices = adjustment === 'splits';
  return [
    ...splits.map(({ time, numerator, denominator }) => ({
      kind: 'split' as const,
      time,
      value: numerator / denominator,
      isInPrices,
    })),
    ...dividends.map(({ time, amount }) => ({
      kind: 'dividend' as const,
      time,
      value: amount,
      isInPrices: false,
    })),
  ].filter(({ value }) => value > 0 && Number.isFinite(value));
}

function newInstrument(
  symbol: string,
  provider: DataProvider,
  facts: InstrumentFacts,
  { bars }: BarFile,
): Instrument {
  const unofficial = provider.capabilities.access === 'unofficial' ? ', unofficially' : '';
  const adjusted = facts.adjustment === 'splits' ? '; prices adjusted for splits' : '';
  return {
    symbol,
    name: facts.name ?? symbol,
    assetClass: facts.assetClass ?? 'equity',
    currency: facts.currency ?? 'USD',
    pricePrecision: pricePrecision(bars.close),
    venue: facts.venue ?? provider.name,
    timeZone: facts.timeZone ?? 'UTC',
    source: `downloaded from ${provider.name}${unofficial}${adjusted}`,
    isTradable: facts.isTradable ?? true,
  };
}

/** The type of data a symbol is downloaded as, by what is known of it. */
export function typeOf(known: Instrument | undefined): DataType {
  const assetClass = known?.assetClass;
  return assetClass === 'index' || assetClass === 'forex' || assetClass === 'crypto' ? assetClass : 'equity';
}
