import type { Command } from 'commander';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** `octopus journal verify`: whether the record is whole and the ledger follows from it. */
export function addJournalCommand(program: Command, terminal: Terminal): void {
  const journal = program
    .command('journal')
    .description('the append-only record of every decision, order and fill');
  journal
    .command('verify')
    .description('check every link of the journal, and that orders, positions and cash follow from it')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Changes nothing; the app may be running. Exit code 1 when the journal does not verify.
JSON: { isValid, records, lastHash, firstBadSequence, problem, isLedgerEqual, elapsedMs }.`,
    )
    .action(async (options: { data?: string; format: Format }) => {
      const { dataFolder } = await import('#runtime/data-folder');
      const { hasStoredJournal, verifyStoredJournal } = await import('#runtime/verify-stored-journal');
      const folder = dataFolder({ given: options.data });
      if (!hasStoredJournal(folder)) {
        throw new Error(
          `there is no journal in ${folder}; start Octopus once, or name another folder with --data`,
        );
      }
      const found = verifyStoredJournal(folder);
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
      if (!found.isValid)
        throw new Error(`the journal does not verify: ${found.problem ?? 'a record is wrong'}`);
      if (!found.isLedgerEqual)
        throw new Error(
          `the journal is whole, but the ledger differs from it: ${found.problem ?? 'rebuild it'}`,
        );
    });
}
