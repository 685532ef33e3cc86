import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog, type IpcMainEvent, ipcMain } from 'electron';

/** A report as one HTML text that needs nothing else, and what its PDF is to be called. */
interface ReportToPrint {
  readonly html: string;
  readonly fileName: string;
}

/**
 * Answers a page's wish for a PDF: asks the person where it goes, prints, and gives the path, or null when they thought
 * better of it. A page that is not ours is refused.
 */
export function servePrinting(isTrusted: (event: Pick<IpcMainEvent, 'senderFrame'>) => boolean): void {
  ipcMain.handle('report:print', async (event, report: ReportToPrint): Promise<string | null> => {
    if (!isTrusted(event)) throw new Error('this page may not print reports');
    const { html, fileName } = report;
    if (typeof html !== 'string' || typeof fileName !== 'string')
      throw new TypeError('a report to print has an html text and a fileName');
    const suggested = join(app.getPath('documents'), basename(fileName).replace(/\.html$/i, '.pdf'));
    const options = { defaultPath: suggested, filters: [{ name: 'PDF', extensions: ['pdf'] }] };
    const window = BrowserWindow.fromWebContents(event.sender);
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    if (canceled || filePath === '') return null;
    await printToFile(html, filePath);
    return filePath;
  });
}

/** Prints an HTML text in a window that nobody sees, without script; the file is whole or not there. */
export async function printToFile(html: string, path: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'octopus-print-'));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, javascript: false, partition: 'report' },
  });
  const unfinished = `${path}.part`;
  try {
    const page = join(folder, 'page.html');
    await writeFile(page, html);
    await window.loadFile(page);
    const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    await writeFile(unfinished, pdf);
    await rename(unfinished, path);
  } finally {
    window.destroy();
    await rm(unfinished, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
}
