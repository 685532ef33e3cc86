import type { QuarantineDecision } from '#agents/data-collector/quarantine-desk';
import type { ImportReport } from '#contract/services/import';
import type { Journal } from '#engine/journal/journal';

/** Journals that a file was brought in on request, whichever way it came; a record a series. `now` in milliseconds. */
export function recordImport(journal: Journal, report: ImportReport, now: number): void {
  const { timeframe, source } = report;
  for (const { symbol, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined } of report.series ?? [report])
    journal.record({
      kind: 'DataImported',
      payload: { symbol, timeframe, source, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined },
      eventTime: now,
      source: 'data_collector',
    });
}

/** Journals what a person decided of a row that was set aside; `now` in milliseconds. */
export function recordQuarantineDecision(journal: Journal, decision: QuarantineDecision, now: number): void {
  journal.record({
    kind: 'QuarantineDecided',
    payload: { ...decision },
    eventTime: now,
    source: 'data_collector',
    correlationId: decision.id,
  });
}
