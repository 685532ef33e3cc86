import { Option } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import { problemLog } from './open-engine.ts';
import { type Format, printReport, type Report } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface ClientOptions {
  readonly data?: string;
  readonly format: Format;
  readonly json?: true;
}

/** `--json`, which is `--format json`. */
export function jsonOption(): Option {
  return new Option('--json', 'the same as --format json');
}

/** `--account NAME` */
export function accountOption(description: string): Option {
  return new Option('--account <name>', description);
}

/** Calls the Octopus that runs in the data folder, or opens the folder for the time of the work. */
export async function withEngineClient<Answer>(
  terminal: Terminal,
  data: string | undefined,
  work: (client: EngineClient, isRunning: boolean) => Promise<Answer>,
): Promise<Answer> {
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { openEngineClient } = await import('#runtime/engine/engine-client');
  const opened = await openEngineClient(dataFolder({ given: data }), problemLog(terminal));
  try {
    for (const notice of opened.notices) terminal.note(notice);
    return await work(opened.client, opened.isRunning);
  } finally {
    await opened.close();
  }
}

/** Calls the Octopus that runs in the data folder, for what would end with the command. Throws when none runs. */
export function withRunningEngine<Answer>(
  terminal: Terminal,
  data: string | undefined,
  work: (client: EngineClient) => Promise<Answer>,
): Promise<Answer> {
  return withEngineClient(terminal, data, (client, isRunning) => {
    if (isRunning) return work(client);
    throw new Error('no Octopus runs in this data folder; start one with: octopus serve');
  });
}

export function printAnswer(
  terminal: Terminal,
  { format, json }: Pick<ClientOptions, 'format' | 'json'>,
  report: Report,
): void {
  printReport(terminal, json ? 'json' : format, report);
}

/** Ends a command that was done in part with exit code 1, after its report. */
export function failUnlessDone(notDone: readonly string[]): void {
  if (notDone.length > 0) throw new Error(notDone.join('; '));
}
