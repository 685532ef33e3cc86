import { createHash } from 'node:crypto';
import { OctopusError } from '#contract/errors';
import type { FundamentalsDownload, FundamentalsReport } from '#contract/services/news';
import { numberOf } from '#domain/values/json-value';
import type { FundamentalRow, ProviderDirectory } from '#engine/ports/data-provider';
import type { Fundamental, MarketStore, QuarantineEntry } from '#engine/ports/market-store';
import { ProviderError } from '#engine/ports/provider-error';

/** Those that say when a figure was published come first: only such figures can be used for the past. */
export const FUNDAMENTALS_CHAIN: readonly string[] = ['finnhub', 'alpha-vantage', 'yahoo-finance'];

export interface FundamentalsPorts {
  readonly market: MarketStore;
  readonly providers: ProviderDirectory;
  /** Milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks providers in order until one has figures of the symbol, and stores what is new. Throws a ProviderError with each
 * one's sentence when none has any.
 */
export async function downloadFundamentals(
  { symbol, providers: asked = [...FUNDAMENTALS_CHAIN] }: FundamentalsDownload,
  ports: FundamentalsPorts,
): Promise<FundamentalsReport> {
  const { market, providers, signal } = ports;
  const unknown = asked.find((id) => !providers.ids().includes(id));
  if (unknown !== undefined) providers.open(unknown);
  const fallbacksTried: { provider: string; error: string }[] = [];
  for (const id of asked) {
    signal?.throwIfAborted();
    try {
      const provider = providers.open(id);
      if (!provider.fundamentals)
        throw new ProviderError('unsupported', provider.name, 'it has no figures of reports; ask another');
      const rows = await provider.fundamentals({ symbol, signal });
      signal?.throwIfAborted();
      if (rows.length === 0) {
        fallbacksTried.push({ provider: id, error: `${provider.name}: it has no figures of ${symbol}` });
        continue;
      }
      const counts = await store(market, rows, { symbol, source: provider.name, now: ports.now });
      return { symbol, provider: id, fallbacksTried, ...counts };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      fallbacksTried.push({ provider: id, error: error.message });
    }
  }
  throw new OctopusError(
    'PROVIDER_FAILED',
    `no provider gave figures of ${symbol}: ${fallbacksTried.map(({ error }) => error).join('; ')}`,
    { tried: fallbacksTried },
  );
}

async function store(
  market: MarketStore,
  rows: readonly FundamentalRow[],
  { symbol, source, now }: { readonly symbol: string; readonly source: string; readonly now: number },
) {
  const known = new Set((await market.fundamentals(symbol, now)).map(identityOf));
  const quarantined: QuarantineEntry[] = [];
  const fresh = new Map<string, Fundamental>();
  let duplicate = 0;
  for (const [index, row] of rows.entries()) {
    const problem = problemOf(row, now);
    if (problem !== undefined) {
      quarantined.push(quarantineEntry(row, index + 1, problem, symbol, source, now));
      continue;
    }
    const { metric, periodEnd, value, unit, publishedTime = now } = row;
    const fact: Fundamental = {
      symbol,
      metric,
      periodEnd,
      value: numberOf(value),
      unit,
      knownTime: Math.min(publishedTime, now),
      source,
    };
    const identity = identityOf(fact);
    // A figure that did not change was known before it came again.
    if (known.has(identity) || fresh.has(identity)) duplicate++;
    else fresh.set(identity, fact);
  }
  const stored = await market.putFundamentals([...fresh.values()]);
  await market.putQuarantine(quarantined);
  return {
    rowsRead: rows.length,
    rowsStored: stored,
    rowsDuplicate: duplicate + fresh.size - stored,
    rowsQuarantined: quarantined.length,
  };
}

function identityOf({ metric, periodEnd, value, unit, source }: Fundamental): string {
  return [metric, periodEnd, value, unit, source].join('\n');
}

function problemOf(
  { metric, periodEnd, value, publishedTime }: FundamentalRow,
  now: number,
): string | undefined {
  if (metric === '') return 'it names no metric';
  if (Number.isNaN(periodEnd)) return `${metric}: the end of its period is no date`;
  if (Number.isNaN(numberOf(value))) return `${metric}: ${JSON.stringify(value) ?? 'nothing'} is no number`;
  if (periodEnd > now) return `${metric}: its period ends in the future`;
  if (publishedTime !== undefined && publishedTime < periodEnd)
    return `${metric}: it was published before its period ended`;
  return undefined;
}

function quarantineEntry(
  { raw }: FundamentalRow,
  line: number,
  reason: string,
  symbol: string,
  source: string,
  now: number,
): QuarantineEntry {
  const text = raw.slice(0, 2_000);
  const id = createHash('sha256')
    .update(`fundamentals\n${symbol}\n${source}\n${text}\n${reason}`)
    .digest('hex')
    .slice(0, 24);
  return { id, symbol, source, line, reason: `row ${line}: ${reason}`, raw: text, receivedTime: now };
}
