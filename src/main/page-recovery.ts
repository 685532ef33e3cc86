import type { BrowserWindow } from 'electron';

const RELOADS_MAX = 3;
const WITHIN_MS = 60_000;

/** Reloads a page whose process died, at most {@link RELOADS_MAX} times a minute; the engine goes on meanwhile. */
export function recoverPage(window: BrowserWindow, log: (message: string) => void): void {
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    reloads = reloads.filter((time) => now - time < WITHIN_MS);
    if (reloads.length >= RELOADS_MAX) {
      log(`the page died again (${reason}, code ${exitCode}); it is left alone, close and open the window`);
      return;
    }
    reloads.push(now);
    log(`the page died (${reason}, code ${exitCode}) and is loaded again`);
    window.webContents.reload();
  });
  window.webContents.on('unresponsive', () => log('the page does not respond'));
  window.webContents.on('responsive', () => log('the page responds again'));
}
