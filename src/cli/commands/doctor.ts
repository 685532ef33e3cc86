import type { Command } from 'commander';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** `octopus doctor`: what is found, what is missing, what to do. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('look at this machine and the data folder: what is found, what is missing, what to do')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nChanges nothing. Exit code 1 when something needed is missing.\nJSON: an array of { check, state: "ok" | "warning" | "failed", found, advice }.',
    )
    .action(async (options: { data?: string; format: Format }) => {
      const { examine } = await import('../examination.ts');
      const { dataFolder } = await import('#runtime/data-folder');
      const findings = await examine(dataFolder({ given: options.data }));
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
