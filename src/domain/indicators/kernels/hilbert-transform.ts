import { RollingWindow } from './rolling-window.ts';

const DEGREES = 180 / Math.PI;
const OUTER = 0.0962;
const INNER = 0.5769;

/**
 * Ehlers' homodyne discriminator (Rocket Science for Traders, 2001) as TA-Lib starts it: prices are smoothed from the
 * first on, the rest begins `skipped` bars later from zero.
 */
export class HilbertTransform {
  /** Mean of the newest four prices weighted 4, 3, 2, 1. */
  smoothPrice = 0;
  inPhase = 0;
  quadrature = 0;
  period = 0;
  /** The dominant cycle in bars, smoothed. */
  smoothPeriod = 0;
  private readonly prices = new RollingWindow(4);
  private readonly detrender = new HilbertFilter();
  private readonly quadratureFilter = new HilbertFilter();
  private readonly inPhaseAdvance = new HilbertFilter();
  private readonly quadratureAdvance = new HilbertFilter();
  private readonly detrended = new RollingWindow(4);
  private i2 = 0;
  private q2 = 0;
  private real = 0;
  private imaginary = 0;
  declare private skipped: number;

  constructor(skipped: number) {
    this.skipped = skipped;
    for (let i = 0; i < 4; i++) this.detrended.push(0);
  }

  /** False for the bars skipped at the start. */
  push(price: number): boolean {
    const { prices } = this;
    prices.push(price);
    this.smoothPrice = (4 * price + 3 * prices.at(1) + 2 * prices.at(2) + prices.at(3)) / 10;
    if (this.skipped > 0) {
      this.skipped--;
      return false;
    }
    const gain = 0.075 * this.period + 0.54;
    const detrended = this.detrender.push(this.smoothPrice, gain);
    this.detrended.push(detrended);
    this.quadrature = this.quadratureFilter.push(detrended, gain);
    this.inPhase = this.detrended.at(3);
    const i2 = this.inPhase - this.quadratureAdvance.push(this.quadrature, gain);
    const q2 = this.quadrature + this.inPhaseAdvance.push(this.inPhase, gain);
    this.measure(0.2 * i2 + 0.8 * this.i2, 0.2 * q2 + 0.8 * this.q2);
    return true;
  }

  private measure(i2: number, q2: number): void {
    this.real = 0.2 * (i2 * this.i2 + q2 * this.q2) + 0.8 * this.real;
    this.imaginary = 0.2 * (i2 * this.q2 - q2 * this.i2) + 0.8 * this.imaginary;
    this.i2 = i2;
    this.q2 = q2;
    const before = this.period;
    let period = before;
    if (this.imaginary !== 0 && this.real !== 0)
      period = 360 / (Math.atan(this.imaginary / this.real) * DEGREES);
    period = Math.max(Math.min(period, 1.5 * before), 0.67 * before);
    period = Math.max(6, Math.min(50, period));
    this.period = 0.2 * period + 0.8 * before;
    this.smoothPeriod = 0.33 * this.period + 0.67 * this.smoothPeriod;
  }
}

/** The truncated Hilbert transformer over a series: taps at 0, 2, 4 and 6 bars. */
class HilbertFilter {
  private readonly window = new RollingWindow(7);

  constructor() {
    for (let i = 0; i < 7; i++) this.window.push(0);
  }

  push(value: number, gain: number): number {
    const { window } = this;
    window.push(value);
    return (OUTER * (value - window.at(6)) + INNER * (window.at(2) - window.at(4))) * gain;
  }
}
