import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canOpenWindows, electronBinary, electronDist } from '../support/electron-dist.ts';
import { type LaunchedElectron, launchElectron, repository } from '../support/launch-electron.ts';
import { expectConfinedPage, expectLiveScreen } from '../support/trade-screen.ts';

describe.skipIf(!canOpenWindows)('the desktop app', () => {
  let electron: LaunchedElectron;
  beforeAll(async () => {
    electron = await launchElectron();
  });
  afterAll(() => electron?.close());

  const enginePid = (): number =>
    Number.parseInt(readFileSync(join(electron.dataFolder, 'octopus.pid'), 'utf8'), 10);

  test('shows live figures of its engine, and its console is clean from the first line on', async () => {
    await expectLiveScreen(electron.page);
    await electron.page.reload();
    await expectLiveScreen(electron.page);
    await electron.screenshot('electron-trade');
    expect(electron.complaints).toEqual([]);
  });

  test('the page is sandboxed, isolated and bound to its content policy', async () => {
    const { origin } = await electron.page.evaluate(() => ({ origin: window.origin }));
    expect(origin).toBe('app://octopus');
    await expectConfinedPage(electron.page);
    const preferences = await electron.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    const policy = await electron.page.evaluate(async () =>
      (await fetch('app://octopus/index.html')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
  });

  test('files beside the page cannot be read', async () => {
    const statuses = await electron.page.evaluate(async () => {
      const urls = ['/../main/index.cjs', '/..%2fmain/index.cjs', '/%2e%2e/main/index.cjs', '//package.json'];
      return Promise.all(urls.map(async (url) => (await fetch(`app://octopus${url}`)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  test('permissions are denied but for notifications and copying', async () => {
    const states = await electron.page.evaluate(async () => {
      const names = [
        'notifications',
        'clipboard-write',
        'geolocation',
        'camera',
        'microphone',
        'clipboard-read',
        'midi',
      ];
      return Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name } as never)).state),
      );
    });
    expect(states).toEqual(['granted', 'granted', 'denied', 'denied', 'denied', 'denied', 'denied']);
  });

  // Would catch: a menu that promises a stop and does nothing, or offers to resume what was never stopped.
  test('the menu stops trading and resumes it, and offers only what would do something', async () => {
    await expectLiveScreen(electron.page);
    const enabled = (): Promise<string[]> =>
      electron.app.evaluate(({ Menu }) => {
        const trading = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Trading');
        return (trading?.submenu?.items ?? []).flatMap((item) => (item.enabled && item.id ? [item.id] : []));
      });
    const choose = (id: string): Promise<void> =>
      electron.app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
    await expect.poll(enabled).not.toContain('trading.resume');
    expect(await enabled()).toContain('trading.hold');
    await choose('trading.hold');
    await expect.poll(enabled).toContain('trading.resume');
    expect(await enabled()).not.toContain('trading.hold');
    await choose('trading.resume');
    await expect.poll(enabled).toContain('trading.hold');
  });

  test('an engine that is killed comes back, and the screen with it', async () => {
    await expectLiveScreen(electron.page);
    const before = enginePid();
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => electron.output(), { timeout: 10_000 })
      .toContain('the engine ended unexpectedly');
    await expect.poll(enginePid, { timeout: 10_000 }).not.toBe(before);
    await expectLiveScreen(electron.page);
  });

  test('the journal of the killed engine is whole, and its orders, positions and cash follow from it', async () => {
    const { page } = electron;
    await page.getByRole('tab', { name: 'Journal', exact: true }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/✓ [\d,]+ records verified, ledger equal/).waitFor();
    await page.getByRole('tab', { name: 'Positions', exact: true }).click();
  });

  // From here on without locators: Playwright waits for ever for a navigation that was refused.
  test('the page cannot leave, nor open windows; only https goes to the browser of the person', async () => {
    await electron.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    await electron.page.evaluate(() => {
      window.open('https://example.invalid/help');
      window.open('file:///etc/passwd');
      window.open('javascript:alert(1)');
      window.location.href = 'http://example.invalid/';
    });
    await electron.page.waitForTimeout(200);
    expect(electron.page.url()).toBe('app://octopus/');
    expect(electron.app.windows()).toHaveLength(1);
    expect(await electron.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(
      ['https://example.invalid/help'],
    );
  });

  test('a second start shows the first window and ends', async () => {
    const second = spawn(
      electronBinary(electronDist!),
      [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), repository, `--data=${electron.dataFolder}`],
      { stdio: 'ignore' },
    );
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    expect(electron.app.windows()).toHaveLength(1);
  });

  test('closing the window ends the engine in good order', async () => {
    const pid = enginePid();
    await electron.app.close();
    expect(existsSync(join(electron.dataFolder, 'octopus.pid'))).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
