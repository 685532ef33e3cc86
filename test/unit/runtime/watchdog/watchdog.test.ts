import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStandInVenue } from '#adapters/brokers/stand-in/stand-in-venue';
import type { WatchdogAct } from '#contract/services/watchdog';
import { secretVariable } from '#engine/ports/secret-store';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { beginLife, claim, readActs } from '#runtime/watchdog/watchdog-folder';
import type { EngineToWatchdog, Guard } from '#runtime/watchdog/watchdog-messages';
import { alpacaVendor } from '../../../support/brokers/alpaca-vendor.ts';
import { startVenue } from '../../../support/brokers/broker-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestEngine } from '../../../support/test-engine.ts';

const LIMIT_MS = 700;
/** Where it must not run out, however late this process comes to its turn. */
const PATIENT_MS = 2_500;
const IDS = ['AAAAAAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBBBBBB'];

/** The real watchdog in a process of its own, and a venue with two orders; the test plays the engine. */
async function watching(change: Partial<Guard> = {}, isHeld = true) {
  const venue = await startStandInVenue(IDS);
  onTestFinished(() => venue.close());
  const folder = temporaryFolder();
  beginLife(folder, 'life-1');
  const guard: Guard = {
    kind: 'guard',
    engineId: 'life-1',
    folder,
    limitMs: LIMIT_MS,
    action: 'cancel',
    accounts: isHeld
      ? [
          {
            account: 'main',
            broker: 'stand-in',
            environment: 'paper',
            fields: {},
            addresses: venue.addresses,
            orders: [],
            held: [],
          },
        ]
      : [],
    ...change,
  };
  const start = async () => {
    const dog = createNodeProcessHost().spawn('watchdog', 'watchdog');
    onTestFinished(() => dog.kill());
    const up = new Promise<void>((resolve) => dog.channel.onMessage(() => resolve()));
    const ended = new Promise<void>((resolve) => dog.onExit(() => resolve()));
    await up;
    const tell = (message: EngineToWatchdog): void => dog.channel.post(message);
    return { dog, ended, tell };
  };
  return { venue, folder, guard, start, ...(await start()) };
}

const aWhile = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the watchdog', () => {
  it('leaves an engine alone that says it lives, and cancels once it is silent, in its own file, and only once', async () => {
    const { venue, folder, guard, tell, ended, start } = await watching({ limitMs: PATIENT_MS });
    tell(guard);
    const begun = performance.now();
    while (performance.now() < begun + PATIENT_MS + 500) {
      await aWhile(100);
      tell({ kind: 'beat' });
    }
    expect(venue.resting()).toEqual(IDS);
    await ended;
    expect(venue.resting()).toEqual([]);
    const { acts, finished } = readActs(folder);
    expect(acts).toMatchObject([
      { actId: 'life-1:main', account: 'main', cancelled: 2, notDone: [], action: 'cancel' },
    ]);
    expect(acts[0]!.steps.every(({ afterMs }) => afterMs >= PATIENT_MS)).toBe(true);
    expect([...finished]).toEqual(['life-1']);

    const second = await start();
    second.tell(guard);
    await second.ended;
    expect(readActs(folder).acts).toHaveLength(1);
  });

  it('acts when the line to the engine is gone, and not at once', async () => {
    const { venue, guard, tell, dog, ended } = await watching();
    tell(guard);
    await aWhile(100);
    dog.channel.close();
    expect(venue.resting()).toEqual(IDS);
    await ended;
    expect(venue.resting()).toEqual([]);
  });

  it.each([
    ['the engine says good-bye', 'good-bye'],
    ['another engine has taken over', 'taken-over'],
    ['nothing rests at a broker and the engine is gone', 'idle'],
  ])('does nothing when %s', async (_, how) => {
    const change = how === 'taken-over' ? {} : { limitMs: PATIENT_MS };
    const { venue, folder, guard, tell, dog, ended } = await watching(change, how !== 'idle');
    tell(guard);
    if (how === 'taken-over') expect(beginLife(folder, 'life-2')).toBeNull();
    else await aWhile(100);
    if (how === 'good-bye') tell({ kind: 'good-bye' });
    if (how === 'idle') dog.channel.close();
    await ended;
    expect(venue.resting()).toEqual(IDS);
    expect(readActs(folder).acts).toEqual([]);
  });

  it('says what it could not do', async () => {
    const { folder, guard, tell, ended } = await watching();
    const [account] = guard.accounts;
    tell({ ...guard, accounts: [{ ...account!, addresses: { rest: 'http://127.0.0.1:1' } }] });
    await ended;
    const [act] = readActs(folder).acts;
    expect(act).toMatchObject({ cancelled: 0, steps: [{ isDone: false }] });
    expect(act!.notDone[0]).toContain('nothing was done at Stand-in venue');
  });
});

