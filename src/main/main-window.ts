import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { HEIGHT_MIN, readWindowBounds, WIDTH_MIN, writeWindowBounds } from './window-bounds.ts';

/** The ground of the dark theme, shown until the page has drawn itself. */
const BACKGROUND = '#0b0e13';
const SAVE_DELAY_MS = 400;

/** Opens the main window on `url`, where it last was, shown once there is something to see. */
export function openMainWindow(url: string): BrowserWindow {
  const boundsFile = join(app.getPath('userData'), 'window.json');
  const { isMaximized, ...bounds } = readWindowBounds(
    boundsFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: WIDTH_MIN,
    minHeight: HEIGHT_MIN,
    show: false,
    title: 'Octopus',
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    ...(process.platform === 'linux' ? { icon: join(app.getAppPath(), 'resources/icons/256x256.png') } : {}),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // Prices must not freeze because another window has the focus.
      backgroundThrottling: false,
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepBounds(window, boundsFile);
  void window.loadURL(url);
  return window;
}

function keepBounds(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    writeWindowBounds(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  const saveLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_DELAY_MS);
  };
  window.on('resize', saveLater);
  window.on('move', saveLater);
  window.on('close', save);
}
