import { z } from 'zod';
import { OctopusError, unknownName } from '#contract/errors';
import { type GapsRequest, gapsRequest, type SeriesGaps } from '#contract/services/gaps';
import type { barColumns } from '#contract/services/market-data';
import { epochMs, symbolText, timeframe } from '#contract/services/shared';
import { verifyBarsRequest } from '#contract/services/ticks';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { Clock } from '#engine/ports/clock';
import type { BarRange, MarketStore, SeriesSummary } from '#engine/ports/market-store';
import { checkBars, type StoreFinding } from './check-bars.ts';
import { type CleanUpPorts, cleanUp } from './clean-up.ts';
import { findSeriesGaps } from './find-series-gaps.ts';
import { verifyBars } from './verify-bars.ts';

export interface DataWarehousePorts {
  readonly market: MarketStore;
  readonly clock: Clock;
  /** What is kept how long; without it nothing is ever cleaned up. */
  readonly retention?: Pick<CleanUpPorts, 'documents' | 'retention'>;
}

/** What a check of the whole store found. */
export interface StoreValidation {
  readonly series: number;
  readonly bars: number;
  readonly findings: readonly (StoreFinding & { readonly symbol: string; readonly timeframe: Timeframe })[];
  readonly elapsedMs: number;
}

export interface DataWarehouse extends Agent {
  /** Counts anew what is stored, after an import. */
  refresh(): Promise<void>;
  /** What a stored series lacks by the calendar of its exchange. */
  gaps(request: GapsRequest): Promise<SeriesGaps>;
}

const FINDINGS_MAX = 1_000;

