import { type Command, Option } from 'commander';
import { dataOption, formatOption, parseInstant } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface JournalOptions {
  readonly data?: string;
  readonly format: Format;
}

interface ExportOptions extends JournalOptions {
  readonly as: 'jsonl' | 'csv';
  readonly from?: number;
  readonly to?: number;
  readonly kind?: string[];
}

/** `octopus journal verify`, `export` and `rebuild`: whether the record is whole, a copy of it, a ledger that follows from it. */
export function addJournalCommand(program: Command, terminal: Terminal): void {
  const journal = program
    .command('journal')
    .description('the append-only record of every decision, order and fill');
  journal
    .command('verify')
    .description(
      'check every link of the journal, that orders, positions and cash follow from it, and that records are found',
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Changes nothing; the app may be running. Exit code 1 when the journal does not verify.
JSON: { isValid, records, lastHash, firstBadSequence, problem, isLedgerEqual, elapsedMs }.`,
    )
    .action((options: JournalOptions) => verify(terminal, options));
  journal
    .command('export')
    .description('write records as JSON lines or CSV, checking every link on the way')
    .argument('<file>', 'file to write')
    .addOption(new Option('--as <form>', 'form of the file').choices(['jsonl', 'csv']).default('jsonl'))
    .addOption(new Option('--from <date>', 'first date or time of events, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'end of events, not included').argParser(parseInstant))
    .addOption(new Option('--kind <kind...>', 'only these kinds of record, such as OrderFilled'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Changes nothing; the app may be running. Every record is verified whether it is written or not; when one does not verify
there is no file and the exit code is 1. The head of the chain is printed: kept elsewhere, it shows later that nothing
was changed since. JSON lines can be compared with runs: octopus diverge.
JSON: { file, records, verified, head }.`,
    )
    .action((file: string, options: ExportOptions) => write(terminal, file, options));
  journal
    .command('rebuild')
    .description('work out orders, positions, cash and the rest from the journal again, and store them')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Checks every link first, and changes nothing when one is broken (exit code 1). The journal itself is never changed. The
app may not be running.
JSON: { records, lastHash, isChanged, tables: [{ table, rows, differing }], lookUpFaults }; differing counts rows that were
missing, other than by the journal, or not in it, and is null when the stored rows could not be read; lookUpFaults counts
records and fills that were not found by what they are looked up by.`,
    )
    .action((options: JournalOptions) => rebuild(terminal, options));
}

async function write(terminal: Terminal, file: string, options: ExportOptions): Promise<void> {
  const { exportJournal } = await import('#runtime/journal/export-journal');
  const { from, to, kind, as, data, format } = options;
  const found = exportJournal(await folderWithJournal(data), file, { format: as, from, to, kinds: kind });
  printReport(terminal, format, {
    columns: ['what', 'found'],
    rows: [
      ['File', file],
      ['Records written', found.records],
      ['Records verified', found.verified],
      ['Head of the chain', found.head],
    ],
    json: { file, ...found },
  });
}

async function verify(terminal: Terminal, options: JournalOptions): Promise<void> {
  const { verifyStoredJournal } = await import('#runtime/journal/verify-stored-journal');
  const found = verifyStoredJournal(await folderWithJournal(options.data));
  printReport(terminal, options.format, {
    columns: ['what', 'found'],
    rows: [
      ['Records', found.records],
      ['Chain', found.isValid ? 'whole' : 'broken'],
      ['Ledger', found.isLedgerEqual ? 'equal to its rebuild' : 'differs from its rebuild'],
      ['Last hash', found.lastHash],
      ['Time', `${found.elapsedMs.toFixed(0)} ms`],
    ],
    json: found,
  });
  if (!found.isValid) throw new Error(`the journal does not verify: ${found.problem ?? 'a record is wrong'}`);
  if (!found.isLedgerEqual) {
    const difference = found.problem ?? 'a row is another';
    throw new Error(
      `the journal is whole, but the ledger differs from it (octopus journal rebuild mends it): ${difference}`,
    );
  }
}

async function rebuild(terminal: Terminal, options: JournalOptions): Promise<void> {
  const { rebuildStoredJournal } = await import('#runtime/journal/rebuild-stored-journal');
  const folder = await folderWithJournal(options.data);
  const { records, lastHash, problem, tables, lookUpFaults } = rebuildStoredJournal(folder, Date.now());
  if (problem !== null) throw new Error(`the journal does not verify, so nothing was changed: ${problem}`);
  const isChanged = lookUpFaults > 0 || tables.some(({ differing }) => differing !== 0);
  printReport(terminal, options.format, {
    columns: ['table', 'rows', 'differing'],
    rows: [
      ...tables.map(({ table, rows, differing }) => [table, rows, differing]),
      ['look-ups', records, lookUpFaults],
    ],
    json: { records, lastHash, isChanged, tables, lookUpFaults },
    footer: [
      isChanged
        ? `What differed was replaced by what ${records} records say.`
        : `Everything was as ${records} records say.`,
    ],
  });
}

/** The data folder, which must hold a journal already: neither command makes one. */
async function folderWithJournal(given: string | undefined): Promise<string> {
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { hasStoredJournal } = await import('#runtime/journal/verify-stored-journal');
  const folder = dataFolder({ given });
  if (hasStoredJournal(folder)) return folder;
  throw new Error(`there is no journal in ${folder}; start Octopus once, or name another folder with --data`);
}
