import { type Command, Option } from 'commander';
import type { QuarantineOutcome } from '#contract/services/import';
import type { Engine } from '#runtime/engine/create-engine';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface StoreOptions {
  readonly data?: string;
  readonly format: Format;
}

interface ListOptions extends StoreOptions {
  readonly limit: number;
  readonly offset: number;
  readonly symbol?: string;
  readonly source?: string;
  readonly reason?: string;
}

const OUTCOME = '\nJSON: [{ id, isDone, reason }]; reason says why a row stays. Exit code 1 when one does.';

/** `octopus quarantine`: rows that were no bar, why, and what becomes of them. */
export function addQuarantineCommand(program: Command, terminal: Terminal): void {
  const group = program
    .command('quarantine')
    .description('list rows that imports set aside and why; put them right, take them or throw them away');
  addList(group, terminal);
  group
    .command('fix')
    .description('judge a row anew with another text: stored when good, else kept with the new reason')
    .argument('<id>', 'id of the row, as the list shows it')
    .requiredOption('--raw <text>', 'the row as it should read')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText('after', OUTCOME)
    .action(async (id: string, options: StoreOptions & { raw: string }) =>
      decide(terminal, options, async ({ collector }) => [await collector.quarantine.fix(id, options.raw)]),
    );
  group
    .command('release')
    .description('take rows as they are, where only a rule of thumb was broken')
    .argument('<ids...>', 'ids of rows')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText('after', OUTCOME)
    .action(async (ids: string[], options: StoreOptions) =>
      decide(terminal, options, ({ collector }) => collector.quarantine.release(ids)),
    );
  group
    .command('discard')
    .description('throw rows away; the journal keeps what they were')
    .argument('<ids...>', 'ids of rows')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText('after', OUTCOME)
    .action(async (ids: string[], options: StoreOptions) =>
      decide(terminal, options, ({ collector }) => collector.quarantine.discard(ids)),
    );
}

function addList(group: Command, terminal: Terminal): void {
  group
    .command('list', { isDefault: true })
    .description('rows set aside, newest first, and why')
    .addOption(
      new Option('--limit <count>', 'so many of them').default(200).argParser(wholeNumberFrom(1, 10_000)),
    )
    .addOption(new Option('--offset <count>', 'after so many').default(0).argParser(wholeNumberFrom(0)))
    .option('--symbol <symbol>', 'only of that symbol')
    .option('--source <file>', 'only of that file or provider')
    .option('--reason <text>', 'only where the reason holds that text')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nJSON: { total, rows: [{ id, symbol, source, line, reason, raw, receivedTime }] }, with isReleasable where a person may take the row.',
    )
    .action(async ({ limit, offset, symbol, source, reason, ...options }: ListOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const found = await withEngine(terminal, options.data, ({ stores }) =>
        stores.market.quarantine(limit, { offset, symbol, source, reason }),
      );
      printReport(terminal, options.format, {
        columns: ['id', 'symbol', 'source', 'line', 'reason', 'raw'],
        rows: found.rows.map((row) => [row.id, row.symbol, row.source, row.line, row.reason, row.raw]),
        json: found,
        footer: [`${found.total} in all`],
      });
    });
}

async function decide(
  terminal: Terminal,
  { data, format }: StoreOptions,
  work: (engine: Engine) => Promise<QuarantineOutcome[]>,
): Promise<void> {
  const { withEngine } = await import('../open-engine.ts');
  const outcomes = await withEngine(terminal, data, work);
  printReport(terminal, format, {
    columns: ['id', 'isDone', 'reason'],
    rows: outcomes.map(({ id, isDone, reason }) => [id, isDone, reason]),
    json: outcomes,
  });
  if (outcomes.some(({ isDone }) => !isDone)) process.exitCode = 1;
}
