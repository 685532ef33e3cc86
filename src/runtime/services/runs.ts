import { renderTearSheetHtml } from '#domain/reports/html/render-tear-sheet-html';
import type { Engine } from '../engine/create-engine.ts';
import { runFile, runFileStem } from '../lab/run-file.ts';
import { runLibraryOf } from '../lab/run-keeper.ts';
import type { Implementer } from './implementer.ts';

export function runHandlers(on: Implementer, { stores, clock }: Engine) {
  const runs = runLibraryOf(stores, clock);
  return {
    list: on.runs.list.handler(({ input: { text, limit } }) =>
      runs.list(text === undefined ? { limit } : { text, limit }),
    ),
    get: on.runs.get.handler(({ input }) => {
      const { summary, record } = runs.record(input.run);
      return { summary, result: record.result, source: record.source ?? null };
    }),
    compare: on.runs.compare.handler(({ input }) => runs.compare(input.runs)),
    rename: on.runs.rename.handler(({ input: { run, ...labels } }) => runs.rename(run, labels)),
    remove: on.runs.remove.handler(({ input }) => ({ removed: runs.remove(input.run) })),
    tearSheet: on.runs.tearSheet.handler(({ input }) => runs.tearSheet(input.run)),
    tearSheetHtml: on.runs.tearSheetHtml.handler(({ input }) => {
      const { id } = runs.find(input.run);
      const sheet = runs.tearSheet(id);
      return { fileName: `${runFileStem(sheet.name, id)}.html`, html: renderTearSheetHtml(sheet) };
    }),
    file: on.runs.file.handler(({ input }) => runFile(runs, input)),
  };
}
