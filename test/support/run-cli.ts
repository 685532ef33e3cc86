import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const cliEntry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

export interface CliOutcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the real command line as a child process; `data` is its data folder, `variables` join its environment. */
export function runCli(
  args: readonly string[],
  { data, variables = {} }: { data?: string; variables?: Readonly<Record<string, string>> } = {},
): Promise<CliOutcome> {
  const { OCTOPUS_DATA: _, ...inherited } = process.env;
  const environment = { ...inherited, ...variables };
  const child = spawn(process.execPath, [cliEntry, ...args], {
    env: data === undefined ? environment : { ...environment, OCTOPUS_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, error }));
  });
}
