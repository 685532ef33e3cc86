import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Gives windows somewhere to appear: on Linux without a display it starts Xvfb on a free number and ends it after the
 * run. Where Xvfb is not installed either, the tests that need a window skip themselves.
 */
export default async function startDisplay(): Promise<(() => void) | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || !existsSync('/usr/bin/Xvfb'))
    return undefined;
  const server = spawn(
    '/usr/bin/Xvfb',
    ['-displayfd', '3', '-screen', '0', '2560x1440x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  process.env['DISPLAY'] = `:${await displayNumber(server)}`;
  return () => {
    server.kill();
  };
}

function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdio[3]?.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.endsWith('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it had a display`)));
  });
}
