import { countChoices, indexChoices } from './index-combinations.ts';

/** Whether choosing the best of some trials is worth anything out of sample. */
export interface OverfittingReport {
  /** Share of the splits in which the best in sample is at or below the median out of sample; about 0.5 for pure noise. */
  readonly probability: number;
  /** Splits looked at. */
  readonly splits: number;
  /** ln(ω / (1 − ω)) of each split, ω the rank out of sample of the best in sample, from 0 to 1. */
  readonly logits: Float64Array;
  /** Slope of the chosen trial's Sharpe ratio out of sample over that in sample; negative when more is less. */
  readonly degradation: number | null;
  /** Share of the splits in which the chosen trial loses out of sample. */
  readonly probabilityOfLoss: number;
}

/**
 * Combinatorially symmetric cross-validation: the periods are cut into an even number of blocks, every half of them is
 * once in sample and the rest out of it; the trial with the best Sharpe ratio in sample is ranked out of sample. Source:
 * Bailey, Borwein, López de Prado & Zhu 2017, "The probability of backtest overfitting".
 *
 * `returns` is one column of period returns a trial, all of one length. Throws a `RangeError` for fewer than two trials,
 * an odd number of blocks, or fewer than two periods a block.
 */
export function probabilityOfOverfitting(returns: readonly Float64Array[], blocks = 16): OverfittingReport {
  const trials = returns.length;
  const size = Math.floor((returns[0]?.length ?? 0) / blocks);
  if (trials < 2)
    throw new RangeError(`${trials} trial cannot be overfitted by choosing; at least 2 are needed`);
  if (blocks < 2 || blocks % 2 !== 0)
    throw new RangeError(`${blocks} blocks cannot be halved; take an even number`);
  if (size < 2)
    throw new RangeError(`${returns[0]!.length} periods are too few for ${blocks} blocks; take fewer blocks`);
  const sums = returns.map((column) => blockSums(column, blocks, size, (value) => value));
  const squares = returns.map((column) => blockSums(column, blocks, size, (value) => value * value));
  const splits = countChoices(blocks, blocks / 2);
  const logits = new Float64Array(splits);
  const inside = new Float64Array(splits);
  const outside = new Float64Array(splits);
  const others = new Float64Array(trials);
  const periods = (size * blocks) / 2;
  let overfitted = 0;
  let losses = 0;
  let split = 0;
  for (const choice of indexChoices(blocks, blocks / 2)) {
    let best = 0;
    let bestSharpe = Number.NEGATIVE_INFINITY;
    for (let trial = 0; trial < trials; trial++) {
      const sum = sums[trial]!;
      const square = squares[trial]!;
      let chosenSum = 0;
      let chosenSquares = 0;
      for (const block of choice) {
        chosenSum += sum[block]!;
        chosenSquares += square[block]!;
      }
      const sharpe = sharpeOf(chosenSum, chosenSquares, periods);
      others[trial] = sharpeOf(sum[blocks]! - chosenSum, square[blocks]! - chosenSquares, periods);
      if (sharpe > bestSharpe) {
        bestSharpe = sharpe;
        best = trial;
      }
    }
    const reached = others[best]!;
    const rank = rankOf(reached, others) / (trials + 1);
    logits[split] = Math.log(rank / (1 - rank));
    inside[split] = bestSharpe;
    outside[split] = reached;
    if (rank <= 0.5) overfitted += 1;
    if (reached < 0) losses += 1;
    split += 1;
  }
  return {
    probability: overfitted / splits,
    splits,
    logits,
    degradation: slope(inside, outside),
    probabilityOfLoss: losses / splits,
  };
}

/** Sums of each block, and behind them of all. */
function blockSums(
  column: Float64Array,
  blocks: number,
  size: number,
  of: (value: number) => number,
): Float64Array {
  const sums = new Float64Array(blocks + 1);
  for (let i = 0; i < blocks * size; i++) sums[Math.floor(i / size)]! += of(column[i]!);
  for (let block = 0; block < blocks; block++) sums[blocks]! += sums[block]!;
  return sums;
}

/** Zero when nothing varies: a trial that never traded is neither good nor bad. */
function sharpeOf(sum: number, squares: number, count: number): number {
  const mean = sum / count;
  const variance = (squares - sum * mean) / (count - 1);
  return variance > 1e-18 ? mean / Math.sqrt(variance) : 0;
}

/** Rank from 1, the worst, to the number of trials; the middle of their ranks among equals. */
function rankOf(value: number, all: Float64Array): number {
  let below = 0;
  let equal = 0;
  for (const other of all) {
    if (other < value) below += 1;
    else if (other === value) equal += 1;
  }
  return below + (equal + 1) / 2;
}

/** Least squares; null when x does not vary. */
function slope(x: Float64Array, y: Float64Array): number | null {
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreX, centreY] = [meanOf(x), meanOf(y)];
  let both = 0;
  let square = 0;
  for (let i = 0; i < x.length; i++) {
    both += (x[i]! - centreX) * (y[i]! - centreY);
    square += (x[i]! - centreX) ** 2;
  }
  return square > 0 ? both / square : null;
}
