import { type Command, Option } from 'commander';
import { decimal } from '#domain/reports/html/format-figure';
import type { SearchMethodName, SearchRequest } from '#engine/simulation/search/run-search';
import { addLabOptions, countInFolder, type LabOptions, labCompany, readLabRequest } from '../lab-request.ts';
import { wholeNumberFrom } from '../options.ts';
import { printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { deflationLine, tallyOf } from '../trial-lines.ts';
import { rankedRows } from './sweep.ts';

interface OptimizeOptions extends LabOptions {
  readonly method: SearchMethodName;
  readonly trials: number;
  readonly seed: number;
  readonly pruning: boolean;
  readonly resume: boolean;
  readonly top: number;
}

/** `octopus optimize-parameters FILE --strategy NAME --param fast=2:100 --method bayesian`: a search that can be resumed. */
export function addOptimizeParametersCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('optimize-parameters')
    .description(
      'search for good parameters without running every combination; goes on where it was stopped',
    );
  addLabOptions(command)
    .addOption(
      new Option('--method <method>', 'how the next trial is chosen')
        .choices(['grid', 'random', 'bayesian', 'genetic'])
        .default('bayesian'),
    )
    .addOption(
      new Option('--trials <count>', 'trials in all, those of earlier runs of the same search counted')
        .default(500)
        .argParser(wholeNumberFrom(1, 1_000_000)),
    )
    .addOption(
      new Option('--seed <number>', 'the same seed tries the same').default(1).argParser(wholeNumberFrom(0)),
    )
    .option('--no-pruning', 'run hopeless trials to their end')
    .option(
      '--no-resume',
      'leave no log, and run again what an earlier run of the same search left in the data folder',
    )
    .addOption(
      new Option('--top <count>', 'how many of the best are printed')
        .default(10)
        .argParser(wholeNumberFrom(1, 1_000)),
    )
    .addHelpText(
      'after',
      `
Trials are written to the data folder batch by batch: a search that was killed goes on from there when it is asked for
again, and one with more trials adds to those that were run.

JSON: one object with method, trials, pruned (given up half-way), resumed (found from an earlier run), isExhausted,
objective, best and top (as octopus sweep), trialsOnTheseBars, trialCount, deflatedSharpe, elapsedMs, workers, strategy, symbol,
timeframe, bars and searchId.

Example:
  octopus optimize-parameters GOOG.csv --strategy rsi-reversal --param period=2:60 --param lower=10:49 --param upper=50:95`,
    )
    .action(async (argument: string | undefined, options: OptimizeOptions) => {
      await optimize(terminal, argument, options);
    });
}

async function optimize(
  terminal: Terminal,
  argument: string | undefined,
  options: OptimizeOptions,
): Promise<void> {
  const { runSearch } = await import('#engine/simulation/search/run-search');
  const { deflateBest } = await import('#engine/simulation/search/deflate-best');
  const { dataSetHash, searchId } = await import('#engine/simulation/search/data-set-hash');
  const { trialEvidence } = await import('#engine/simulation/search/trial-evidence');
  const { openTrialLog } = await import('#runtime/lab-books');
  const { dataFolder } = await import('#runtime/data-folder');
  const lab = await readLabRequest(terminal, argument, options);
  const { method, trials, seed, pruning, top } = options;
  const request: SearchRequest = { ...lab, method, trials, seed, isPruning: pruning, top };
  const id = searchId(request, dataSetHash(lab.bars));
  const log = options.resume ? openTrialLog(dataFolder({ given: options.data }), id) : undefined;
  try {
    const company = await labCompany(terminal, `search over ${lab.fileName}`, options.workers);
    const { parameters, rows, ...outcome } = await runSearch(request, log ? { ...company, log } : company);
    terminal.progressDone();
    const evidence = trialEvidence(lab, { parameters, rows });
    const work = { id, kind: 'search', strategy: lab.strategy.slug, evidence } as const;
    const count = await countInFolder(terminal, options.data, lab, work);
    const deflatedSharpe = deflateBest(lab, outcome.best, count);
    const { symbol, timeframe, strategy, bars } = lab;
    const head = { strategy: strategy.slug, symbol, timeframe, bars: bars.length, searchId: id };
    printReport(terminal, options.format, {
      ...rankedRows(outcome.top),
      json: {
        ...head,
        ...outcome,
        trialsOnTheseBars: count.trials,
        trialCount: tallyOf(count),
        deflatedSharpe,
      },
      footer: [
        `${decimal(outcome.trials, 0)} trials (${decimal(outcome.resumed, 0)} of an earlier run, ${decimal(outcome.pruned, 0)} given up half-way)`,
        deflationLine(count, deflatedSharpe),
      ],
    });
  } finally {
    log?.close();
  }
}
