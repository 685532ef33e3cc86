import type { Stretch } from './purged-folds.ts';

/** Bars to choose parameters on, and the bars after them to judge the choice on. */
export interface WalkForwardWindow {
  readonly train: Stretch;
  readonly test: Stretch;
}

/**
 * Windows whose test stretches follow one another without a gap up to the last bar. Rolling ones learn from the newest
 * `trainBars`, anchored ones from the first bar on. `gapBars` before each test are learned from by none.
 *
 * Throws a `RangeError` when not even one window fits.
 */
export function walkForwardWindows(options: {
  readonly bars: number;
  readonly trainBars: number;
  readonly testBars: number;
  readonly mode: 'anchored' | 'rolling';
  readonly gapBars?: number;
}): WalkForwardWindow[] {
  const { bars, trainBars, testBars, mode, gapBars = 0 } = options;
  const first = trainBars + gapBars;
  if (trainBars < 1 || testBars < 1 || gapBars < 0 || first >= bars)
    throw new RangeError(
      `${bars === 1 ? '1 bar has' : `${bars} bars have`} no room for ${trainBars} to learn from and ${testBars} to test on; shorten the windows`,
    );
  const windows: WalkForwardWindow[] = [];
  for (let from = first; from < bars; from += testBars) {
    const end = from - gapBars;
    windows.push({
      train: { from: mode === 'anchored' ? 0 : end - trainBars, to: end },
      test: { from, to: Math.min(bars, from + testBars) },
    });
  }
  return windows;
}
