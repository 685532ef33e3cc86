import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const wanted = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    devDependencies: Record<string, string>;
  }
).devDependencies['electron'];

/** Folders where a runnable Electron may lie, best first; `npm test` lays one out when it can. */
const candidates = [
  process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  isWantedVersion(`${root}node_modules/electron/dist`) ? `${root}node_modules/electron/dist` : undefined,
  `${root}node_modules/.cache/electron-dist`,
];

/** Folder of a runnable Electron, or undefined when there is none here. */
export const electronDist = candidates.find((folder) => folder !== undefined && hasBinary(folder));

/** Whether a window can be opened here: an Electron, and on Linux a display (the e2e project starts one). */
export const canOpenWindows =
  electronDist !== undefined && (process.platform !== 'linux' || !!process.env['DISPLAY']);

/** Major version of that Electron, 0 when there is none. */
export const electronMajor = electronDist
  ? Number.parseInt(readFileSync(`${electronDist}/version`, 'utf8').replace('v', ''), 10)
  : 0;

export function electronBinary(folder: string): string {
  if (process.platform === 'darwin') return `${folder}/Electron.app/Contents/MacOS/Electron`;
  return `${folder}/${process.platform === 'win32' ? 'electron.exe' : 'electron'}`;
}

function hasBinary(folder: string): boolean {
  return existsSync(electronBinary(folder)) && existsSync(`${folder}/version`);
}

function isWantedVersion(folder: string): boolean {
  return hasBinary(folder) && readFileSync(`${folder}/version`, 'utf8').replace('v', '').trim() === wanted;
}
