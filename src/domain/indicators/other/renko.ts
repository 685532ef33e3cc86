import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Renko on the bars' own time axis: close of the newest brick, its direction (1 or −1, 0 before the first) and how many bricks the bar laid, signed. A brick is `size` wide, or, with `size` 0, as wide as the average true range of `period` bars when it was first known; a turn takes two bricks.
 */
export const renko = defineMultipleIndicator({
  slug: 'renko',
  name: 'Renko bricks',
  aliases: ['renko-bricks', 'renko-atr'],
  group: 'other',
  parameters: [
    { name: 'size', label: 'Brick size', default: 0, minimum: 0, maximum: 1e9, isInteger: false },
    periodParameter({ default: 14, label: 'Range period' }),
  ],
  outputs: ['brick', 'direction', 'laid'],
  undrawn: ['direction', 'laid'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    size: read('size'),
    brick: Number.NaN,
    direction: 0,
    wait: read('period'),
  }),
  step: (state, { high, low, close }, values) => {
    const range = state.range.push(high, low, close);
    if (state.wait > 0) {
      state.wait--;
      return;
    }
    if (state.size === 0) state.size = range;
    if (Number.isNaN(state.brick)) state.brick = close;
    const laid = bricksLaid(state, close);
    values[0] = state.brick;
    values[1] = state.direction;
    values[2] = laid;
  },
});

/** Lays the bricks that the close calls for; answers how many, signed by their direction. */
function bricksLaid(state: { size: number; brick: number; direction: number }, close: number): number {
  const { size } = state;
  if (!(size > 0)) return 0;
  const distance = close - state.brick;
  const side = Math.sign(distance);
  const whole = Math.floor(Math.abs(distance) / size);
  // Against the direction the first brick begins at the other end of the last.
  const count = state.direction !== 0 && side !== state.direction ? whole - 1 : whole;
  if (count < 1) return 0;
  state.brick += side * whole * size;
  state.direction = side;
  return side * count;
}
