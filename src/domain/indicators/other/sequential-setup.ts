import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { periodParameter } from '../parameters.ts';

/** Count of bars in a row whose close is above (positive) or below (negative) that of `lookback` bars before (DeMark 1994); a setup is complete at 9. */
export const sequentialSetup = defineIndicator({
  slug: 'sequential-setup',
  name: 'Sequential setup',
  aliases: ['td-setup', 'td-sequential'],
  group: 'other',
  parameters: [periodParameter({ default: 4, name: 'lookback', label: 'Bars back' })],
  pane: 'separate',
  warmUpBars: (read) => read('lookback') + 1,
  begin: (read) => ({ before: new Delay(read('lookback')), count: 0 }),
  step: (state, { close }) => {
    const before = state.before.push(close);
    if (Number.isNaN(before)) return Number.NaN;
    const side = Math.sign(close - before);
    state.count = side === 0 ? 0 : side === Math.sign(state.count) ? state.count + side : side;
    return state.count;
  },
});
