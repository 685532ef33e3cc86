import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { at, isCheckout } from './project.mjs';

const TARGET = '../../bin/octopus.mjs';

/**
 * Puts the command of this checkout among those of its packages, so that `npx octopus` runs it as it is, without
 * npm making an installation of its own.
 */
export function linkCommand() {
  if (!isCheckout || !existsSync(at('node_modules'))) return;
  mkdirSync(at('node_modules/.bin'), { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(at('node_modules/.bin/octopus.cmd'), `@node "%~dp0${TARGET.replaceAll('/', '\\')}" %*\r\n`);
    return;
  }
  const link = at('node_modules/.bin/octopus');
  const known = lstatSync(link, { throwIfNoEntry: false });
  if (known?.isSymbolicLink() && readlinkSync(link) === TARGET) return;
  rmSync(link, { force: true });
  symlinkSync(TARGET, link);
}
