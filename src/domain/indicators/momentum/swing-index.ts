import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Running total of Wilder's swing index, which weighs a bar's moves against its range and the `limit` move (Wilder 1978). */
export const swingIndex = defineIndicator({
  slug: 'swing-index',
  name: 'Accumulative swing index',
  aliases: ['asi', 'swing', 'wilder-accumulative-swing-index'],
  group: 'momentum',
  parameters: [
    { name: 'limit', label: 'Limit move', default: 3, minimum: 0.0001, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: () => 2,
  begin: (read) => ({ total: 0, open: Number.NaN, close: Number.NaN, limit: read('limit') }),
  step: (state, { open, high, low, close }) => {
    const { open: openBefore, close: before } = state;
    state.open = open;
    state.close = close;
    if (Number.isNaN(before)) return Number.NaN;
    const up = Math.abs(high - before);
    const down = Math.abs(low - before);
    const range = high - low;
    const gap = Math.abs(before - openBefore) / 4;
    let scale = range + gap;
    if (up >= down && up >= range) scale = up - down / 2 + gap;
    else if (down >= up && down >= range) scale = down - up / 2 + gap;
    const move = close - before + (close - open) / 2 + (before - openBefore) / 4;
    state.total += (50 * ratio(move, scale) * Math.max(up, down)) / state.limit;
    return state.total;
  },
});
