import { OctopusError, unknownName } from '#contract/errors';
import {
  type BarDisagreementView,
  DISAGREEMENTS_MAX,
  type SourceCheck,
  type ValidateSourcesRequest,
} from '#contract/services/trust';
import type { BarColumns } from '#domain/market/bar';
import { type BarDisagreement, compareSources, type SourceBars } from '#domain/market/compare-sources';
import type { ProviderDirectory } from '#engine/ports/data-provider';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import { ProviderError } from '#engine/ports/provider-error';
import { PROVIDER_CHAINS } from './config.ts';
import { rangeOf, typeOf } from './download-bars.ts';
import { knownInstrument } from './import-bars.ts';
import { readProviderRows } from './read-provider-rows.ts';

/** Collection of documents that holds the last check of each series, by `SYMBOL timeframe`. */
export const SOURCE_CHECKS = 'source-checks';
/** Name of the stored bars in a check. */
export const STORED = 'stored';
/** Scales and missing stretches kept of a check. */
const STRETCHES_MAX = 200;
/** Providers asked unless told which. */
const PROVIDERS_MAX = 2;

export interface ValidatePorts {
  readonly market: MarketStore;
  readonly documents: DocumentStore;
  readonly providers: ProviderDirectory;
  /** Milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Asks other providers for the bars that are stored, compares, and keeps what it found; no bar is changed. Throws an
 * OctopusError: UNKNOWN_SYMBOL or BAD_REQUEST when nothing is there to compare, PROVIDER_FAILED when none answered.
 */
export async function validateSources(
  request: ValidateSourcesRequest,
  ports: ValidatePorts,
): Promise<SourceCheck> {
  const { symbol, timeframe } = request;
  const { market, now, signal, onProgress } = ports;
  const stored = await storedBars(market, request);
  const [from, to] = [stored.time[0]!, stored.time[stored.length - 1]! + 1];
  const ids = await providersFor(request, ports, { from, to });
  const sources: SourceBars[] = [{ source: STORED, bars: stored }];
  const failures: SourceCheck['failures'] = [];
  for (const [index, id] of ids.entries()) {
    signal?.throwIfAborted();
    try {
      const bars = await barsOf(id, request, { from, to }, ports);
      if (bars.length > 0) sources.push({ source: id, bars });
      else failures.push({ source: id, error: 'it has no bars there' });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failures.push({ source: id, error: error.message });
    }
    onProgress?.((index + 1) / ids.length);
  }
  if (sources.length === 1)
    throw new OctopusError(
      'PROVIDER_FAILED',
      `no provider gave ${timeframe} bars of ${symbol} to compare with: ${failures.map(({ source, error }) => `${source}: ${error}`).join('; ')}`,
      { failures },
    );
  const found = compareSources(sources);
  const check: SourceCheck = {
    symbol,
    timeframe,
    checkedTime: now,
    from,
    to,
    asked: sources.slice(1).map(({ source, bars }) => ({ source, bars: bars.length })),
    failures,
    compared: found.compared,
    agreed: found.agreed,
    disagreements: found.disagreements.slice(-DISAGREEMENTS_MAX).map(viewOf),
    disagreementsTotal: found.disagreements.length,
    scales: found.scales.slice(-STRETCHES_MAX).map((one) => ({ ...one })),
    missing: found.missing.slice(-STRETCHES_MAX).map((one) => ({ ...one })),
  };
  ports.documents.put(SOURCE_CHECKS, `${symbol} ${timeframe}`, check);
  return check;
}

async function storedBars(
  market: MarketStore,
  { symbol, timeframe, from, to }: ValidateSourcesRequest,
): Promise<BarColumns> {
  const stored = await market.readBars(symbol, timeframe, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  if (stored.length > 0) return stored;
  const series = await market.series();
  const known = [...new Set(series.map((one) => one.symbol))];
  if (!known.includes(symbol))
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known), { known });
  throw new OctopusError(
    'BAD_REQUEST',
    `no ${timeframe} bars of ${symbol} are stored in that range; choose another`,
  );
}

/** Those asked for by name; else the first of the chain whose bars are not most of what is stored already. */
async function providersFor(
  { symbol, timeframe, providers: wanted }: ValidateSourcesRequest,
  { market, providers }: ValidatePorts,
  range: { from: number; to: number },
): Promise<readonly string[]> {
  // Asked for by name, a provider that does not exist is a mistake to tell at once.
  const unknown = wanted?.find((id) => !providers.ids().includes(id));
  if (unknown !== undefined) providers.open(unknown);
  if (wanted) return wanted;
  const stretches = await market.provenance(symbol, timeframe, range);
  const all = stretches.reduce((sum, { bars }) => sum + bars, 0);
  const ofSource = (id: string): number =>
    stretches.reduce((sum, { source, bars }) => (source === id ? sum + bars : sum), 0);
  const chain = PROVIDER_CHAINS[typeOf(await knownInstrument(market, symbol))];
  const others = chain.filter((id) => ofSource(id) * 2 < all).slice(0, PROVIDERS_MAX);
  if (others.length > 0) return others;
  throw new OctopusError(
    'BAD_REQUEST',
    `${symbol}: the bars came from ${chain.join(', ')} and no other provider of its kind is known; name one to ask`,
  );
}

async function barsOf(
  id: string,
  { symbol, timeframe, providerSymbol = symbol }: ValidateSourcesRequest,
  range: { from: number; to: number },
  { providers, now, signal }: ValidatePorts,
): Promise<BarColumns> {
  const provider = providers.open(id);
  const asked = { symbol: providerSymbol, timeframe, ...range };
  const { from, to } = rangeOf(provider, asked, now);
  const got = await provider.bars({ ...asked, from, to, ...(signal ? { signal } : {}) });
  signal?.throwIfAborted();
  const source = `${provider.name} ${providerSymbol}`;
  return readProviderRows(got.rows, { source, timeframe, from, to, now }).bars;
}

function viewOf({
  time,
  verdict,
  suspects,
  fields,
  deviation,
  values,
}: BarDisagreement): BarDisagreementView {
  const priced = values.map(({ source, bar: { open, high, low, close } }) => ({
    source,
    open,
    high,
    low,
    close,
  }));
  const { source: _, ...stored } = priced.find(({ source }) => source === STORED) ?? { source: '' };
  return {
    time,
    stored: 'open' in stored ? stored : null,
    others: priced.filter(({ source }) => source !== STORED),
    verdict: verdict === 'undecided' ? 'undecided' : suspects.includes(STORED) ? 'stored-odd' : 'other-odd',
    suspects: [...suspects],
    fields: [...fields],
    deviation,
  };
}
