import { defineIndicator } from '../define-indicator.ts';
import { ScannedExtreme } from '../kernels/scanned-extreme.ts';
import { periodParameter } from '../parameters.ts';

/** Number of the bar, the first being 0, with the highest of the newest `period` closes; of equals the one that TA-Lib's MAXINDEX finds. */
export const highestIndex = defineIndicator({
  slug: 'highest-index',
  name: 'Bar of the highest close',
  aliases: ['maxindex'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ highest: new ScannedExtreme(read('period')), bars: 0 }),
  step: (state, { close }) => state.bars++ - state.highest.push(close),
});
