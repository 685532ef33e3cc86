import type { PruningRule } from '../sweep/trial-evaluator.ts';
import { INTERIM, ROW_WIDTH } from '../sweep/trial-statistics.ts';

/** Trials looked at half-way before any is given up. */
const STARTUP = 32;

/**
 * The median rule (Golovin et al. 2017, Vizier): a trial whose objective over the first half of the bars is not above
 * the median of the trials before it is given up there. Trials that had no objective half-way do not count.
 */
export class MedianPruning {
  readonly #halfway: number;
  readonly #interims: number[] = [];

  constructor(bars: number) {
    this.#halfway = Math.floor(bars / 2);
  }

  /** What goes for the next trials. */
  rule(): PruningRule {
    const sorted = Float64Array.from(this.#interims).sort();
    const threshold =
      sorted.length < STARTUP ? Number.NEGATIVE_INFINITY : sorted[Math.floor((sorted.length - 1) / 2)]!;
    return { halfway: this.#halfway, threshold };
  }

  /** Takes note of trials that have been run. */
  learn(rows: Float64Array): void {
    for (let row = 0; row < rows.length; row += ROW_WIDTH) {
      const interim = rows[row + INTERIM]!;
      if (!Number.isNaN(interim)) this.#interims.push(interim);
    }
  }
}
