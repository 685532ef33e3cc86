import { access, constants, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { builtScreenFolder } from '#runtime/engine/built-screen';
import { resourceFolder } from '#runtime/engine/resource-folder';
import { VERSION } from '#runtime/engine/version';

/** One thing looked at. `advice` is empty when there is nothing to do. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly advice: string;
}

const NODE_MAJOR_MIN = 24;
const FREE_BYTES_MIN = 1_000_000_000;
const SERVER_PORT = 4780;
const GIGABYTE = 1_000_000_000;

/** Looks at the machine, the build and a data folder, changing nothing. */
export async function examine(folder: string): Promise<Finding[]> {
  return [
    { check: 'Octopus', state: 'ok', found: VERSION, advice: '' },
    node(),
    {
      check: 'Machine',
      state: 'ok',
      found: `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${(totalmem() / GIGABYTE).toFixed(0)} GB`,
      advice: '',
    },
    await storeEngine(),
    await dataFolderState(folder),
    await freeSpace(folder),
    await journal(folder),
    await sampleData(),
    screen(),
    await desktop(),
    await server(),
    {
      check: 'Profile',
      state: 'ok',
      found: 'solo: everything on this machine, no service needed',
      advice: '',
    },
  ];
}

function node(): Finding {
  const found = `Node ${process.versions.node}`;
  const isNew = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN;
  if (isNew) return { check: 'Runtime', state: 'ok', found, advice: '' };
  return {
    check: 'Runtime',
    state: 'warning',
    found,
    advice: `use Node ${NODE_MAJOR_MIN} or newer; bin/octopus.mjs brings its own`,
  };
}

async function storeEngine(): Promise<Finding> {
  try {
    const { storeVersion } = await import('#runtime/engine/store-version');
    return { check: 'Store engine', state: 'ok', found: storeVersion(), advice: '' };
  } catch (error) {
    return {
      check: 'Store engine',
      state: 'failed',
      found: `SQLite does not load: ${reasonOf(error)}`,
      advice: 'install again with: npm ci',
    };
  }
}

async function dataFolderState(folder: string): Promise<Finding> {
  const check = 'Data folder';
  if (!(await exists(folder)))
    return { check, state: 'ok', found: `${folder} (not there yet)`, advice: 'the first start makes it' };
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    return { check, state: 'ok', found: folder, advice: '' };
  } catch {
    return {
      check,
      state: 'warning',
      found: `${folder} cannot be written`,
      advice: 'it opens for reading only; choose another with --data or OCTOPUS_DATA',
    };
  }
}

async function freeSpace(folder: string): Promise<Finding> {
  const check = 'Free space';
  try {
    const { bavail, bsize } = await statfs(await nearestExisting(folder));
    const free = bavail * bsize;
    const found = `${(free / GIGABYTE).toFixed(1)} GB`;
    if (free >= FREE_BYTES_MIN) return { check, state: 'ok', found, advice: '' };
    return {
      check,
      state: 'warning',
      found,
      advice: 'free at least 1 GB, or choose a data folder elsewhere',
    };
  } catch (error) {
    return { check, state: 'warning', found: `unknown: ${reasonOf(error)}`, advice: '' };
  }
}

async function journal(folder: string): Promise<Finding> {
  const check = 'Journal';
  try {
    const { hasStoredJournal, verifyStoredJournal } = await import('#runtime/journal/verify-stored-journal');
    if (!hasStoredJournal(folder))
      return { check, state: 'ok', found: 'none yet', advice: 'the first start begins it' };
    const { isValid, isLedgerEqual, records, problem } = verifyStoredJournal(folder);
    if (isValid && isLedgerEqual)
      return { check, state: 'ok', found: `${records} records, chain whole, ledger equal`, advice: '' };
    return {
      check,
      state: 'failed',
      found: problem ?? 'it does not verify',
      advice: 'keep a copy of the data folder; octopus journal verify says more',
    };
  } catch (error) {
    return {
      check,
      state: 'failed',
      found: `it cannot be read: ${reasonOf(error)}`,
      advice: 'keep a copy of the data folder, then start Octopus: it moves a damaged file aside',
    };
  }
}

async function sampleData(): Promise<Finding> {
  const folder = resourceFolder('sample-data');
  if (await exists(join(folder, 'instruments.json')))
    return { check: 'Sample data', state: 'ok', found: folder, advice: '' };
  return {
    check: 'Sample data',
    state: 'warning',
    found: 'missing',
    advice: 'a fresh store stays empty; import files with: octopus import',
  };
}

function screen(): Finding {
  const folder = builtScreenFolder();
  if (folder !== undefined) return { check: 'Screen', state: 'ok', found: folder, advice: '' };
  return { check: 'Screen', state: 'warning', found: 'not built', advice: 'build it with: npm run build' };
}

async function desktop(): Promise<Finding> {
  const check = 'Desktop';
  const advice = 'without it use: octopus serve';
  if (process.versions['electron'])
    return { check, state: 'ok', found: `Electron ${process.versions['electron']}`, advice: '' };
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('electron/package.json'));
    const { version } = require('electron/package.json') as { version: string };
    if (await exists(join(folder, 'dist')))
      return { check, state: 'ok', found: `Electron ${version}`, advice: '' };
    return { check, state: 'warning', found: `Electron ${version} without its program`, advice };
  } catch {
    return { check, state: 'warning', found: 'Electron is not installed', advice };
  }
}

/** Whether something answers on the usual port. */
async function server(): Promise<Finding> {
  const isTaken = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: SERVER_PORT, timeout: 1_000 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });
  if (isTaken)
    return {
      check: 'Port 4780',
      state: 'ok',
      found: 'in use, perhaps by octopus serve',
      advice: 'another octopus serve takes the next free port',
    };
  return { check: 'Port 4780', state: 'ok', found: 'free', advice: '' };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function nearestExisting(folder: string): Promise<string> {
  let path = folder;
  while (!(await exists(path)) && dirname(path) !== path) path = dirname(path);
  return path;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}
