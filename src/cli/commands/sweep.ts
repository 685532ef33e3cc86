import { type Command, Option } from 'commander';
import { toldNumber } from '#domain/values/told-number';
import type { RankedTrial } from '#engine/simulation/sweep/run-sweep';
import {
  addElsewhereOption,
  type ElsewhereOptions,
  elsewhereLines,
  readElsewhere,
  runElsewhere,
} from '../elsewhere.ts';
import { addLabOptions, countInFolder, type LabOptions, readLabRequest } from '../lab-request.ts';
import { wholeNumberFrom } from '../options.ts';
import { type Cell, printReport, type Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { deflationLine, tallyOf } from '../trial-lines.ts';

interface SweepOptions extends LabOptions, ElsewhereOptions {
  readonly top: number;
}

/** `octopus sweep FILE --strategy NAME --param fast=2:100`: every combination of some ranges, ranked. */
export function addSweepCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('sweep')
    .description('run every combination of parameters over a price file, or over stored bars, and rank them');
  addElsewhereOption(addLabOptions(command))
    .addOption(
      new Option('--top <count>', 'how many of the best are printed')
        .default(10)
        .argParser(wholeNumberFrom(1, 1_000)),
    )
    .addHelpText(
      'after',
      `
JSON: one object with combinations, refused (by the constraint or the strategy), objective, best and top (each with
parameters, objective and the statistics that octopus backtest prints), trials (configurations ever tried on these bars),
trialCount (those, the evaluations they were run in, and the independentTrials they are worth by the correlation of their
returns), deflatedSharpe (confidence, 0 to 1, that the best is better than the best of so many worthless independent
trials), elsewhere (of each series of --elsewhere: symbol, timeframe, statistics), elapsedMs, workers, strategy, symbol, timeframe and bars. More than 2,000,000 combinations are refused with their number and the time they would take.

Examples:
  octopus sweep GOOG.csv --strategy sma-crossover --param fast=2:100 --param slow=2:100 --constraint "fast<slow"
  octopus sweep GOOG.csv --strategy breakout --param entry=10:60:5 --param exit=5:30:5 --elsewhere AAPL.csv MSFT.csv
  octopus sweep AAPL --strategy rsi-reversal --param period=5:30 --param lower=20:40:5 --objective calmar --format table`,
    )
    .action(async (argument: string | undefined, options: SweepOptions) => {
      await sweep(terminal, argument, options);
    });
}

async function sweep(terminal: Terminal, argument: string | undefined, options: SweepOptions): Promise<void> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { deflateBest } = await import('#engine/simulation/search/deflate-best');
  const { sweepWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { COUNTED_MAX } = await import('#domain/strategies/parameter-range');
  const { work, fileName } = await readLabRequest(terminal, argument, options, COUNTED_MAX);
  const { strategy, symbol, timeframe, bars } = work;
  const others = await readElsewhere(terminal, options);
  const told = await runLabTask('sweep', { ...work, top: options.top }, (done) =>
    terminal.progress(`sweep of ${fileName}`, done),
  );
  terminal.progressDone();
  const { columnBytes: _, heatMap: __, evidence, bestMoments, ...outcome } = told;
  const entry = { id: sweepWorkId(work, work.dataSet), kind: 'sweep', strategy, evidence } as const;
  const count = await countInFolder(terminal, options.data, work, entry);
  const deflatedSharpe = deflateBest(bestMoments, count);
  const elsewhere = await runElsewhere(terminal, options.data, others, outcome.best?.parameters);
  const head = { strategy, symbol, timeframe, bars: bars.length };
  printReport(terminal, options.format, {
    ...rankedRows(outcome.top),
    json: {
      ...head,
      ...outcome,
      trials: count.trials,
      trialCount: tallyOf(count),
      deflatedSharpe,
      elsewhere,
    },
    footer: [
      `${toldNumber(outcome.combinations, 0)} combinations in ${toldNumber(outcome.elapsedMs, 0)} ms, ranked by ${outcome.objective}`,
      deflationLine(count, deflatedSharpe),
      ...elsewhereLines(elsewhere),
    ],
  });
}

/** The best of a search as a table. */
export function rankedRows(top: readonly RankedTrial[]): Pick<Report, 'columns' | 'rows'> {
  const names = Object.keys(top[0]?.parameters ?? {});
  const figures = [
    'returnPct',
    'sharpe',
    'sortino',
    'calmar',
    'maxDrawdownPct',
    'trades',
    'winRatePct',
  ] as const;
  return {
    columns: [...names, 'objective', ...figures],
    rows: top.map(({ parameters, objective, statistics }): Cell[] => [
      ...names.map((name) => parameters[name]!),
      objective,
      ...figures.map((figure) => statistics[figure]),
    ]),
  };
}
