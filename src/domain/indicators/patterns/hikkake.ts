import { defineIndicator } from '../define-indicator.ts';
import { Candles } from '../kernels/candles.ts';
import { HikkakeTrap } from '../kernels/hikkake-trap.ts';

/**
 * A bar inside the one before and a bar that leaves it on one side only: 100 for a bear trap, −100 for a bull trap, and
 * twice that when a close within three bars leaves it on the other side (Chesler 2003; TA-Lib CDLHIKKAKE).
 */
export const hikkake = defineIndicator({
  slug: 'hikkake',
  name: 'Hikkake',
  aliases: ['cdlhikkake'],
  group: 'patterns',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 6,
  begin: () => ({ candles: new Candles(), trap: new HikkakeTrap(), bars: 0 }),
  step(state, bar) {
    const { candles, trap } = state;
    candles.push(bar);
    if (state.bars < 3) state.bars++;
    return trap.push(candles, state.bars < 3 ? 0 : trapSet(candles));
  },
});

function trapSet(candles: Candles): number {
  if (!(candles.high(1) < candles.high(2) && candles.low(1) > candles.low(2))) return 0;
  if (candles.high(0) < candles.high(1) && candles.low(0) < candles.low(1)) return 100;
  return candles.high(0) > candles.high(1) && candles.low(0) > candles.low(1) ? -100 : 0;
}
