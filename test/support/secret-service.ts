import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

/** Whether a Secret Service can be started here. */
export const hasSecretService = ['dbus-run-session', 'gnome-keyring-daemon'].every(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined,
);

/** Runs a TypeScript file of this folder with a keychain of its own, empty and unlocked, and answers what it printed. */
export function runWithSecretService(file: string, args: readonly string[] = []) {
  const home = temporaryFolder();
  const unlocked =
    'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" "$@"';
  const path = fileURLToPath(new URL(file, import.meta.url));
  const result = spawnSync(
    'dbus-run-session',
    ['--', 'sh', '-c', unlocked, process.execPath, path, ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
    },
  );
  return { home, code: result.status, text: result.stdout, problems: result.stderr };
}
