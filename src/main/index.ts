import { join, resolve } from 'node:path';
import { app, BrowserWindow, type IpcMainEvent, session } from 'electron';
import { APP_ORIGIN, registerAppScheme, serveApp } from './app-protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { startChildEngine } from './child-engine.ts';
import { parseDataFolder } from './command-line.ts';
import { createEngineHost } from './engine-host.ts';
import { openMainWindow } from './main-window.ts';
import { limitPages, limitSession } from './page-limits.ts';
import { recoverPage } from './page-recovery.ts';
import { servePrinting } from './report-printer.ts';
import { serveMenu } from './serve-menu.ts';
import { startUtilityEngine } from './utility-engine.ts';

const dataFolder = parseDataFolder(process.argv.slice(1)) ?? process.env['OCTOPUS_DATA'];
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const engineNode = app.isPackaged ? undefined : process.env['OCTOPUS_ENGINE_NODE'];
const enginePath = join(import.meta.dirname, 'engine.cjs');
const paths = {
  worker: join(import.meta.dirname, 'worker.cjs'),
  broker: join(import.meta.dirname, 'broker.cjs'),
};

const log = (message: string): void => {
  process.stderr.write(`octopus: ${message}\n`);
};

function isOurs(url: string): boolean {
  const isOf = (origin: string): boolean => url === origin || url.startsWith(`${origin}/`);
  return isOf(APP_ORIGIN) || (developmentUrl !== undefined && isOf(new URL(developmentUrl).origin));
}

function isTrusted({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && isOurs(senderFrame.url);
}

function openWindow(): void {
  const window = openMainWindow(developmentUrl ?? `${APP_ORIGIN}/`);
  recoverPage(window, log);
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) openWindow();
  else {
    if (window.isMinimized()) window.restore();
    window.focus();
  }
}

async function run(): Promise<void> {
  const host = createEngineHost({
    startProcess: () =>
      engineNode
        ? startChildEngine({ enginePath, node: engineNode })
        : startUtilityEngine({ enginePath, paths }),
    isTrusted,
    log,
  });

  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isEngineStopped = false;
  app.on('will-quit', (event) => {
    if (isEngineStopped) return;
    event.preventDefault();
    host
      .stop()
      .catch((error: unknown) => log(`the engine could not be stopped: ${String(error)}`))
      .finally(() => {
        isEngineStopped = true;
        app.quit();
      });
  });

  limitPages(isOurs);
  await app.whenReady();
  limitSession(session.defaultSession, isOurs);
  serveApp(join(import.meta.dirname, '../renderer'));
  setApplicationMenu();
  servePrinting(isTrusted);
  serveMenu(isTrusted);
  host.start();
  openWindow();
}

process.on('uncaughtException', (error) =>
  log(`unexpected error in the main process: ${error.stack ?? error}`),
);
// Two data folders are two programs: each has its own window state and its own single instance.
if (dataFolder) {
  process.env['OCTOPUS_DATA'] = resolve(dataFolder);
  app.setPath('userData', join(resolve(dataFolder), 'window'));
}
app.setAppUserModelId('octopus.desktop');
// Every window is sandboxed anyway; both switches together keep Electron from starting as root (containers, CI).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    log(`the app could not start: ${error instanceof Error ? error.stack : String(error)}`);
    app.exit(1);
  });
} else app.quit();
