import { defineIndicator } from '../define-indicator.ts';
import { ScannedExtreme } from '../kernels/scanned-extreme.ts';
import { periodParameter } from '../parameters.ts';

/** Number of the bar, the first being 0, with the lowest of the newest `period` closes; of equals the one that TA-Lib's MININDEX finds. */
export const lowestIndex = defineIndicator({
  slug: 'lowest-index',
  name: 'Bar of the lowest close',
  aliases: ['minindex'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ lowest: new ScannedExtreme(read('period')), bars: 0 }),
  step: (state, { close }) => state.bars++ - state.lowest.push(-close),
});
