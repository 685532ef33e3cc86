import { defineMultipleIndicator } from '../define-indicator.ts';
import { ScannedExtreme } from '../kernels/scanned-extreme.ts';
import { periodParameter } from '../parameters.ts';

/** Numbers of the bars, the first being 0, with the lowest and highest of the newest `period` closes; of equals the one that TA-Lib's MINMAXINDEX finds. */
export const lowestAndHighestIndex = defineMultipleIndicator({
  slug: 'lowest-and-highest-index',
  name: 'Bars of the lowest and highest close',
  aliases: ['minmaxindex'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  outputs: ['lowest', 'highest'],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    highest: new ScannedExtreme(read('period')),
    lowest: new ScannedExtreme(read('period')),
    bars: 0,
  }),
  step: (state, { close }, values) => {
    const bar = state.bars++;
    values[0] = bar - state.lowest.push(-close);
    values[1] = bar - state.highest.push(close);
  },
});
