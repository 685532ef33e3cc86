import type { Command } from 'commander';
import type { Finding } from '../examination.ts';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** `octopus doctor`: what is found, what is missing, what to do. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('look at this machine and the data folder: what is found, what is missing, what to do')
    .option('--online', 'ask the data providers too; that opens the data folder, as requests count')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nChanges nothing, unless --online. Exit code 1 when something needed is missing.\nJSON: an array of { check, state: "ok" | "warning" | "failed", found, advice }.',
    )
    .action(async (options: { online?: true; data?: string; format: Format }) => {
      const { examine } = await import('../examination.ts');
      const { dataFolder } = await import('#runtime/data-folder');
      const findings = await examine(dataFolder({ given: options.data }));
      if (options.online) findings.push(...(await lookOnline(terminal, options.data)));
      printReport(terminal, options.format, {
        columns: ['check', 'state', 'found', 'what to do'],
        rows: findings.map(({ check, state, found, advice }) => [check, state, found, advice]),
        json: findings,
      });
      const failed = findings.filter(({ state }) => state === 'failed');
      if (failed.length > 0)
        throw new Error(
          `${failed.map(({ check }) => check).join(', ')}: something needed is missing; see above`,
        );
    });
}

async function lookOnline(terminal: Terminal, data: string | undefined): Promise<Finding[]> {
  const { withEngine } = await import('../open-engine.ts');
  const { examineProviders } = await import('../provider-examination.ts');
  try {
    return await withEngine(terminal, data, examineProviders);
  } catch (error) {
    const found = `not asked: ${error instanceof Error ? error.message : String(error)}`;
    return [{ check: 'Providers', state: 'warning', found, advice: 'end the other process first' }];
  }
}
