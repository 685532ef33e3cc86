import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode } from './own-node.mjs';
import { at, readPackage, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const DOWNLOAD_LIMIT_S = process.env.CI ? 8 : 120;
const FAILED_DOWNLOAD = at('.cache/electron-download-failed.txt');
/** A download that failed is not tried again for so long, unless the window is insisted on. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Why no window can be shown on this machine, or undefined. */
export function whyNoDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY
    ? 'this machine has no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
    : undefined;
}

/** The Electron to use, `{ binary, version }`; downloaded first when it has to be; or `{ reason }` why there is none. */
export async function findElectron({ isInsisted = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override)
    return (
      electronIn(override) ?? {
        reason: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, where no Electron is`,
      }
    );
  const wanted = readPackage().devDependencies.electron;
  const installed = electronIn(at('node_modules/electron/dist'));
  if (installed?.version === wanted) return installed;
  const earlier = isInsisted ? undefined : recentFailure(wanted);
  if (earlier) return { reason: `${earlier}; "npm start -- --electron" tries again` };
  return download(wanted);
}

/** The Electron in a folder, or undefined. */
export function electronIn(folder) {
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const binary = join(folder, name);
  if (!existsSync(binary) || !existsSync(join(folder, 'version'))) return undefined;
  return { binary, folder, version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') };
}

async function download(wanted) {
  say(
    `downloading Electron ${wanted} (once; limit ${DOWNLOAD_LIMIT_S} s, skip with "npm start -- --headless")`,
  );
  const { code, output } = await runQuietly(process.execPath, [at('node_modules/electron/install.js')], {
    timeoutMs: DOWNLOAD_LIMIT_S * 1000,
  });
  const electron = electronIn(at('node_modules/electron/dist'));
  if (code === 0 && electron?.version === wanted) {
    rmSync(FAILED_DOWNLOAD, { force: true });
    return electron;
  }
  const why =
    code === null
      ? `no answer within ${DOWNLOAD_LIMIT_S} s`
      : (output.match(/^.*Error.*$/m)?.[0].trim() ?? `exit code ${code}`);
  const reason = `Electron ${wanted} could not be downloaded (${why})`;
  mkdirSync(at('.cache'), { recursive: true });
  writeFileSync(FAILED_DOWNLOAD, reason);
  return { reason };
}

function recentFailure(wanted) {
  if (!existsSync(FAILED_DOWNLOAD) || Date.now() - statSync(FAILED_DOWNLOAD).mtimeMs > RETRY_AFTER_MS)
    return undefined;
  const reason = readFileSync(FAILED_DOWNLOAD, 'utf8');
  return reason.includes(` ${wanted} `) ? reason : undefined;
}

/** What Electron must be given besides the app: root may not use Chromium's sandbox; another major cannot load our store. */
export function electronSetting({ version }) {
  const wantedMajor = readPackage().devDependencies.electron.split('.')[0];
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  const node =
    version.split('.')[0] === wantedMajor ? undefined : (process.env.OCTOPUS_ENGINE_NODE ?? ownNode());
  return {
    args: isRoot ? ['--no-sandbox'] : [],
    env: {
      ...process.env,
      ...(isRoot ? { NO_SANDBOX: '1' } : {}),
      ...(node ? { OCTOPUS_ENGINE_NODE: node } : {}),
    },
  };
}
