import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './launch-electron.ts';

export interface RunningServe {
  readonly url: string;
  readonly dataFolder: string;
  readonly pid: number;
  /** What it wrote to standard error so far. */
  notes(): string;
  /** Ends it as Ctrl-C does; the answer is its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the built `octopus serve` on a free port, with a data folder of its own unless one is given. */
export async function startServe({
  dataFolder: givenFolder,
}: {
  dataFolder?: string;
} = {}): Promise<RunningServe> {
  const dataFolder = givenFolder ?? mkdtempSync(join(tmpdir(), 'octopus-serve-'));
  const child = spawn(
    process.execPath,
    [join(repository, 'out/main/cli.cjs'), 'serve', '--port', '0', '--data', dataFolder, '--format', 'json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  let notes = '';
  child.stderr.on('data', (data: Buffer) => {
    notes += data.toString();
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /"url":\s*"([^"]+)"/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`octopus serve ended with code ${code}: ${notes}`)));
  });
  return {
    url,
    dataFolder,
    pid: child.pid!,
    notes: () => notes,
    async stop() {
      child.kill('SIGINT');
      const [code] = await exited;
      if (givenFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
      return code;
    },
  };
}
