import { SOURCE_CHECKS } from '#agents/data-collector/validate-sources';
import type { DataWarehouse } from '#agents/data-warehouse/agent';
import { OctopusError } from '#contract/errors';
import {
  type BarDisagreementView,
  type BarTrust,
  type SeriesTrust,
  type SourceCheck,
  sourceCheck,
  TRUST_LIST_MAX,
  type TrustRequest,
} from '#contract/services/trust';
import { barAt, lowerBound } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import type { BarProvenance, BarStretch } from '#engine/ports/provenance';

/** What trust is read from. */
export interface TrustPorts {
  readonly market: MarketStore;
  readonly documents: DocumentStore;
  readonly warehouse: Pick<DataWarehouse, 'gaps'>;
  /** Milliseconds. */
  readonly now: number;
}

const REVISIONS_MAX = 100;
const GAPS_ASKED = 10_000;

/** Whether the stored bars of a range can be relied on. Throws as the gap report does: UNKNOWN_SYMBOL, NOT_FOUND, BAD_REQUEST. */
export async function readTrust(ports: TrustPorts, request: TrustRequest): Promise<SeriesTrust> {
  const { market, warehouse } = ports;
  const { symbol, timeframe, from, to } = request;
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const [gaps, stretches, revisions] = [
    await warehouse.gaps({ ...request, limit: GAPS_ASKED }),
    await readStretches(ports, symbol, timeframe, range),
    await market.revisions(symbol, timeframe, range),
  ];
  const check = checkOf(ports, symbol, timeframe);
  const disagreements = check
    ? await stillStored(
        market,
        check,
        check.disagreements.filter(({ time }) => time >= (from ?? time) && time < (to ?? time + 1)),
      )
    : [];
  const times = Array.from(revisions.times, (time, i) => ({ time, revisions: revisions.counts[i]! }));
  return {
    symbol,
    timeframe,
    bars: stretches.reduce((sum, { bars }) => sum + bars, 0),
    stretches: stretches.slice(-TRUST_LIST_MAX).map((one) => ({ ...one })),
    stretchesTotal: stretches.length,
    gaps: gaps.gaps.slice(-TRUST_LIST_MAX),
    gapsTotal: gaps.gapsTotal,
    missingBars: gaps.missingBars,
    revised: { bars: times.length, newest: revisions.newest, times: times.slice(-TRUST_LIST_MAX) },
    disagreements,
    disagreementsTotal: disagreements.length,
    asOfKnownSince: revisions.knownSince,
    lastCheck: check ? withoutList(check) : null,
  };
}

/** What is known of one stored bar. Throws a NOT_FOUND when there is none of exactly that time. */
export async function readBarTrust(
  ports: TrustPorts,
  { symbol, timeframe, time }: { symbol: string; timeframe: Timeframe; time: number },
): Promise<BarTrust> {
  const { market } = ports;
  const found =
    (await market.provenanceOf(symbol, timeframe, time)) ?? (await madeBar(market, symbol, timeframe, time));
  if (!found)
    throw new OctopusError(
      'NOT_FOUND',
      `${symbol} has no ${timeframe} bar at ${new Date(time).toISOString()}; ask for the time of a bar that is stored or made of shorter ones`,
    );
  const check = checkOf(ports, symbol, timeframe);
  const told = check?.disagreements.filter((one) => one.time === time) ?? [];
  const [disagreement] = check ? await stillStored(market, check, told) : [];
  return {
    ...found,
    revisions: found.revisions.slice(0, REVISIONS_MAX).map((one) => ({ ...one })),
    disagreement: disagreement ?? null,
  };
}

/** Stored bars bear their sources; those made of shorter ones, before and behind them, say so. */
async function readStretches(
  { market, now }: TrustPorts,
  symbol: string,
  timeframe: Timeframe,
  range: { from?: number; to?: number },
): Promise<BarStretch[]> {
  const stored = await market.provenance(symbol, timeframe, range);
  const { bars, madeOf } = await readBarsOfAnyLength(market, symbol, timeframe, range);
  if (madeOf === null) return stored;
  const made = (start: number, end: number): BarStretch[] =>
    end <= start
      ? []
      : [
          {
            source: `${madeOf} bars`,
            kind: 'computed',
            from: bars.time[start]!,
            to: bars.time[end - 1]!,
            bars: end - start,
            receivedFirst: now,
            receivedLast: now,
          },
        ];
  const [first, last] = [stored[0], stored.at(-1)];
  if (!first || !last) return made(0, bars.length);
  return [
    ...made(0, lowerBound(bars, first.from)),
    ...stored,
    ...made(lowerBound(bars, last.to) + 1, bars.length),
  ];
}

async function madeBar(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  time: number,
): Promise<BarProvenance | undefined> {
  const range = { from: time, to: time + 1 };
  const { bars, madeOf } = await readBarsOfAnyLength(market, symbol, timeframe, range);
  if (madeOf === null || bars.length === 0) return undefined;
  return {
    bar: barAt(bars, 0),
    source: `${madeOf} bars`,
    kind: 'computed',
    receivedTime: null,
    revisions: [],
  };
}

function checkOf({ documents, now }: TrustPorts, symbol: string, timeframe: Timeframe): SourceCheck | null {
  return sourceCheck.safeParse(documents.get(SOURCE_CHECKS, `${symbol} ${timeframe}`, now)).data ?? null;
}

/** A bar that has been replaced since the check is no longer what was disputed. */
async function stillStored(
  market: MarketStore,
  { symbol, timeframe }: SourceCheck,
  told: readonly BarDisagreementView[],
): Promise<BarDisagreementView[]> {
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return [];
  const bars = await market.readBars(symbol, timeframe, { from: first.time, to: last.time + 1 });
  const places = new Map(Array.from(bars.time, (time, i) => [time, i]));
  return told.filter(({ time, stored }) => {
    const at = places.get(time);
    if (at === undefined || stored === null) return at === undefined && stored === null;
    return (['open', 'high', 'low', 'close'] as const).every((field) => bars[field][at] === stored[field]);
  });
}

function withoutList({ disagreements: _, ...rest }: SourceCheck): SeriesTrust['lastCheck'] {
  return rest;
}
