import { defineIndicator } from '../define-indicator.ts';
import { DirectionalMovement } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Faded sum of downward movement over about `period` bars, in price units (Wilder 1978; TA-Lib MINUS_DM). */
export const minusDirectionalMovement = defineIndicator({
  slug: 'minus-directional-movement',
  name: 'Minus directional movement',
  aliases: ['minus-dm'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('period'), 2),
  begin: (read) => ({ movement: new DirectionalMovement(read('period')) }),
  step: ({ movement }, { high, low, close }) => {
    movement.push(high, low, close);
    return movement.minus;
  },
});
