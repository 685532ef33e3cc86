import { type Command, Option } from 'commander';
import { toldNumber } from '#domain/values/told-number';
import { addLabOptions, countInFolder, type LabOptions, readLabRequest } from '../lab-request.ts';
import { wholeNumberFrom } from '../options.ts';
import { printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { tallyOf, trialsLine } from '../trial-lines.ts';

interface OverfittingOptions extends LabOptions {
  readonly blocks: number;
  readonly trialsMax: number;
  readonly groups: number;
  readonly testGroups: number;
  readonly embargo: number;
  readonly seed: number;
}

/** `octopus overfitting FILE --strategy NAME --param fast=2:50`: whether choosing the best combination is worth anything. */
export function addOverfittingCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('overfitting')
    .description('tell how probably the best combination of a sweep is the best by chance only');
  addLabOptions(command)
    .addOption(
      new Option('--blocks <count>', 'even number of blocks, every half of which is once in sample')
        .default(16)
        .argParser(wholeNumberFrom(2, 20)),
    )
    .addOption(
      new Option('--trials-max <count>', 'combinations looked at when there are more, drawn at random')
        .default(200)
        .argParser(wholeNumberFrom(2, 2_000)),
    )
    .addOption(
      new Option('--groups <count>', 'groups of the purged cross-validation')
        .default(10)
        .argParser(wholeNumberFrom(2, 20)),
    )
    .addOption(
      new Option('--test-groups <count>', 'how many of them are tested on at once')
        .default(2)
        .argParser(wholeNumberFrom(1, 10)),
    )
    .addOption(
      new Option('--embargo <periods>', 'left out of training after a test')
        .default(5)
        .argParser(wholeNumberFrom(0)),
    )
    .addOption(
      new Option('--seed <number>', 'the same seed draws the same').default(1).argParser(wholeNumberFrom(0)),
    )
    .addHelpText(
      'after',
      `
JSON: one object with probability (share of the splits in which the best in sample is at or below the median out of
sample; about 0.5 for noise), probabilityOfLoss, degradation, splits, pathSharpes (annual, one a path of the purged
cross-validation), combinations, trialsUsed, best, trialsOnTheseBars, trialCount, elapsedMs, strategy, symbol, timeframe and bars.

Example:
  octopus overfitting GOOG.csv --strategy sma-crossover --param fast=5:50:5 --param slow=20:200:10`,
    )
    .action(async (argument: string | undefined, options: OverfittingOptions) => {
      await overfitting(terminal, argument, options);
    });
}

async function overfitting(
  terminal: Terminal,
  argument: string | undefined,
  options: OverfittingOptions,
): Promise<void> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { sweepWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { work, fileName } = await readLabRequest(terminal, argument, options);
  const { strategy, symbol, timeframe, bars } = work;
  const { blocks, trialsMax, groups, testGroups, embargo, seed } = options;
  const splits = { ...work, blocks, trialsMax, groups, testGroups, embargo, seed };
  const told = await runLabTask('overfitting', splits, (done) =>
    terminal.progress(`splits of ${fileName}`, done),
  );
  terminal.progressDone();
  const { logits: _, pathSharpes, evidence, best, ...outcome } = told;
  const entry = { id: sweepWorkId(work, work.dataSet), kind: 'sweep', strategy, evidence } as const;
  const count = await countInFolder(terminal, options.data, work, entry);
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  printReport(terminal, options.format, {
    columns: ['path', 'annualSharpe'],
    rows: Array.from(pathSharpes, (sharpe, i) => [i + 1, sharpe]),
    json: {
      ...{ strategy, symbol, timeframe, bars: bars.length },
      ...outcome,
      pathSharpes: [...pathSharpes],
      best,
      trialsOnTheseBars: count.trials,
      trialCount: tallyOf(count),
    },
    footer: [
      `overfitted with a probability of ${percent(outcome.probability)}; the choice loses out of sample in ` +
        `${percent(outcome.probabilityOfLoss)} of ${toldNumber(outcome.splits, 0)} splits`,
      trialsLine(count),
    ],
  });
}
