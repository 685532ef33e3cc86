import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** A Chromium to drive; OCTOPUS_CHROMIUM names another than the system's. */
const executablePath = [
  process.env['OCTOPUS_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

export const hasBrowser = executablePath !== undefined;

/** Starts a Chromium without a window that talks to nobody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  if (!executablePath)
    throw new Error('there is no Chromium here; apt-get install chromium, or set OCTOPUS_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
