import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFileKind } from '#contract/services/runs';
import { renderTearSheetHtml } from '#domain/reports/html/render-tear-sheet-html';
import type { RunLibrary } from '#engine/runs/run-library';
import { type RunFormat, type RunTable, runFileParts } from './export-run.ts';
import { printPdf } from './print-pdf.ts';

const MEDIA_TYPES = {
  csv: 'text/csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
} as const;

/** A saved run as a file in memory. Throws an OctopusError BAD_REQUEST where a PDF cannot be printed. */
export async function runFile(
  runs: RunLibrary,
  { run, kind }: { readonly run: string; readonly kind: RunFileKind },
): Promise<{ fileName: string; mediaType: string; base64: string }> {
  if (kind === 'tear-sheet.pdf') {
    const { id } = runs.find(run);
    const sheet = runs.tearSheet(id);
    const printed = await printedBytes(renderTearSheetHtml(sheet));
    return {
      fileName: `${runFileStem(sheet.name, id)}.pdf`,
      mediaType: MEDIA_TYPES.pdf,
      base64: printed.toString('base64'),
    };
  }
  const found = runs.record(run);
  const { id, name, strategy, symbol } = found.summary;
  const stem = runFileStem(name ?? `${strategy}-${symbol}`, id);
  const [table, format] = (kind === 'json' ? ['trades', kind] : kind.split('.')) as [RunTable, RunFormat];
  const parts = [...(await runFileParts(format, found, table))];
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return {
    fileName: kind === 'json' ? `${stem}.json` : `${stem}-${kind}`,
    mediaType: MEDIA_TYPES[format],
    base64: bytes.toString('base64'),
  };
}

/** What files of a run are called, but for their ending. */
export function runFileStem(name: string, id: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60)}-${id}`;
}

async function printedBytes(html: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'octopus-report-'));
  try {
    const path = join(folder, 'report.pdf');
    await printPdf(html, path);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
