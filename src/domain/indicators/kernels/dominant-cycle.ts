import { HilbertTransform } from './hilbert-transform.ts';
import { RollingWindow } from './rolling-window.ts';

const RADIANS = Math.PI / 180;
const CYCLE_MAX = 50;

/** Bars until TA-Lib gives the phase of the dominant cycle or what rests on it. */
export const DOMINANT_CYCLE_WARM_UP_BARS = 64;

/** Phase of the dominant cycle and the trend line without that cycle (Ehlers 2001; TA-Lib HT_DCPHASE, HT_TRENDLINE). */
export class DominantCycle {
  /** Degrees, −45 to 315. */
  phase = 0;
  trendline = 0;
  readonly transform = new HilbertTransform(37);
  private readonly smoothPrices = new RollingWindow(CYCLE_MAX);
  private readonly prices = new RollingWindow(CYCLE_MAX);
  private readonly means = new RollingWindow(4);

  constructor() {
    for (let i = 0; i < 4; i++) this.means.push(0);
    for (let i = 0; i < CYCLE_MAX; i++) this.smoothPrices.push(0);
  }

  push(price: number): void {
    const { transform, smoothPrices, prices, means } = this;
    prices.push(price);
    if (!transform.push(price)) return;
    smoothPrices.push(transform.smoothPrice);
    const bars = Math.trunc(transform.smoothPeriod + 0.5);
    this.phase = this.phaseOver(bars);
    let sum = 0;
    for (let age = 0; age < bars; age++) sum += prices.at(age);
    means.push(bars > 0 ? sum / bars : sum);
    this.trendline = (4 * means.at(0) + 3 * means.at(1) + 2 * means.at(2) + means.at(3)) / 10;
  }

  private phaseOver(bars: number): number {
    let real = 0;
    let imaginary = 0;
    for (let age = 0; age < bars; age++) {
      const angle = (age * 360 * RADIANS) / bars;
      real += Math.sin(angle) * this.smoothPrices.at(age);
      imaginary += Math.cos(angle) * this.smoothPrices.at(age);
    }
    let phase = this.phase;
    if (imaginary !== 0) phase = Math.atan(real / imaginary) / RADIANS;
    else if (real !== 0) phase += real < 0 ? -90 : 90;
    phase += 90 + 360 / this.transform.smoothPeriod;
    if (imaginary < 0) phase += 180;
    return phase > 315 ? phase - 360 : phase;
  }
}
