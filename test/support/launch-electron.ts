import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { collectComplaints } from './complaints.ts';
import { electronBinary, electronDist, electronMajor } from './electron-dist.ts';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
/** Pictures for people to look at; not in the repository. */
export const pictures = `${repository}test-results/`;

export interface LaunchedElectron {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Removed by `close` unless it was given. */
  readonly dataFolder: string;
  /** Errors and warnings of the page's console, and uncaught errors, so far. */
  readonly complaints: readonly string[];
  /** What the app wrote to its own output, lines of Chromium apart. */
  output(): string;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Folder of the app; the repository unless told. */
  readonly appFolder?: string;
  readonly dataFolder?: string;
  /**
   * Runs the engine in a plain Node beside Electron. Needed for the real engine on Electrons before 28, whose Node
   * cannot load the store; the default there.
   */
  readonly engineInNode?: boolean;
  readonly env?: Record<string, string>;
}

/** Starts the app in a real Electron with a data folder of its own and waits for its first page. */
export async function launchElectron({
  appFolder = repository,
  dataFolder: givenFolder,
  engineInNode = electronMajor < 28,
  env = {},
}: LaunchOptions = {}): Promise<LaunchedElectron> {
  if (!electronDist) throw new Error('there is no Electron here; npm test lays one out when it can');
  const dataFolder = givenFolder ?? mkdtempSync(join(tmpdir(), 'octopus-e2e-'));
  let output = '';
  const app = await electron.launch({
    executablePath: electronBinary(electronDist),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), appFolder, `--data=${dataFolder}`],
    cwd: appFolder,
    env: {
      ...(process.env as Record<string, string>),
      OCTOPUS_ENGINE_NODE: engineInNode ? process.execPath : '',
      ...env,
    },
  });
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  }
  const page = await app.firstWindow();
  const complaints = collectComplaints(page);
  return {
    app,
    page,
    dataFolder,
    complaints,
    output: () => output,
    async screenshot(name) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}${name}.png` });
    },
    async close() {
      await app.close();
      if (givenFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
