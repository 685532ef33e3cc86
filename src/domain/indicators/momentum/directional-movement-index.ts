import { defineIndicator } from '../define-indicator.ts';
import { DIRECTIONAL_SEEDING, DirectionalMovement } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the two directional indicators in percent of their sum (Wilder 1978; TA-Lib DX). `seeding` 1 sums one movement more before it fades, as Stock.Indicators does. */
export const directionalMovementIndex = defineIndicator({
  slug: 'directional-movement-index',
  name: 'Directional movement index',
  aliases: ['dx', 'dmi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 }), DIRECTIONAL_SEEDING],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ movement: new DirectionalMovement(read('period'), read('seeding') === 1) }),
  step: ({ movement }, { high, low, close }) => {
    movement.push(high, low, close);
    return movement.index;
  },
});
