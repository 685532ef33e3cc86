import { defineIndicator } from '../define-indicator.ts';
import { Candles } from '../kernels/candles.ts';
import { HikkakeTrap } from '../kernels/hikkake-trap.ts';

/**
 * Hikkake whose inside bar lies in another inside bar that closed near the end the trap goes to: 100 for a bear trap,
 * −100 for a bull trap, twice that when confirmed within three bars (Chesler 2003; TA-Lib CDLHIKKAKEMOD).
 */
export const modifiedHikkake = defineIndicator({
  slug: 'modified-hikkake',
  name: 'Modified hikkake',
  aliases: ['cdlhikkakemod'],
  group: 'patterns',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 11,
  begin: () => ({ candles: new Candles(), trap: new HikkakeTrap(), bars: 0 }),
  step(state, bar) {
    const { candles, trap } = state;
    candles.push(bar);
    if (state.bars < 8) state.bars++;
    return trap.push(candles, state.bars < 8 ? 0 : trapSet(candles));
  },
});

function trapSet(candles: Candles): number {
  const isInside = candles.high(1) < candles.high(2) && candles.low(1) > candles.low(2);
  const isWithinAnother = candles.high(2) < candles.high(3) && candles.low(2) > candles.low(3);
  if (!isInside || !isWithinAnother) return 0;
  const near = candles.near(2);
  if (candles.high(0) < candles.high(1) && candles.low(0) < candles.low(1))
    return candles.close(2) <= candles.low(2) + near ? 100 : 0;
  if (candles.high(0) > candles.high(1) && candles.low(0) > candles.low(1))
    return candles.close(2) >= candles.high(2) - near ? -100 : 0;
  return 0;
}
