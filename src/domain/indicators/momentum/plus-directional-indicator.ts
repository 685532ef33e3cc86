import { defineIndicator } from '../define-indicator.ts';
import { DIRECTIONAL_SEEDING, DirectionalMovement } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Upward movement in percent of the true range, both faded (Wilder 1978; TA-Lib PLUS_DI). `seeding` 1 sums one movement more before it fades, as Stock.Indicators does. */
export const plusDirectionalIndicator = defineIndicator({
  slug: 'plus-directional-indicator',
  name: 'Plus directional indicator',
  aliases: ['plus-di'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 }), DIRECTIONAL_SEEDING],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ movement: new DirectionalMovement(read('period'), read('seeding') === 1) }),
  step: ({ movement }, { high, low, close }) => {
    movement.push(high, low, close);
    return movement.plusIndicator;
  },
});
