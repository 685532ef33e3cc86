import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startStandInVenue } from '#adapters/brokers/stand-in/stand-in-venue';
import { parseDecimal } from '#domain/values/decimal';
import { readActs } from '#runtime/watchdog/watchdog-folder';
import type { Guard } from '#runtime/watchdog/watchdog-messages';
import { ALPACA_KEYS, startAlpacaVenue } from '../support/brokers/alpaca-venue.ts';
import type { VenueCommand } from '../support/brokers/broker-vendor.ts';
import { buildShell } from '../support/build-shell.ts';
import { canOpenWindows, electronMajor } from '../support/electron-dist.ts';
import { type LaunchedElectron, launchElectron } from '../support/launch-electron.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface ShellWindow {
  heard: unknown[];
  states: { phase: string; restarts: number }[];
  closedLines: number;
  rpc: MessagePort;
  feed: MessagePort;
  open_(): Promise<void>;
}

// The real main process and preload, with a small engine behind the real bridge.
describe.skipIf(!canOpenWindows)('the desktop shell', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await buildShell();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each([
    { host: 'a utility process', engineInNode: false, kind: 'electron', pid: 'a' },
    { host: 'a Node child process', engineInNode: true, kind: 'child-process', pid: 'a' },
  ])('with the engine in $host', ({ engineInNode, kind, pid }) => {
    let electron: LaunchedElectron;
    beforeAll(async () => {
      electron = await launchElectron({ appFolder: folder, engineInNode });
      await open();
    });
    afterAll(() => electron?.close());

    const open = (): Promise<void> =>
      electron.page.evaluate(() => (window as unknown as ShellWindow).open_());
    const say = (text: string): Promise<void> =>
      electron.page.evaluate((text) => (window as unknown as ShellWindow).rpc.postMessage(text), text);
    async function untilHeard(count: number): Promise<unknown[]> {
      await electron.page.waitForFunction(
        (count) => (window as unknown as ShellWindow).heard.length >= count,
        count,
      );
      return electron.page.evaluate(() => (window as unknown as ShellWindow).heard.splice(0));
    }

    test('calls and market data go both ways, bytes as bytes', async () => {
      await say('hello');
      expect(await untilHeard(1)).toEqual([expect.stringMatching(`^${kind} \\d+ heard hello$`)]);
      await electron.page.evaluate(() =>
        (window as unknown as ShellWindow).feed.postMessage(new Float64Array([1.5, -2]).buffer),
      );
      expect(await untilHeard(1)).toEqual([[3, -4]]);
    });

    test('a worker is born, works on typed arrays and its exit code is told after its last words', async () => {
      await say('worker');
      expect(await untilHeard(4)).toEqual([
        'worker says "ready"',
        'worker says floats 2,5',
        'worker says "last words"',
        `worker with ${pid} pid ended 7 null`,
      ]);
    });

    test('a worker can be killed', async () => {
      await say('killed worker');
      expect(await untilHeard(1)).toEqual(['worker ended null SIGKILL']);
    });

    test('a broker runs in a process of its own, and amounts reach it and come back exact', async () => {
      const venue = await startAlpacaVenue(() => Date.now());
      onTestFinished(() => venue.close());
      const { addresses } = venue;
      await say(
        `broker ${JSON.stringify({ fields: ALPACA_KEYS, addresses, clientOrderId: 'A'.repeat(26) })}`,
      );
      expect(await untilHeard(4)).toEqual([
        'broker is connecting',
        'broker is connecting',
        'broker is ready',
        'broker event acknowledged',
      ]);
      const [{ terms, venueOrderId }] = venue.commands as [VenueCommand];
      expect(terms.quantity).toBe(parseDecimal('123456789.00000001'));
      venue.fill(venueOrderId!, parseDecimal('0.00000001'), parseDecimal('101.2'));
      expect(await untilHeard(1)).toEqual(['broker event filled 1 at 10120000000']);
      await say('close broker');
      expect(await untilHeard(1)).toEqual([expect.stringMatching(/^broker is closed/)]);
    });

    test('a reload gets fresh lines and the engine lives on', async () => {
      await say('before');
      const [before] = (await untilHeard(1)) as string[];
      await electron.page.reload();
      await open();
      await say('before');
      expect(await untilHeard(1)).toEqual([before]);
    });

    test('a crash of the engine closes the lines, is told, and a new engine answers', async () => {
      await say('crash');
      await electron.page.waitForFunction(() => (window as unknown as ShellWindow).closedLines > 0);
      await open();
      await say('again');
      expect(await untilHeard(1)).toEqual([expect.stringMatching(`^${kind} \\d+ heard again$`)]);
      const states = await electron.page.evaluate(() => (window as unknown as ShellWindow).states);
      expect(states.map(({ phase }) => phase)).toEqual(['running', 'restarting', 'running']);
      expect(states.at(-1)?.restarts).toBe(1);
      expect(electron.output()).toContain(
        'the engine ended unexpectedly (code 9); it starts again in 100 ms',
      );
    });

    test('the engine can close a line', async () => {
      const closed = await electron.page.evaluate(() => (window as unknown as ShellWindow).closedLines);
      await say('close');
      await electron.page.waitForFunction(
        (closed) => (window as unknown as ShellWindow).closedLines > closed,
        closed,
      );
    });

    test('quitting lets the engine end in good order and keeps the window where it was', async () => {
      await electron.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1200, height: 800 }),
      );
      const quit = electron.app.evaluate(({ app }) => app.quit());
      await electron.app.waitForEvent('close');
      await quit.catch(() => undefined);
      expect(electron.output()).toContain('engine stops in good order');
      const bounds = JSON.parse(readFileSync(join(electron.dataFolder, 'window/window.json'), 'utf8'));
      expect(bounds).toMatchObject({ width: 1200, height: 800, isMaximized: false });
      expect(existsSync(join(electron.dataFolder, 'window'))).toBe(true);
    });
  });
});

