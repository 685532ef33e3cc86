import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type WatchdogAct, watchdogAct } from '#contract/services/watchdog';

const ACTS_FILE = 'acts.jsonl';
const ENGINE_FILE = 'engine';
const CLAIM = 'claim-';

/** The watchdog's folder within a data folder. */
export function watchdogFolder(dataFolder: string): string {
  return join(dataFolder, 'watchdog');
}

/**
 * Takes the one right there is to act in the place of an engine's life. The engine that follows takes it, or one that
 * says good-bye, so that the watchdog cannot; once the watchdog has it, nobody else has. False when it is taken.
 */
export function claim(folder: string, engineId: string, by: 'engine' | 'watchdog'): boolean {
  try {
    writeFileSync(join(folder, `${CLAIM}${engineId}`), by, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** An engine's life begins. The answer is the life before it, when the watchdog has acted, or is acting, for that. */
export function beginLife(folder: string, engineId: string): string | null {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, ENGINE_FILE);
  const previous = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const isOver = previous === '' || claim(folder, previous, 'engine');
  const wasActedFor = !isOver && readFileSync(join(folder, `${CLAIM}${previous}`), 'utf8') === 'watchdog';
  writeFileSync(file, engineId);
  for (const name of readdirSync(folder))
    if (name.startsWith(CLAIM) && name !== `${CLAIM}${previous}`) rmSync(join(folder, name));
  return wasActedFor ? previous : null;
}

/** Adds what was done to the watchdog's own file, on the disk before it returns. */
export function appendAct(folder: string, line: WatchdogAct | { readonly finished: string }): void {
  const file = openSync(join(folder, ACTS_FILE), 'a');
  try {
    writeSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Everything the watchdog ever did, oldest first, and the lives it has finished acting for. A torn line is left out. */
export function readActs(folder: string): { acts: WatchdogAct[]; finished: Set<string> } {
  const file = join(folder, ACTS_FILE);
  const acts: WatchdogAct[] = [];
  const finished = new Set<string>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const read = readLine(line);
    const act = watchdogAct.safeParse(read);
    if (act.success) acts.push(act.data);
    else if (typeof read === 'object' && read !== null && 'finished' in read)
      finished.add(String(read.finished));
  }
  return { acts, finished };
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