/** M2: keeps market data and gives it back by range; looks over what is stored. */
export function createDataWarehouse({ market, clock, retention }: DataWarehousePorts): DataWarehouse {
  let activity = 'waits for a question';
  let headline = 'no check yet';

  async function retrieve(
    symbol: string,
    barLength: Timeframe,
    range: BarRange,
  ): Promise<z.output<typeof barColumns>> {
    const bars = await market.readBars(symbol, barLength, range);
    if (bars.length === 0) await assertKnown(symbol);
    activity = `read ${bars.length.toLocaleString('en-US')} bars of ${symbol}`;
    return asLists(symbol, barLength, bars);
  }

  async function assertKnown(symbol: string): Promise<void> {
    const symbols = (await market.instruments()).map((instrument) => instrument.symbol);
    if (!symbols.includes(symbol))
      throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, symbols), { symbol });
  }

  async function gaps(request: GapsRequest): Promise<SeriesGaps> {
    const found = await findSeriesGaps(market, request);
    activity = `looked for gaps in ${found.symbol} ${found.timeframe}`;
    return found;
  }

  async function validate(
    signal: AbortSignal,
    reportProgress: (fraction: number) => void,
  ): Promise<StoreValidation> {
    const start = clock.monotonic();
    const now = clock.now();
    const all = await market.series();
    const findings: StoreValidation['findings'][number][] = [];
    let bars = 0;
    for (const [index, { symbol, timeframe: barLength, bars: promised }] of all.entries()) {
      signal.throwIfAborted();
      const columns = await market.readBars(symbol, barLength);
      bars += columns.length;
      const room = FINDINGS_MAX - findings.length;
      const found = checkBars(columns, { promised, now, limit: room });
      findings.push(...found.map((finding) => ({ symbol, timeframe: barLength, ...finding })));
      reportProgress((index + 1) / all.length);
    }
    activity =
      findings.length === 0 ? 'checked the store: sound' : `checked the store: ${findings.length} findings`;
    headline = `${bars.toLocaleString('en-US')} bars in ${all.length} series`;
    return { series: all.length, bars, findings, elapsedMs: clock.monotonic() - start };
  }

  async function index(): Promise<SeriesSummary[]> {
    const all = await market.series();
    headline = summarize(all);
    activity = 'listed its series';
    return all;
  }

  async function refresh(): Promise<void> {
    await index();
  }

  return {
    slug: 'data_warehouse',
    tasks: [
      defineTask({
        type: 'retrieve',
        aliases: ['history', 'data_processing.get_history'],
        input: z.strictObject({
          symbol: symbolText,
          timeframe: timeframe.default('1d'),
          from: epochMs.optional(),
          to: epochMs.optional(),
          limit: z.number().int().min(1).max(50_000).default(1_000),
          asOf: epochMs.optional(),
        }),
        runsOn: 'engine',
        run: ({ symbol, timeframe: barLength, from, to, limit, asOf }) =>
          retrieve(symbol, barLength, {
            limit,
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            ...(asOf === undefined ? {} : { asOf }),
          }),
        summarize: (result) =>
          `${result.symbol} ${result.timeframe}: ${result.time.length.toLocaleString('en-US')} bars`,
      }),
      defineTask({
        type: 'store_validate',
        input: z.strictObject({}),
        runsOn: 'engine',
        run: (_, { signal, reportProgress }) => validate(signal, reportProgress),
        summarize: (result) =>
          `${result.bars.toLocaleString('en-US')} bars checked, ${result.findings.length} findings`,
      }),
      defineTask({
        type: 'gaps',
        aliases: ['data_processing.find_gaps'],
        input: gapsRequest,
        runsOn: 'engine',
        run: gaps,
        summarize: (result) =>
          `${result.symbol} ${result.timeframe}: ${result.missingBars.toLocaleString('en-US')} of ${result.expectedBars.toLocaleString('en-US')} bars missing, ${result.calendar}`,
      }),
      defineTask({
        type: 'cleanup',
        aliases: ['maintenance.cleanup'],
        input: z.strictObject({ isPreview: z.boolean().default(false) }),
        runsOn: 'engine',
        run: ({ isPreview }, context) => {
          if (!retention) throw new OctopusError('BAD_REQUEST', 'this store has no rules of retention');
          activity = isPreview ? 'counts what is old' : 'removes what is old';
          return cleanUp({ market, clock, ...retention }, isPreview, context);
        },
        summarize: ({ isPreview, rows, bytes }) =>
          `${rows.toLocaleString('en-US')} rows, ${(bytes / 1e6).toFixed(1)} MB ${isPreview ? 'would go' : 'removed'}`,
      }),
      defineTask({
        type: 'verify_bars',
        input: verifyBarsRequest,
        runsOn: 'engine',
        run: (request, context) => {
          activity = `makes ${request.timeframe} bars of ${request.symbol} anew from its ticks`;
          return verifyBars(market, request, context);
        },
        summarize: (result) =>
          `${result.symbol} ${result.timeframe}: ${result.equal.toLocaleString('en-US')} of ${result.bars.toLocaleString('en-US')} bars equal those made of ${result.ticks.toLocaleString('en-US')} ${result.kind}`,
      }),
      defineTask({
        type: 'index',
        aliases: ['store'],
        input: z.strictObject({}),
        runsOn: 'engine',
        run: index,
        summarize,
      }),
    ],
    start: refresh,
    refresh,
    gaps,
    report: () => ({ state: 'healthy', activity, headline }),
  };
}

function summarize(series: readonly SeriesSummary[]): string {
  const bars = series.reduce((sum, { bars: count }) => sum + count, 0);
  return `${bars.toLocaleString('en-US')} bars in ${series.length} series`;
}

function asLists(symbol: string, barLength: Timeframe, bars: BarColumns): z.output<typeof barColumns> {
  const { time, open, high, low, close, volume } = bars;
  const lists = { time, open, high, low, close, volume };
  const entries = Object.entries(lists).map(([name, column]) => [name, Array.from(column)] as const);
  return {
    symbol,
    timeframe: barLength,
    ...(Object.fromEntries(entries) as Record<keyof typeof lists, number[]>),
  };
}
