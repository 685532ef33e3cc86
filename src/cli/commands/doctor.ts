import type { Command } from 'commander';
import type { Finding } from '../examination.ts';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

const QUERIES_LISTED = 10;

/** `octopus doctor`: what is found, what is missing, what to do. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('look at this machine and the data folder: what is found, what is missing, what to do')
    .option(
      '--online',
      'ask the data providers and streams too; that opens the data folder, as requests count',
    )
    .option(
      '--queries',
      'ask the store the usual questions and list the ten dearest statements with their plans',
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nChanges nothing, unless --online; --queries opens the data folder and reads. Exit code 1 when something needed is missing.\nJSON: an array of { check, state: "ok" | "warning" | "failed", found, advice },\nwith --queries of { statement, count, rows, total, mean, p99, plan }, times in milliseconds.',
    )
    .action(async (options: { online?: true; queries?: true; data?: string; format: Format }) => {
      const { examine } = await import('../examination.ts');
      const { dataFolder } = await import('#runtime/engine/data-folder');
      if (options.queries) {
        await listQueries(terminal, options.format, dataFolder({ given: options.data }));
        return;
      }
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

async function listQueries(terminal: Terminal, format: Format, folder: string): Promise<void> {
  const { measureQueries } = await import('#runtime/engine/measure-queries');
  const { timings, seriesRead, seriesKept } = await measureQueries(folder, Date.now());
  const dearest = timings.slice(0, QUERIES_LISTED);
  const milliseconds = (value: number): number => Number(value.toFixed(3));
  printReport(terminal, format, {
    columns: ['calls', 'rows', 'total ms', 'mean ms', 'p99 ms', 'statement', 'plan'],
    rows: dearest.map(({ count, rows, total, mean, p99, statement, plan }) => [
      count,
      rows,
      milliseconds(total),
      milliseconds(mean),
      milliseconds(p99),
      statement,
      plan.join('; '),
    ]),
    json: dearest,
    footer: [
      `The dearest ${dearest.length} of ${timings.length} statements; ${seriesRead} of ${seriesKept} series were read.`,
    ],
  });
}

async function lookOnline(terminal: Terminal, data: string | undefined): Promise<Finding[]> {
  const { withEngine } = await import('../open-engine.ts');
  const { examineProviders } = await import('../provider-examination.ts');
  const { examineStreams } = await import('../stream-examination.ts');
  try {
    return await withEngine(terminal, data, async (engine) =>
      (await Promise.all([examineProviders(engine), examineStreams(engine)])).flat(),
    );
  } catch (error) {
    const found = `not asked: ${error instanceof Error ? error.message : String(error)}`;
    return [{ check: 'Providers', state: 'warning', found, advice: 'end the other process first' }];
  }
}