// Would catch: a watchdog that ends with the main process, on which it hung, and leaves orders to nobody.
test.skipIf(!canOpenWindows).each([
  ['a utility process', false],
  ['a Node child process', true],
])(
  'the watchdog outlives the main process, and cancels what rests, with the engine in %s',
  async (_, engineInNode) => {
    const folder = await buildShell();
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const venue = await startStandInVenue(['A'.repeat(26), 'B'.repeat(26)]);
    onTestFinished(() => venue.close());
    const electron = await launchElectron({ appFolder: folder, engineInNode });
    const main = electron.app.process();
    onTestFinished(() => {
      main.kill('SIGKILL');
      rmSync(electron.dataFolder, { recursive: true, force: true, maxRetries: 3 });
    });
    await electron.page.evaluate(() => (window as unknown as ShellWindow).open_());
    const acts = temporaryFolder();
    const guarded = {
      account: 'main',
      broker: 'stand-in',
      environment: 'paper',
      fields: {},
      addresses: venue.addresses,
      orders: [],
      held: [],
    } as const;
    const guard: Guard = {
      kind: 'guard',
      engineId: 'life',
      folder: acts,
      limitMs: 1_000,
      action: 'cancel',
      accounts: [guarded],
    };
    await electron.page.evaluate(
      (text) => (window as unknown as ShellWindow).rpc.postMessage(text),
      `watch ${JSON.stringify(guard)}`,
    );
    await electron.page.waitForFunction(() => (window as unknown as ShellWindow).heard.length > 0);
    const [told] = (await electron.page.evaluate(() => (window as unknown as ShellWindow).heard)) as [string];
    const [watchdog, engine] = [...told.matchAll(/\d+/g)].map(([pid]) => Number(pid)) as [number, number];
    main.kill('SIGKILL');
    await expect.poll(() => isAlive(engine), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => venue.resting(), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => isAlive(watchdog), { timeout: 10_000 }).toBe(false);
    expect(readActs(acts).acts).toMatchObject([{ account: 'main', cancelled: 2, notDone: [] }]);
  },
  60_000,
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!canOpenWindows)('Electron is one this app supports', () => {
  expect(electronMajor).toBeGreaterThanOrEqual(25);
});
