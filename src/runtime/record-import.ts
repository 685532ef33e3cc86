import type { ImportReport } from '#contract/services/market-data';
import type { Journal } from '#engine/journal/journal';

/** Journals that a file was brought in on request, whichever way it came; `now` in milliseconds. */
export function recordImport(journal: Journal, report: ImportReport, now: number): void {
  const { symbol, timeframe, source, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined } = report;
  journal.record({
    kind: 'DataImported',
    payload: { symbol, timeframe, source, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined },
    eventTime: now,
    source: 'data_collector',
  });
}
