import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Close less open over high less low, each weighted 1, 2, 2, 1 over four bars and summed over `period`, and the signal weighted likewise (Dorsey; Ehlers 2002). */
export const relativeVigorIndex = defineMultipleIndicator({
  slug: 'relative-vigor-index',
  name: 'Relative vigor index',
  aliases: ['rvgi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 6,
  begin: (read) => ({
    moves: new SymmetricFour(),
    ranges: new SymmetricFour(),
    moveSum: new RollingSum(read('period')),
    rangeSum: new RollingSum(read('period')),
    signal: new SymmetricFour(),
  }),
  step: (state, { open, high, low, close }, values) => {
    const moves = feed(state.moveSum, state.moves.push(close - open));
    const value = ratio(moves, feed(state.rangeSum, state.ranges.push(high - low)));
    values[0] = value;
    values[1] = feed(state.signal, value);
  },
});

/** Mean of four values weighted 1, 2, 2, 1. */
class SymmetricFour {
  private readonly window = new RollingWindow(4);

  push(value: number): number {
    const { window } = this;
    window.push(value);
    return window.isFull ? (value + 2 * window.at(1) + 2 * window.at(2) + window.at(3)) / 6 : Number.NaN;
  }
}
