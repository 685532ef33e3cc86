import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the repository, or of the installed package. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A checkout has sources to build from; an installed package has only what was built. */
export const isCheckout = existsSync(join(ROOT, 'src')) && existsSync(join(ROOT, 'electron.vite.config.ts'));

export function at(...parts) {
  return join(ROOT, ...parts);
}

export function say(sentence) {
  process.stderr.write(`octopus: ${sentence}\n`);
}

/** Ends the process with a sentence that says what to do. */
export function refuse(sentence, code = 1) {
  say(sentence);
  process.exit(code);
}

export function readPackage() {
  return JSON.parse(readFileSync(at('package.json'), 'utf8'));
}
