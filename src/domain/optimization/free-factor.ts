const PIVOT_SHARE_MIN = 2 ** -52;

/** The Cholesky factor of a covariance over the assets that are free, kept while assets come and go. */
export interface FreeFactor {
  /** Free assets in the order they came. */
  readonly assets: readonly number[];
  /** Adds an asset; at most n² operations. */
  add(asset: number): void;
  /** Takes out the asset at a place of `assets`; at most n² operations. */
  removeAt(place: number): void;
  /** Solves Q_FF·x = `right`, both in the order of `assets`. */
  solve(right: Float64Array): Float64Array;
}

/**
 * An empty factor over a positive definite matrix. Rows are added by forward substitution and removed by Givens
 * rotations (Golub & Van Loan 2013, §4.2 and §6.5).
 */
export function createFreeFactor(matrix: readonly Float64Array[]): FreeFactor {
  const assets: number[] = [];
  const rows: Float64Array[] = [];
  return {
    assets,
    add(asset) {
      const place = assets.length;
      const column = Float64Array.from(assets, (other) => matrix[other]![asset]!);
      const row = new Float64Array(matrix.length);
      let pivot = matrix[asset]![asset]!;
      for (let i = 0; i < place; i++) {
        row[i] = (column[i]! - dot(rows[i]!, row, i)) / rows[i]![i]!;
        pivot -= row[i]! ** 2;
      }
      // In this order of assets, rounding alone could leave nothing of a pivot that is almost nothing.
      row[place] = Math.sqrt(Math.max(pivot, matrix[asset]![asset]! * PIVOT_SHARE_MIN));
      assets.push(asset);
      rows.push(row);
    },
    removeAt(place) {
      assets.splice(place, 1);
      rows.splice(place, 1);
      for (let i = place; i < rows.length; i++) rotate(rows, i);
    },
    solve(right) {
      const length = assets.length;
      const answer = Float64Array.from(right);
      for (let i = 0; i < length; i++) answer[i] = (answer[i]! - dot(rows[i]!, answer, i)) / rows[i]![i]!;
      for (let i = length - 1; i >= 0; i--) {
        const value = answer[i]! / rows[i]![i]!;
        answer[i] = value;
        for (let j = 0; j < i; j++) answer[j] = answer[j]! - rows[i]![j]! * value;
      }
      return answer;
    },
  };
}

/** Whether a symmetric matrix has a Cholesky factor whose pivots, squared, all exceed a share of its diagonal. */
export function isPositiveDefinite(matrix: readonly Float64Array[], pivotShareMin: number): boolean {
  const rows: Float64Array[] = [];
  for (const [place, line] of matrix.entries()) {
    const row = new Float64Array(place + 1);
    let pivot = line[place]!;
    for (let i = 0; i < place; i++) {
      row[i] = (line[i]! - dot(rows[i]!, row, i)) / rows[i]![i]!;
      pivot -= row[i]! ** 2;
    }
    if (!(pivot > line[place]! * pivotShareMin)) return false;
    row[place] = Math.sqrt(pivot);
    rows.push(row);
  }
  return true;
}

/** Turns columns `at` and `at + 1` so that row `at` ends on its diagonal again. */
function rotate(rows: readonly Float64Array[], at: number): void {
  const a = rows[at]![at]!;
  const b = rows[at]![at + 1]!;
  // Not Math.hypot: the standard leaves its last bit open, and results must be the same on every machine.
  const length = Math.sqrt(a * a + b * b);
  for (let i = at; i < rows.length; i++) {
    const row = rows[i]!;
    const left = row[at]!;
    const right = row[at + 1]!;
    row[at] = (a * left + b * right) / length;
    row[at + 1] = (a * right - b * left) / length;
  }
  rows[at]![at + 1] = 0;
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[i]! * b[i]!;
  return sum;
}
