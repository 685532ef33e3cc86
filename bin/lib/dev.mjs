import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { electronSetting, findElectron, whyNoDisplay } from './electron.mjs';
import { passSignals } from './own-node.mjs';
import { at, refuse } from './project.mjs';

/** The app from its sources: the page is replaced as it is edited, the processes start again when theirs are. */
export async function dev(args) {
  const noDisplay = whyNoDisplay();
  const electron = noDisplay ? { reason: noDisplay } : await findElectron({ isInsisted: true });
  if (!electron.binary) refuse(`development needs a window: ${electron.reason}`, 3);
  // What it leaves in out/ is no build.
  rmSync(at('out/built-from.txt'), { force: true });
  const { env } = electronSetting(electron);
  const child = spawn(
    process.execPath,
    [
      at('node_modules/electron-vite/bin/electron-vite.js'),
      'dev',
      '--watch',
      ...(args.length > 0 ? ['--', ...args] : []),
    ],
    { cwd: at(), stdio: 'inherit', env: { ...env, ELECTRON_EXEC_PATH: electron.binary } },
  );
  passSignals(child);
}
