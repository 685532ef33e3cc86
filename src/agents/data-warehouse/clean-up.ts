import type { CleanUpReport, RetainedKind } from '#contract/services/retention';
import type { Settings } from '#contract/services/settings';
import type { Timeframe } from '#domain/market/timeframe';
import type { TaskContext } from '#engine/agent/agent';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';

export interface CleanUpPorts {
  readonly market: MarketStore;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly retention: () => Settings['retention'];
}

type Item = CleanUpReport['items'][number];

const DAY_MS = 86_400_000;
const DEAD_LETTERS = 'dead-letters';
const DEAD_LETTERS_MAX = 100_000;
const BARS: readonly { readonly kind: RetainedKind; readonly timeframes: readonly Timeframe[] }[] = [
  { kind: 'second-bars', timeframes: ['1s'] },
  { kind: 'minute-bars', timeframes: ['1m', '5m'] },
];

/**
 * Removes what is older than the settings keep it: ticks, short bars, quarantined rows, tasks that were given up. With
 * `isPreview` it only counts. Bytes are what a series takes, by the share of its rows. The journal is not touched.
 */
export async function cleanUp(
  ports: CleanUpPorts,
  isPreview: boolean,
  { signal, reportProgress }: Pick<TaskContext, 'signal' | 'reportProgress'>,
): Promise<CleanUpReport> {
  const { clock } = ports;
  const now = clock.now();
  const items: Item[] = [];
  const steps = [cleanTicks, cleanBars, cleanQuarantine, cleanDeadLetters];
  for (const [i, step] of steps.entries()) {
    signal.throwIfAborted();
    items.push(...(await step({ ...ports, isPreview, signal, before: (days) => now - days * DAY_MS })));
    reportProgress((i + 1) / steps.length);
  }
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  return { isPreview, time: now, items, rows: items.reduce((sum, { rows }) => sum + rows, 0), bytes };
}

interface Step extends CleanUpPorts {
  readonly isPreview: boolean;
  readonly signal: AbortSignal;
  readonly before: (days: number) => number;
}

async function cleanTicks({ market, retention, isPreview, signal, before }: Step): Promise<Item[]> {
  const { ticksDays } = retention();
  if (ticksDays === null) return [];
  const time = before(ticksDays);
  const items: Item[] = [];
  for (const { symbol, kind, ticks, firstTime } of await market.tickSeries()) {
    signal.throwIfAborted();
    if (firstTime >= time) continue;
    const bytes = await market.storeBytesOf(symbol, kind);
    const read = (from: number, to: number) =>
      kind === 'trades' ? market.readTrades(symbol, { from, to }) : market.readQuotes(symbol, { from, to });
    const rows = isPreview
      ? await countInDays(read, { from: firstTime, to: time, signal })
      : await market.deleteTicksBefore(symbol, kind, time);
    if (rows > 0)
      items.push({
        kind: 'ticks',
        name: `${symbol} ${kind}`,
        rows,
        bytes: share(bytes, rows, ticks),
        before: time,
      });
  }
  return items;
}

async function cleanBars({ market, retention, isPreview, signal, before }: Step): Promise<Item[]> {
  const { secondBarsDays, minuteBarsDays } = retention();
  const items: Item[] = [];
  for (const { symbol, timeframe, bars, firstTime } of await market.series()) {
    const kind = BARS.find(({ timeframes }) => timeframes.includes(timeframe))?.kind;
    const days = kind === 'second-bars' ? secondBarsDays : kind === 'minute-bars' ? minuteBarsDays : null;
    if (kind === undefined || days === null) continue;
    signal.throwIfAborted();
    const time = before(days);
    if (firstTime >= time) continue;
    const bytes = await market.storeBytesOf(symbol, timeframe);
    const rows = isPreview
      ? (await market.readBars(symbol, timeframe, { to: time })).length
      : await market.deleteBarsBefore(symbol, timeframe, time);
    if (rows > 0)
      items.push({
        kind,
        name: `${symbol} ${timeframe}`,
        rows,
        bytes: share(bytes, rows, bars),
        before: time,
      });
  }
  return items;
}

async function cleanQuarantine({ market, retention, isPreview, before }: Step): Promise<Item[]> {
  const { quarantineDays } = retention();
  if (quarantineDays === null) return [];
  const time = before(quarantineDays);
  const { rows, bytes } = await market.quarantineBefore(time);
  if (rows > 0 && !isPreview) await market.deleteQuarantineBefore(time);
  return rows > 0 ? [{ kind: 'quarantine', name: 'quarantined rows', rows, bytes, before: time }] : [];
}

async function cleanDeadLetters({ documents, clock, retention, isPreview, before }: Step): Promise<Item[]> {
  const { tasksDays } = retention();
  if (tasksDays === null) return [];
  const time = before(tasksDays);
  const old = documents
    .list(DEAD_LETTERS, clock.now(), DEAD_LETTERS_MAX)
    .filter(({ document }) => submittedTime(document) < time);
  if (!isPreview) for (const { id } of old) documents.remove(DEAD_LETTERS, id);
  const bytes = old.reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);
  return old.length > 0
    ? [{ kind: 'tasks', name: 'tasks that were given up', rows: old.length, bytes, before: time }]
    : [];
}

function submittedTime(document: unknown): number {
  const task = (document as { task?: { submittedTime?: unknown } } | null)?.task;
  return typeof task?.submittedTime === 'number' ? task.submittedTime : Number.POSITIVE_INFINITY;
}

/** Counts day by day, so that memory holds one day of ticks at most. */
async function countInDays(
  read: (from: number, to: number) => Promise<{ readonly length: number }>,
  { from, to, signal }: { from: number; to: number; signal: AbortSignal },
): Promise<number> {
  let rows = 0;
  for (let day = from; day < to; day += DAY_MS) {
    signal.throwIfAborted();
    rows += (await read(day, Math.min(to, day + DAY_MS))).length;
  }
  return rows;
}

function share(bytes: number, rows: number, all: number): number {
  return all === 0 ? 0 : Math.round((bytes * Math.min(rows, all)) / all);
}
