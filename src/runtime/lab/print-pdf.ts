import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OctopusError } from '#contract/errors';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const TIMEOUT_MS = 60_000;

/**
 * Prints an HTML text to a PDF file with the Chromium, Chrome or Edge of this machine, and answers its bytes. The one
 * that the variable OCTOPUS_BROWSER names is taken first. Throws an OctopusError BAD_REQUEST that says what to do when
 * there is none, or when it gives no file.
 */
export async function printPdf(html: string, path: string, variables = process.env): Promise<number> {
  const browser = findBrowser(variables);
  if (browser === undefined)
    throw new OctopusError(
      'BAD_REQUEST',
      `${path} was not printed: no Chromium, Chrome or Edge was found; install one, name it in OCTOPUS_BROWSER, or open the HTML file in a browser and print it`,
    );
  const folder = await mkdtemp(join(tmpdir(), 'octopus-print-'));
  try {
    const page = join(folder, 'page.html');
    const printed = join(folder, 'page.pdf');
    await writeFile(page, html);
    const said = await run(browser, [
      '--headless',
      '--disable-gpu',
      '--no-pdf-header-footer',
      `--user-data-dir=${join(folder, 'profile')}`,
      // Chromium refuses to start in its sandbox as root, as in containers; the page has no script.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--print-to-pdf=${printed}`,
      pathToFileURL(page).href,
    ]);
    if (!existsSync(printed))
      throw new OctopusError('BAD_REQUEST', `${path} was not printed: ${browser} gave no file${said}`);
    return await moveTo(printed, path);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The first browser there is that can print, by its path. */
export function findBrowser(variables: NodeJS.ProcessEnv): string | undefined {
  const told = variables['OCTOPUS_BROWSER'];
  if (told !== undefined && told !== '') return existsSync(told) ? told : undefined;
  const folders = (variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE];
  return candidates.find((candidate) => existsSync(candidate));
}

/** Copies beside the place, then takes it, so that a full disk leaves no half file. */
async function moveTo(printed: string, path: string): Promise<number> {
  const { copyFile } = await import('node:fs/promises');
  const beside = `${resolve(path)}.part`;
  try {
    await copyFile(printed, beside);
    await rename(beside, path);
    return (await stat(path)).size;
  } catch (error) {
    await rm(beside, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new OctopusError(
      'BAD_REQUEST',
      `${path} could not be written (${code}); check ${dirname(resolve(path))} and its space`,
    );
  }
}

function run(command: string, parameters: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'], timeout: TIMEOUT_MS });
    let said = '';
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-400);
    });
    child.once('error', (error) => done(`: ${error.message}`));
    child.once('close', (code) =>
      done(code === 0 ? '' : ` (code ${code}): ${said.trim().split('\n').at(-1) ?? ''}`),
    );
  });
}
