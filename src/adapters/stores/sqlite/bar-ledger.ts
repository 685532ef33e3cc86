import type Database from 'better-sqlite3';
import { allocateBars, type BarColumns, barAt, lowerBound } from '#domain/market/bar';
import type { SourceKind } from '#domain/market/source-kind';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarProvenance, BarRevision, BarStretch, RevisionSummary } from '#engine/ports/provenance';
import { type ChunkBody, unpackBars } from './chunk-body.ts';
import { createProvenance } from './provenance.ts';

interface ReplacedRow extends ChunkBody {
  readonly bars: number;
  readonly received_time: number;
  readonly name: string;
  readonly kind: SourceKind;
  readonly replaced_by: string;
}

/** What the store knows of where its bars come from. `bars` are stored ones of now. All calls are synchronous. */
export interface BarLedger {
  stretches(symbol: string, timeframe: Timeframe, bars: BarColumns): BarStretch[];
  /** Of the one bar given; undefined when none is given. */
  provenanceOf(symbol: string, timeframe: Timeframe, bars: BarColumns): BarProvenance | undefined;
  revisions(symbol: string, timeframe: Timeframe, bars: BarColumns): RevisionSummary;
}

export function createBarLedger(database: Database.Database): BarLedger {
  const provenance = createProvenance(database);
  const seriesOf = database
    .prepare<[string, string], number>('SELECT id FROM series WHERE symbol = ? AND timeframe = ?')
    .pluck();
  const selectReplaced = database.prepare<[number, number, number], ReplacedRow>(
    `SELECT replaced.bars, form, payload_bytes, body, received_time, mine.name, mine.kind, other.name AS replaced_by
     FROM replaced JOIN bar_sources AS mine ON mine.id = replaced.source
       JOIN bar_sources AS other ON other.id = replaced.replaced_by
     WHERE series = ? AND last_time >= ? AND first_time <= ? ORDER BY received_time DESC, replaced.id DESC`,
  );
  const arrivedAt = database
    .prepare<[number, number, number], number | null>(
      'SELECT max(received_time) FROM arrivals WHERE series = ? AND first_time <= ? AND last_time >= ?',
    )
    .pluck();
  const firstNoted = database
    .prepare<[number], number | null>('SELECT min(received_time) FROM arrivals WHERE series = ?')
    .pluck();

  const idOf = (symbol: string, timeframe: Timeframe): number => seriesOf.get(symbol, timeframe) ?? -1;

  return {
    stretches: (symbol, timeframe, bars) => provenance.stretches(idOf(symbol, timeframe), bars),
    provenanceOf(symbol, timeframe, bars) {
      if (bars.length === 0) return undefined;
      const series = idOf(symbol, timeframe);
      const bar = barAt(bars, 0);
      const { time } = bar;
      const revisions: BarRevision[] = [];
      for (const row of selectReplaced.iterate(series, time, time)) {
        const before = unpacked(row);
        const at = lowerBound(before, time);
        if (before.time[at] !== time) continue;
        const { name: source, kind, received_time: replacedTime, replaced_by: replacedBy } = row;
        revisions.push({ bar: barAt(before, at), source, kind, replacedTime, replacedBy });
      }
      const [stretch] = provenance.stretches(series, bars);
      const { source, kind } = stretch ?? { source: 'unknown', kind: 'unknown' as const };
      const receivedTime = revisions[0]?.replacedTime ?? arrivedAt.get(series, time, time) ?? null;
      return { bar, source, kind, receivedTime, revisions };
    },
    revisions(symbol, timeframe, bars) {
      const series = idOf(symbol, timeframe);
      const timesRevised = new Uint16Array(bars.length);
      let newest: RevisionSummary['newest'] = null;
      const [first, last] = [bars.time[0] ?? 0, bars.time[bars.length - 1] ?? -1];
      for (const row of selectReplaced.iterate(series, first, last)) {
        const before = unpacked(row);
        for (let i = lowerBound(before, first); i < before.length && before.time[i]! <= last; i++) {
          const time = before.time[i]!;
          const at = lowerBound(bars, time);
          if (bars.time[at] !== time) continue;
          timesRevised[at] = Math.min(65_535, timesRevised[at]! + 1);
          newest ??= { time, replacedTime: row.received_time };
        }
      }
      const isRevised = (_: number, at: number): boolean => timesRevised[at]! > 0;
      return {
        times: bars.time.filter(isRevised),
        counts: timesRevised.filter((count) => count > 0),
        newest,
        knownSince: firstNoted.get(series) ?? null,
      };
    },
  };
}

function unpacked(row: ReplacedRow): BarColumns {
  const bars = allocateBars(row.bars);
  unpackBars(row, bars, 0);
  return bars;
}
