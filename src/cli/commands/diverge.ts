import { type Command, Option } from 'commander';
import type { Divergence } from '#contract/services/strategy-runs';
import { jsonOption } from '../engine-client.ts';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface DivergeOptions {
  readonly data?: string;
  readonly account?: string;
  readonly format: Format;
  readonly json?: true;
}

/** `octopus diverge A B`: where two runs part, and why. */
export function addDivergeCommand(program: Command, terminal: Terminal): void {
  program
    .command('diverge')
    .description('name the first event in which two runs differ, and its likely cause')
    .argument('<a>', 'a strategy run, an account, a session or a saved backtest by its id, or a file')
    .argument('<b>', 'what it is held against')
    .addOption(
      new Option('--account <name>', 'whose orders of an exported journal; of the busiest unless told'),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A file is a journal written by "octopus journal export", or lines "order|time|symbol|side|quantity|type|limit|stop" and
"fill|time|quantity|price|fee". Changes nothing; the app may be running. Of a saved backtest the fills alone are compared.
Causes: late-data, different-data, different-parameters, fill-model, rounding, restart, manual-action, unknown.
Exit code 0 when the two are equal, 1 when they differ.

JSON: { a, b, isEqual, eventsA, eventsB, equalEvents, matchPct, orderListHashA, orderListHashB,
first: { index, kind, time, symbol, orderA, orderB, fields: [{ name, a, b }], text }, cause: { kind, evidence } }.

Examples:
  octopus diverge r3f9a1c2b7e yesterday.jsonl
  octopus diverge paper-1 paper-2 --json`,
    )
    .action(async (a: string, b: string, options: DivergeOptions) => {
      const { openTradedRun } = await import('#runtime/strategies/find-traded-run');
      const { dataFolder } = await import('#runtime/engine/data-folder');
      const { diagnoseDivergence } = await import('#engine/divergence/diagnose-divergence');
      const folder = dataFolder({ given: options.data });
      const found = diagnoseDivergence(
        await openTradedRun(a, folder, options.account),
        await openTradedRun(b, folder, options.account),
      );
      printReport(terminal, options.json ? 'json' : options.format, {
        columns: ['what', 'found'],
        rows: rowsOf(found),
        json: found,
      });
      if (!found.isEqual)
        throw new Error(
          `${a} and ${b} differ from event ${(found.first?.index ?? 0) + 1} on: ${found.cause?.kind}`,
        );
    });
}

function rowsOf(found: Divergence): (string | number)[][] {
  const { eventsA, eventsB, equalEvents, matchPct, first, cause, isEqual } = found;
  return [
    ['Events of A', eventsA],
    ['Events of B', eventsB],
    ['Equal from the first on', equalEvents],
    ['In both, wherever', `${matchPct.toFixed(1)} %`],
    ['Verdict', isEqual ? 'equal' : `differ: ${cause?.kind}`],
    ...(first ? [['First difference', first.text]] : []),
    ...(first?.fields ?? []).map(({ name, a, b }) => [`  ${name}`, `${a ?? '–'} in A, ${b ?? '–'} in B`]),
    ...(cause?.evidence ?? []).map((sentence) => ['Evidence', sentence]),
  ];
}
