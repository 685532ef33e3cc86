import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import startDisplay from '#test/support/display';
import { electronBinary, electronDist } from '#test/support/electron-dist';
import { repository } from '#test/support/launch-electron';
import { type BenchRow, median, percentile } from './bench-row.ts';
import { type DebuggedPage, openDebuggedPage } from './debugged-page.ts';

const ROUNDS = 7;
const REST_MS = 45_000;
const PINGS = 500;
/** What the start itself set going has ended by then. */
const SETTLE_MS = 5_000;
const START_LIMIT_MS = 30_000;

/** True once prices stand in the watchlist and the chart is drawn. */
const USABLE = `[...document.querySelectorAll('[role=gridcell],td')].some((cell) => /^[0-9,.]+$/.test(cell.textContent)) && document.querySelector('.price-chart canvas') !== null`;
const LOADED = `document.readyState === 'complete'`;

interface RunningApp {
  readonly process: ChildProcess;
  readonly page: DebuggedPage;
  readonly usableMs: number;
}

/**
 * `npm start` in a real Electron beside an empty window, launched in turn: time until prices and chart are on screen,
 * the round trip of a call from the page, and the memory of all processes at rest. Empty where there is no Electron.
 */
export async function benchStartup(): Promise<BenchRow[]> {
  if (!electronDist) return [];
  const stopDisplay = await startDisplay();
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const empty = makeEmptyApp(join(folder, 'empty'));
  const product: number[] = [];
  const bare: number[] = [];
  const rows: BenchRow[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await launch(
        ['bin/launch.mjs', 'start', '--electron', `--data=${join(folder, 'data')}`],
        USABLE,
      );
      const isLast = round === ROUNDS;
      if (isLast) await sleep(SETTLE_MS);
      if (isLast) rows.push(...(await roundTrips(ours.page)));
      if (isLast) await sleep(REST_MS);
      const memory = isLast ? proportionalMiB(ours.process.pid!) : 0;
      await end(ours);
      const theirs = await launch([empty], LOADED, electronBinary(electronDist));
      if (isLast) await sleep(2_000);
      const emptyMemory = isLast ? proportionalMiB(theirs.process.pid!) : 0;
      await end(theirs);
      // The first round fills the store and warms the disk.
      if (round > 0) {
        product.push(ours.usableMs);
        bare.push(theirs.usableMs);
      }
      if (isLast)
        rows.push({
          name: 'resting memory of all processes, proportional',
          value: memory,
          unit: 'MiB',
          baseline: emptyMemory,
          ratio: memory / emptyMemory,
          against: 'an empty Electron window',
          goal: 'under 450 MiB',
        });
    }
  } finally {
    stopDisplay?.();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const ratio = median(product.map((value, i) => value / bare[i]!));
  return [
    {
      name: 'npm start until prices and chart are on screen',
      value: median(product),
      unit: 'ms',
      baseline: median(bare),
      ratio,
      against: 'an empty Electron window',
      goal: 'under 2,000 ms',
    },
    ...rows,
  ];
}

async function launch(args: string[], condition: string, program = process.execPath): Promise<RunningApp> {
  const started = performance.now();
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    program,
    [
      ...args,
      '--remote-debugging-port=0',
      ...(isRoot && program !== process.execPath ? ['--no-sandbox'] : []),
    ],
    {
      cwd: repository,
      detached: true,
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electronDist! },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const page = await openDebuggedPage(await debuggingPort(child));
  while (!(await page.evaluate<boolean>(condition))) {
    if (performance.now() - started > START_LIMIT_MS) throw new Error('the window did not become usable');
    await sleep(10);
  }
  return { process: child, page, usableMs: performance.now() - started };
}

function debuggingPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text);
      if (found) resolve(Number(found[1]));
    });
    child.once('exit', (code) => reject(new Error(`the app ended with code ${code}: ${text}`)));
  });
}

/** Calls `system.ping` from the page over its own MessagePort, as the screen does. */
async function roundTrips(page: DebuggedPage): Promise<BenchRow[]> {
  const times = await page.evaluate<number[]>(`(async () => {
    const [port] = await new Promise((resolve) => {
      window.addEventListener('message', (event) => { if (event.ports.length === 2) resolve(event.ports); });
      window.octopus.connect();
    });
    let answered = () => undefined;
    port.onmessage = (event) => answered(event.data);
    const ask = (id, value) => new Promise((resolve) => {
      answered = resolve;
      port.postMessage(JSON.stringify({ i: String(id), p: { u: '/system/ping', b: { json: { value } } } }));
    });
    const times = [];
    for (let i = 0; i < ${PINGS + 50}; i++) {
      const started = performance.now();
      const answer = await ask(i, i);
      if (!String(answer).includes('"value":' + i)) throw new Error('no answer: ' + answer);
      if (i >= 50) times.push(performance.now() - started);
    }
    return times;
  })()`);
  return [0.5, 0.99].map((share) => ({
    name: `round trip page → engine → page in Electron, p${share * 100}`,
    value: percentile(times, share),
    unit: 'ms',
    ...(share === 0.99 ? { goal: 'under 5 ms' } : {}),
  }));
}

async function end({ process: child, page }: RunningApp): Promise<void> {
  page.close();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid!, 'SIGTERM');
  await Promise.race([ended, sleep(5_000)]);
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // The whole group has ended already, which is what was wanted.
  }
}

/** Sum of the proportional set sizes of a process and all its descendants. */
function proportionalMiB(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const status = read(`/proc/${pid}/status`);
    parents.set(pid, Number(/^PPid:\t(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const isOurs = (pid: number): boolean =>
    pid === root || (pid > 1 && parents.has(pid) && isOurs(parents.get(pid)!));
  let kibibytes = 0;
  for (const pid of parents.keys())
    if (isOurs(pid)) kibibytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return kibibytes / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function makeEmptyApp(folder: string): string {
  const page = `${folder}.html`;
  writeFileSync(page, '<!doctype html><title>empty</title><p>empty</p>');
  writeFileSync(
    `${folder}.cjs`,
    `const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow({ width: 1680, height: 1000 }).loadFile(${JSON.stringify(page)}));`,
  );
  return `${folder}.cjs`;
}

if (import.meta.main) console.table(await benchStartup());
