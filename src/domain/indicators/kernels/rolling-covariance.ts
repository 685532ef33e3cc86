/**
 * Means, variances and covariance (population) of the newest `period` pairs; constant time per pair. As in the rolling
 * deviation, sums are of distances from an anchor close to the values, made afresh once a period.
 */
export class RollingCovariance {
  isReady = false;
  covariance = Number.NaN;
  varianceX = Number.NaN;
  varianceY = Number.NaN;
  declare private readonly xs: Float64Array;
  declare private readonly ys: Float64Array;
  private readonly sums = new PairSums();
  private readonly fresh = new PairSums();
  private position = 0;

  constructor(period: number) {
    this.xs = new Float64Array(period);
    this.ys = new Float64Array(period);
  }

  /** Pearson's correlation, 0 where one of the two does not vary. */
  get correlation(): number {
    const product = this.varianceX * this.varianceY;
    return product > 0 ? this.covariance / Math.sqrt(product) : 0;
  }

  push(x: number, y: number): void {
    const { xs, ys, position, sums, fresh } = this;
    if (position === 0) fresh.begin(x, y);
    if (this.isReady) sums.add(xs[position]!, ys[position]!, -1);
    sums.add(x, y, 1);
    fresh.add(x, y, 1);
    xs[position] = x;
    ys[position] = y;
    if (position + 1 === xs.length) {
      sums.take(fresh);
      this.position = 0;
      this.isReady = true;
    } else {
      this.position = position + 1;
    }
    if (this.isReady) this.solve(xs.length);
  }

  private solve(period: number): void {
    const { sums } = this;
    const meanX = sums.x / period;
    const meanY = sums.y / period;
    this.covariance = sums.xy / period - meanX * meanY;
    this.varianceX = Math.max(0, sums.xx / period - meanX * meanX);
    this.varianceY = Math.max(0, sums.yy / period - meanY * meanY);
  }
}

class PairSums {
  x = 0;
  y = 0;
  xx = 0;
  yy = 0;
  xy = 0;
  private anchorX = 0;
  private anchorY = 0;

  begin(anchorX: number, anchorY: number): void {
    this.anchorX = anchorX;
    this.anchorY = anchorY;
    this.x = 0;
    this.y = 0;
    this.xx = 0;
    this.yy = 0;
    this.xy = 0;
  }

  add(x: number, y: number, sign: number): void {
    const dx = x - this.anchorX;
    const dy = y - this.anchorY;
    this.x += sign * dx;
    this.y += sign * dy;
    this.xx += sign * dx * dx;
    this.yy += sign * dy * dy;
    this.xy += sign * dx * dy;
  }

  take(other: PairSums): void {
    this.begin(other.anchorX, other.anchorY);
    this.x = other.x;
    this.y = other.y;
    this.xx = other.xx;
    this.yy = other.yy;
    this.xy = other.xy;
  }
}
