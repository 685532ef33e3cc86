import { periodCloses } from '#domain/statistics/period-returns';
import { ColumnShelf } from './column-shelf.ts';
import { parametersAt } from './combinations.ts';
import { EngineTrial } from './engine-trial.ts';
import { PeriodTally } from './period-tally.ts';
import { ReturnKernel } from './return-kernel.ts';
import { StatisticsKernel } from './statistics-kernel.ts';
import { isKernelAccount, trialRules } from './trial-rules.ts';
import { INTERIM, OBJECTIVE, PRUNED } from './trial-statistics.ts';
import type { TrialWork } from './trial-work.ts';
import { type TrialScanner, VECTOR_STRATEGIES } from './vector-strategies.ts';

/** When a trial is given up half-way: its objective over the first half of the bars is not above `threshold`. */
export interface PruningRule {
  /** Exclusive. */
  readonly halfway: number;
  /** −∞ gives up none, and still notes the objective half-way. */
  readonly threshold: number;
}

/** Runs trials one after another; keeps what they share. */
export class TrialEvaluator {
  /** The shared columns, or undefined for a strategy that only the event engine can run. */
  readonly shelf: ColumnShelf | undefined;
  readonly #work: TrialWork;
  readonly #trial: EngineTrial;
  readonly #scanner: TrialScanner | undefined;
  readonly #kernel: StatisticsKernel | undefined;
  readonly #returns: ReturnKernel;
  readonly #width: number;
  readonly #values: Float64Array;

  constructor(work: TrialWork, columnBytesMax?: number) {
    const { bars, options, strategy } = work;
    const vector =
      !strategy.module && isKernelAccount(options) && Object.hasOwn(VECTOR_STRATEGIES, strategy.slug)
        ? VECTOR_STRATEGIES[strategy.slug]
        : undefined;
    const rules = trialRules(options);
    this.#work = work;
    this.#trial = new EngineTrial(work);
    this.#width = strategy.parameters.length;
    const tally = work.form === 'return' ? undefined : new PeriodTally(bars.close, periodCloses(bars.time));
    this.#returns = new ReturnKernel(bars, rules, tally);
    this.#kernel = work.form === 'statistics' ? new StatisticsKernel(bars, rules, tally!) : undefined;
    this.#scanner = vector?.scanner(bars);
    this.shelf = vector && new ColumnShelf(vector, bars, columnBytesMax);
    this.#values = new Float64Array(OBJECTIVE + this.#width);
  }

  /** Runs trial `index` of `parameters` and writes its row; its columns are on the shelf. */
  evaluate(
    parameters: Float64Array,
    index: number,
    rows: Float64Array,
    row: number,
    rule?: PruningRule,
  ): void {
    const at = index * this.#width;
    rows[row + INTERIM] = Number.NaN;
    rows[row + PRUNED] = 0;
    const scanner = this.#scanner;
    if (scanner === undefined) {
      const { strategy } = this.#work;
      const run = this.#trial.begin(parametersAt(strategy, parameters, at));
      if (rule !== undefined && rule.halfway > 0) {
        this.#trial.advance(run, rule.halfway);
        this.#trial.write(run, rows, row);
        if (this.#isHopeless(parameters, at, rows, row, rule)) return;
      }
      this.#trial.advance(run);
      this.#trial.write(run, rows, row);
    } else {
      scanner.take(parameters, at, this.shelf!.columnOf);
      const kernel = this.#kernel;
      if (kernel === undefined) this.#returns.run(scanner, rows, row);
      else if (rule === undefined) kernel.run(scanner, rows, row);
      else if (this.#isGivenUp(kernel, scanner, parameters, at, rows, row, rule)) return;
    }
    rows[row + OBJECTIVE] = this.#objectiveOf(rows, row, parameters, at);
  }

  #isGivenUp(
    kernel: StatisticsKernel,
    scanner: TrialScanner,
    parameters: Float64Array,
    at: number,
    rows: Float64Array,
    row: number,
    rule: PruningRule,
  ): boolean {
    kernel.begin();
    kernel.advance(scanner, rule.halfway);
    kernel.write(rows, row);
    if (this.#isHopeless(parameters, at, rows, row, rule)) return true;
    kernel.advance(scanner, this.#work.bars.length);
    kernel.finish(rows, row);
    return false;
  }

  /** Notes the objective half-way; true when it gives the trial up. */
  #isHopeless(
    parameters: Float64Array,
    at: number,
    rows: Float64Array,
    row: number,
    { threshold }: PruningRule,
  ): boolean {
    const interim = this.#objectiveOf(rows, row, parameters, at);
    rows[row + INTERIM] = interim;
    // NaN is not worse than anything: such a trial has not traded yet.
    if (!(interim <= threshold)) return false;
    rows[row + OBJECTIVE] = Number.NaN;
    rows[row + PRUNED] = 1;
    return true;
  }

  #objectiveOf(rows: Float64Array, row: number, parameters: Float64Array, at: number): number {
    const values = this.#values;
    for (let i = 0; i < OBJECTIVE; i++) values[i] = rows[row + i]!;
    for (let i = 0; i < this.#width; i++) values[OBJECTIVE + i] = parameters[at + i]!;
    const objective = this.#work.objective(values);
    return Number.isFinite(objective) ? objective : Number.NaN;
  }
}
