import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
/** A lock without an owner's number is that of a process that died just then, once it is so old. */
const UNOWNED_MS_MAX = 2_000;

/** Takes a lock between processes, a folder with its owner's process id; waits for it. The answer frees it. */
export async function lock(folder) {
  mkdirSync(dirname(folder), { recursive: true });
  while (!take(folder)) {
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    else await sleep(POLL_MS);
  }
  const free = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', free);
  return () => {
    process.off('exit', free);
    free();
  };
}

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

function isAbandoned(folder) {
  try {
    const owner = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    return owner > 0 && !isRunning(owner);
  } catch {
    try {
      return Date.now() - statSync(folder).mtimeMs > UNOWNED_MS_MAX;
    } catch {
      return false;
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
