const BLOCK_BITS = 6;
const BLOCK = 1 << BLOCK_BITS;

/**
 * Smallest and largest of a stretch of two columns (lows and highs, or one column twice) without reading each row.
 *
 * Keeps the extremes of blocks of 64 rows, built only as far as asked for, so a change of the last row costs one
 * block. NaN rows are skipped.
 */
export class MinMaxPyramid {
  /** Result of the last `measure`: +∞ and −∞ when the stretch held no number. */
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  private low: Float64Array = new Float64Array(0);
  private high: Float64Array = new Float64Array(0);
  private length = 0;
  private blockLow = new Float64Array(0);
  private blockHigh = new Float64Array(0);
  private builtBlocks = 0;

  /** Takes the columns; rows before `changedFrom` are as they were in the columns given before. */
  setColumns(low: Float64Array, high: Float64Array, length: number, changedFrom: number): void {
    this.low = low;
    this.high = high;
    this.length = length;
    this.builtBlocks = Math.min(this.builtBlocks, Math.max(0, changedFrom) >> BLOCK_BITS);
  }

  /** Measures rows `start` (inclusive) to `end` (exclusive) into `minimum` and `maximum`. */
  measure(start: number, end: number): void {
    this.minimum = Number.POSITIVE_INFINITY;
    this.maximum = Number.NEGATIVE_INFINITY;
    const first = Math.max(0, start);
    const last = Math.min(this.length, end);
    if (last - first < 2 * BLOCK) {
      this.scan(this.low, this.high, first, last);
      return;
    }
    const firstBlock = (first + BLOCK - 1) >> BLOCK_BITS;
    const lastBlock = last >> BLOCK_BITS;
    this.build(lastBlock);
    this.scan(this.low, this.high, first, firstBlock << BLOCK_BITS);
    this.scan(this.blockLow, this.blockHigh, firstBlock, lastBlock);
    this.scan(this.low, this.high, lastBlock << BLOCK_BITS, last);
  }

  private scan(lows: Float64Array, highs: Float64Array, start: number, end: number): void {
    let minimum = this.minimum;
    let maximum = this.maximum;
    for (let i = start; i < end; i++) {
      const low = lows[i]!;
      const high = highs[i]!;
      if (low < minimum) minimum = low;
      if (high > maximum) maximum = high;
    }
    this.minimum = minimum;
    this.maximum = maximum;
  }

  private build(blocks: number): void {
    if (blocks <= this.builtBlocks) return;
    if (blocks > this.blockLow.length) {
      const capacity = Math.max(64, blocks * 2);
      this.blockLow = grown(this.blockLow, capacity);
      this.blockHigh = grown(this.blockHigh, capacity);
    }
    const { minimum, maximum } = this;
    for (let block = this.builtBlocks; block < blocks; block++) {
      this.minimum = Number.POSITIVE_INFINITY;
      this.maximum = Number.NEGATIVE_INFINITY;
      this.scan(this.low, this.high, block << BLOCK_BITS, (block + 1) << BLOCK_BITS);
      this.blockLow[block] = this.minimum;
      this.blockHigh[block] = this.maximum;
    }
    this.minimum = minimum;
    this.maximum = maximum;
    this.builtBlocks = blocks;
  }
}

function grown(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
