import { type Command, Option } from 'commander';
import type { ResamplingMethod } from '#domain/statistics/monte-carlo-trades';
import { addBacktestOptions, type BacktestRequestOptions } from '../backtest-request.ts';
import { addJsonFormat, readRunRequest } from '../lab-request.ts';
import { numberFrom, positiveNumber, wholeNumberFrom } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface MonteCarloOptions extends BacktestRequestOptions {
  readonly method: ResamplingMethod;
  readonly of: 'trades' | 'days';
  readonly resamples: number;
  readonly blockLength?: number;
  readonly seed: number;
  readonly noiseRuns: number;
  readonly noise: number;
  readonly format: Format;
}

/** `octopus monte-carlo FILE --strategy NAME`: what the trades of a backtest could have come to. */
export function addMonteCarloCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('monte-carlo')
    .description(
      'draw the trades, or days, of a backtest again and again, and see what else they could have come to',
    )
    .argument('[file]', 'CSV or CSV.gz of prices, or the symbol of stored bars');
  addBacktestOptions(command)
    .addOption(
      new Option(
        '--method <method>',
        'another order, draws with replacement, or draws of runs that keep streaks',
      )
        .choices(['shuffle', 'bootstrap', 'blocks'])
        .default('bootstrap'),
    )
    .addOption(new Option('--of <what>', 'what is drawn').choices(['trades', 'days']).default('trades'))
    .addOption(
      new Option('--resamples <count>', 'how often')
        .default(10_000)
        .argParser(wholeNumberFrom(10, 1_000_000)),
    )
    .addOption(
      new Option('--block-length <count>', 'mean length of the runs of blocks').argParser(positiveNumber()),
    )
    .addOption(
      new Option('--seed <number>', 'the same seed draws the same').default(1).argParser(wholeNumberFrom(0)),
    )
    .addOption(
      new Option('--noise-runs <count>', 'runs over prices moved at random')
        .default(0)
        .argParser(wholeNumberFrom(0, 10_000)),
    )
    .addOption(
      new Option('--noise <share>', 'how far prices are moved, in mean bar ranges')
        .default(0.2)
        .argParser(numberFrom(0, 10)),
    );
  addJsonFormat(command)
    .addHelpText(
      'after',
      `
JSON: one object with returnPct and maxDrawdownPct (p5, p25, p50, p75, p95; drawdowns are negative), actual (of the run
itself), lossProbability, fan (account value, 1 at the start, by trades or days seen), randomEntryPValue (share of random
entries with the same holding times that did as well), noise, method, of, resamples, drawn, elapsedMs, strategy, parameters,
symbol, timeframe and bars.

Example:
  octopus monte-carlo GOOG.csv --strategy sma-crossover --param fast=10 --param slow=30 --method blocks --of days`,
    )
    .action(async (argument: string | undefined, options: MonteCarloOptions) => {
      await monteCarlo(terminal, argument, options);
    });
}

async function monteCarlo(
  terminal: Terminal,
  argument: string | undefined,
  options: MonteCarloOptions,
): Promise<void> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { work, fileName } = await readRunRequest(terminal, argument, { ...options, isTried: true });
  const { method, of, resamples, blockLength, seed, noiseRuns, noise } = options;
  const { outcome, elapsedMs } = await runLabTask(
    'monte-carlo',
    { ...work, resampling: { method, resamples, seed, blockLength }, of, noiseRuns, noise },
    (done) => terminal.progress(`resampling of ${fileName}`, done),
  );
  terminal.progressDone();
  const { strategy, parameters, symbol, timeframe, bars } = work;
  const row = (name: string, spread: (typeof outcome)['returnPct'], actual: number | null): Cell[] => [
    name,
    actual,
    ...(['p5', 'p25', 'p50', 'p75', 'p95'] as const).map((part) => spread[part]),
  ];
  printReport(terminal, options.format, {
    columns: ['figure', 'actual', 'p5', 'p25', 'p50', 'p75', 'p95'],
    rows: [
      row('return, %', outcome.returnPct, outcome.actual.returnPct),
      row('deepest drawdown, %', outcome.maxDrawdownPct, outcome.actual.maxDrawdownPct),
      ...(outcome.noise
        ? [row('return on moved prices, %', outcome.noise.returnPct, outcome.actual.returnPct)]
        : []),
    ],
    json: {
      ...{ strategy, parameters, symbol, timeframe, bars: bars.length },
      ...outcome,
      elapsedMs,
    },
    footer: [
      `${resamples} resamples of ${outcome.drawn} ${of}; ${(outcome.lossProbability * 100).toFixed(1)} % of them lose`,
    ],
  });
}