describe('the right to act', () => {
  it('is given once: to the watchdog, to the engine that follows, or to a good-bye', () => {
    const folder = temporaryFolder();
    expect(beginLife(folder, 'a')).toBeNull();
    expect(claim(folder, 'a', 'watchdog')).toBe(true);
    expect(claim(folder, 'a', 'watchdog')).toBe(false);
    expect(beginLife(folder, 'b')).toBe('a');
    expect(beginLife(folder, 'c')).toBeNull();
    expect(claim(folder, 'b', 'watchdog')).toBe(false);
    expect(claim(folder, 'c', 'engine')).toBe(true);
    expect(beginLife(folder, 'd')).toBeNull();
  });
});

interface Told {
  readonly kind: string;
  readonly acts: readonly WatchdogAct[];
  readonly tradingState: string;
}

const script = fileURLToPath(new URL('../../../support/brokers/watched-engine.ts', import.meta.url));

/** A whole engine in a process of its own, with an order resting at a double of Alpaca and the watchdog beside it. */
async function restingEngine() {
  const venue = await startVenue(alpacaVendor);
  const folder = temporaryFolder();
  const keys = Object.entries(alpacaVendor.fields).map(([field, value]) => [
    secretVariable({ owner: alpacaVendor.definition.id, field }),
    value,
  ]);
  const start = async () => {
    const engine = fork(script, [folder, JSON.stringify(venue.addresses), '2'], {
      env: { ...process.env, ...Object.fromEntries(keys), DBUS_SESSION_BUS_ADDRESS: '' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    onTestFinished(() => void engine.kill('SIGKILL'));
    const [ready] = (await once(engine, 'message')) as [Told];
    return { engine, ready };
  };
  const cancels = () => venue.commands.filter(({ command }) => command === 'cancel').length;
  const untilCancelled = async () => {
    while (cancels() === 0) await aWhile(20);
  };
  return { venue, folder, start, cancels, untilCancelled, ...(await start()) };
}

async function ended(engine: ChildProcess): Promise<void> {
  if (engine.exitCode === null && engine.signalCode === null) await once(engine, 'exit');
}

describe('an engine with orders at a broker', () => {
  it('that freezes is acted for; thawed, it journals that and is halted', { timeout: 60_000 }, async () => {
    const { engine, untilCancelled, cancels, venue } = await restingEngine();
    engine.kill('SIGSTOP');
    await untilCancelled();
    engine.kill('SIGCONT');
    const [told] = (await once(engine, 'message')) as [Told];
    expect(told).toMatchObject({
      kind: 'acted',
      tradingState: 'halted',
      acts: [{ account: 'main', cancelled: 1 }],
    });
    expect(cancels()).toBe(1);
    expect(venue.commands.filter(({ command }) => command === 'submit')).toHaveLength(1);
  });

  it('that is killed is acted for; the next one journals that once, halted', {
    timeout: 60_000,
  }, async () => {
    const { engine, untilCancelled, start, cancels, folder } = await restingEngine();
    engine.kill('SIGKILL');
    await untilCancelled();
    const { engine: next, ready } = await start();
    expect(ready).toMatchObject({ tradingState: 'halted', acts: [{ account: 'main', cancelled: 1 }] });
    next.send('stop');
    await ended(next);
    const { engine: third, ready: again } = await start();
    expect(again.acts).toHaveLength(1);
    third.send('stop');
    await ended(third);
    expect(cancels()).toBe(1);
    expect(readFileSync(join(folder, 'watchdog', 'acts.jsonl'), 'utf8')).not.toContain(
      Object.values(alpacaVendor.fields).at(-1),
    );
  });

  it('that ends in good order keeps its orders', { timeout: 60_000 }, async () => {
    const { engine, cancels, folder } = await restingEngine();
    engine.send('stop');
    await ended(engine);
    await aWhile(3_000);
    expect(cancels()).toBe(0);
    expect(readActs(join(folder, 'watchdog')).acts).toEqual([]);
  });
});

describe('a drill', () => {
  it('passes with real processes on a stand-in venue, and its report is kept', {
    timeout: 60_000,
  }, async () => {
    const engine = await openTestEngine({ processHost: createNodeProcessHost() });
    engine.settings.update({ watchdog: { isOn: true, limitSeconds: 2, action: 'cancel' } });
    const report = await engine.watchdog.drill(undefined);
    expect(report).toMatchObject({ account: 'stand-in', cancelled: 3, notDone: [], limitMs: 2_000 });
    expect(report.steps.map(({ what }) => what)).toEqual([
      'the engine made for the drill froze',
      'a line to Stand-in venue of its own',
      'orders cancelled',
    ]);
    expect(engine.watchdog.drills()).toEqual([report]);
    await expect(engine.watchdog.drill('nobody')).rejects.toThrow('account nobody is not in the journal');
  });
});
