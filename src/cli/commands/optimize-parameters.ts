import { type Command, Option } from 'commander';
import { toldNumber } from '#domain/values/told-number';
import type { SearchMethodName } from '#engine/simulation/search/run-search';
import {
  addElsewhereOption,
  type ElsewhereOptions,
  elsewhereLines,
  readElsewhere,
  runElsewhere,
} from '../elsewhere.ts';
import { addLabOptions, countInFolder, type LabOptions, readLabRequest } from '../lab-request.ts';
import { wholeNumberFrom } from '../options.ts';
import { printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { deflationLine, tallyOf } from '../trial-lines.ts';
import { rankedRows } from './sweep.ts';

interface OptimizeOptions extends LabOptions, ElsewhereOptions {
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
  addElsewhereOption(addLabOptions(command))
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
objective, best and top (as octopus sweep), trialsOnTheseBars, trialCount, deflatedSharpe, elsewhere (as octopus
sweep), elapsedMs, workers, strategy, symbol, timeframe, bars and searchId.

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
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { deflateBest } = await import('#engine/simulation/search/deflate-best');
  const { searchId } = await import('#engine/simulation/search/data-set-hash');
  const { findStrategy } = await import('#domain/strategies/catalog');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { work: lab, fileName } = await readLabRequest(terminal, argument, options);
  const { method, trials, seed, pruning, top } = options;
  const request = { ...lab, method, trials, seed, isPruning: pruning, top };
  const { version = 1 } = findStrategy(lab.strategy) ?? {};
  const id = searchId({ ...request, strategy: { version } }, lab.dataSet);
  const kept = options.resume ? { dataFolder: dataFolder({ given: options.data }) } : {};
  const others = await readElsewhere(terminal, options);
  const told = await runLabTask('search', { ...request, searchId: id, ...kept }, (done) =>
    terminal.progress(`search over ${fileName}`, done),
  );
  terminal.progressDone();
  const { heatMap: _, evidence, bestMoments, ...outcome } = told;
  const { symbol, timeframe, strategy, bars } = lab;
  const count = await countInFolder(terminal, options.data, lab, { id, kind: 'search', strategy, evidence });
  const deflatedSharpe = deflateBest(bestMoments, count);
  const elsewhere = await runElsewhere(terminal, options.data, others, outcome.best?.parameters);
  const head = { strategy, symbol, timeframe, bars: bars.length, searchId: id };
  printReport(terminal, options.format, {
    ...rankedRows(outcome.top),
    json: {
      ...head,
      ...outcome,
      trialsOnTheseBars: count.trials,
      trialCount: tallyOf(count),
      deflatedSharpe,
      elsewhere,
    },
    footer: [
      `${toldNumber(outcome.trials, 0)} trials (${toldNumber(outcome.resumed, 0)} of an earlier run, ${toldNumber(outcome.pruned, 0)} given up half-way)`,
      deflationLine(count, deflatedSharpe),
      ...elsewhereLines(elsewhere),
    ],
  });
}
