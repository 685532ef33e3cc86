import { defineMultipleIndicator } from '../define-indicator.ts';
import { ZigZag } from '../kernels/zigzag.ts';
import { conventionParameter } from '../parameters.ts';

/**
 * Swings of at least `percent`: the newest turn that is known, the direction of the running swing and how far it has come; before the first turn, the middle of the first bar. A turn is known, and stands here, only at the bar that is that far from it: nothing is drawn back in time.
 */
export const zigZag = defineMultipleIndicator({
  slug: 'zig-zag',
  name: 'ZigZag',
  aliases: ['zigzag'],
  group: 'other',
  parameters: [
    { name: 'percent', label: 'Percent', default: 5, minimum: 0.01, maximum: 90, isInteger: false },
    conventionParameter({ name: 'source', label: 'Prices (0 highs and lows, 1 closes)', default: 0 }),
  ],
  outputs: ['turn', 'direction', 'extreme'],
  undrawn: ['direction'],
  pane: 'price',
  warmUpBars: () => 1,
  begin: (read) => ({ swings: new ZigZag(read('percent') / 100), ofCloses: read('source') === 1 }),
  step: ({ swings, ofCloses }, { high, low, close }, values) => {
    swings.push(ofCloses ? close : high, ofCloses ? close : low);
    values[0] = swings.turn;
    values[1] = swings.direction;
    values[2] = swings.extreme;
  },
});
