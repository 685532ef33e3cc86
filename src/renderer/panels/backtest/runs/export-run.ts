import type { RunFileKind } from '#contract/services/runs';
import { requireEngine } from '../../../client/connection.ts';
import { desktopBridge } from '../../../client/open-channels.ts';
import { refusalText } from '../../../client/refusal.ts';
import { saveFile } from '../../../client/save-file.ts';
import { showToast } from '../../../stores/toasts.ts';

export type ExportKind = 'tear-sheet.html' | RunFileKind;

/** What a run can be written as, as a person reads it. */
export const EXPORTS: readonly {
  readonly kind: ExportKind;
  readonly text: string;
  readonly ending: string;
}[] = [
  { kind: 'tear-sheet.html', text: 'Tear sheet', ending: 'HTML' },
  { kind: 'tear-sheet.pdf', text: 'Tear sheet', ending: 'PDF' },
  { kind: 'trades.csv', text: 'Trades', ending: 'CSV' },
  { kind: 'equity.csv', text: 'Equity and exposure', ending: 'CSV' },
  { kind: 'trades.parquet', text: 'Trades', ending: 'Parquet' },
  { kind: 'equity.parquet', text: 'Equity and exposure', ending: 'Parquet' },
  { kind: 'json', text: 'Everything', ending: 'JSON' },
];

/** Writes a run to a file of the person's and says where it went; null when they thought better of it. */
export function exportRun(id: string, kind: ExportKind): Promise<string | null> {
  if (kind === 'tear-sheet.html') return saveSheet(id);
  return kind === 'tear-sheet.pdf' ? savePdf(id) : saveRunFile(id, kind);
}

/** The same without a menu: where it went, or why not, is told as a note. */
export async function exportRunQuietly(id: string, kind: ExportKind): Promise<void> {
  try {
    const where = await exportRun(id, kind);
    if (where !== null) showToast({ severity: 'success', title: 'Run exported', text: where });
  } catch (error) {
    showToast({ severity: 'error', title: 'The run was not exported', text: refusalText(error) });
  }
}

async function saveSheet(id: string): Promise<string> {
  const { fileName, html } = await requireEngine().runs.tearSheetHtml({ run: id });
  return saveFile(fileName, new Blob([html], { type: 'text/html' }));
}

/** The desktop window prints by itself; a browser is given what the engine's machine printed. Null when put off. */
async function savePdf(id: string): Promise<string | null> {
  const bridge = desktopBridge();
  if (bridge === undefined) return saveRunFile(id, 'tear-sheet.pdf');
  return bridge.printReport(await requireEngine().runs.tearSheetHtml({ run: id }));
}

async function saveRunFile(id: string, kind: RunFileKind): Promise<string> {
  const { fileName, mediaType, base64 } = await requireEngine().runs.file({ run: id, kind });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return saveFile(fileName, new Blob([bytes], { type: mediaType }));
}
