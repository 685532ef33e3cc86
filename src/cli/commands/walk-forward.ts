import { type Command, Option } from 'commander';
import { toldNumber } from '#domain/values/told-number';
import { addLabOptions, countInFolder, type LabOptions, readLabRequest } from '../lab-request.ts';
import { wholeNumberFrom } from '../options.ts';
import { type Cell, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { tallyOf, trialsLine } from '../trial-lines.ts';

interface WalkForwardOptions extends LabOptions {
  readonly mode: 'anchored' | 'rolling';
  readonly train: number;
  readonly test: number;
  readonly gap: number;
}

/** `octopus walk-forward FILE --strategy NAME --param fast=2:50`: parameters chosen and judged on bars after bars. */
export function addWalkForwardCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('walk-forward')
    .description(
      'choose parameters on one stretch of bars after another and judge each choice on the bars that follow',
    );
  addLabOptions(command)
    .addOption(
      new Option('--mode <mode>', 'learn from the newest bars before a test, or from all')
        .choices(['rolling', 'anchored'])
        .default('rolling'),
    )
    .addOption(
      new Option('--train <bars>', 'bars to choose on').default(504, '504').argParser(wholeNumberFrom(2)),
    )
    .addOption(
      new Option('--test <bars>', 'bars to judge on').default(126, '126').argParser(wholeNumberFrom(1)),
    )
    .addOption(
      new Option('--gap <bars>', 'bars between the two that neither uses')
        .default(0)
        .argParser(wholeNumberFrom(0)),
    )
    .addHelpText(
      'after',
      `
JSON: one object with steps (parameters, inSample, outOfSample, and the times of each window), outOfSample (the tests
joined: returnPct, annualizedReturnPct, sharpe, sortino, maxDrawdownPct, benchmarkReturnPct, trades), efficiency (annual
return out of sample over that in sample), stepsGained (share of the steps that gained), trials (combinations tried),
evaluations (runs of them in all windows), trialsOnTheseBars and trialCount (as octopus sweep), curve (time and equity of the
joined tests), elapsedMs, objective, mode, strategy, symbol, timeframe and bars.

Example:
  octopus walk-forward GOOG.csv --strategy sma-crossover --param fast=5:50:5 --param slow=20:200:10 --train 504 --test 126`,
    )
    .action(async (argument: string | undefined, options: WalkForwardOptions) => {
      await walkForward(terminal, argument, options);
    });
}

async function walkForward(
  terminal: Terminal,
  argument: string | undefined,
  options: WalkForwardOptions,
): Promise<void> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { sweepWorkId, trialWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { thinEquityCurve } = await import('#engine/simulation/equity-curve');
  const { work, fileName } = await readLabRequest(terminal, argument, options);
  const { strategy, symbol, timeframe, bars, dataSet, ranges } = work;
  const { mode, train: trainBars, test: testBars, gap: gapBars } = options;
  const walk = { ...work, mode, trainBars, testBars, gapBars };
  const { time, equity, evidence, steps, ...outcome } = await runLabTask('walk-forward', walk, (done) =>
    terminal.progress(`walk over ${fileName}`, done),
  );
  terminal.progressDone();
  const windows = [sweepWorkId(work, dataSet), mode, trainBars, testBars, gapBars];
  const id = trialWorkId('walk-forward', dataSet, windows);
  const entry = { id, kind: 'walk-forward', strategy, evidence } as const;
  const count = await countInFolder(terminal, options.data, work, entry);
  const told = steps.map(({ train: _, test: __, ...step }) => step);
  const points = thinEquityCurve({ time, equity });
  const date = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
  const names = ranges.map(({ name }) => name);
  const { returnPct, benchmarkReturnPct } = outcome.outOfSample;
  printReport(terminal, options.format, {
    columns: ['testFrom', 'testTo', ...names, 'inSamplePct', 'outOfSamplePct', 'buyAndHoldPct', 'trades'],
    rows: told.map((step): Cell[] => [
      date(step.testTime),
      date(step.endTime),
      ...names.map((name) => step.parameters[name]!),
      step.inSample.returnPct,
      step.outOfSample.returnPct,
      step.outOfSample.benchmarkReturnPct,
      step.outOfSample.trades,
    ]),
    json: {
      ...{ strategy, symbol, timeframe, bars: bars.length, mode },
      ...outcome,
      steps: told,
      trialsOnTheseBars: count.trials,
      trialCount: tallyOf(count),
      curve: { time: points.map((point) => point.time), equity: points.map((point) => point.equity) },
    },
    footer: [
      `out of sample ${toldNumber(returnPct, 1)} %, buying and holding ${toldNumber(benchmarkReturnPct, 1)} %; ` +
        `${Math.round(outcome.stepsGained * told.length)} of ${told.length} steps gained`,
      trialsLine(count),
    ],
  });
}
