import { definePattern } from '../define-pattern.ts';

/** Three white candles with higher closes whose bodies shrink or upper shadows grow: bearish (TA-Lib CDLADVANCEBLOCK). */
export const advanceBlock = definePattern({
  slug: 'advance-block',
  name: 'Advance block',
  aliases: ['cdladvanceblock'],
  candlesBefore: 12,
  find(candles) {
    const areWhite =
      candles.isWhite(2) &&
      candles.isWhite(1) &&
      candles.isWhite(0) &&
      candles.close(0) > candles.close(1) &&
      candles.close(1) > candles.close(2);
    const areJoined =
      candles.open(1) > candles.open(2) &&
      candles.open(1) <= candles.close(2) + candles.near(2) &&
      candles.open(0) > candles.open(1) &&
      candles.open(0) <= candles.close(1) + candles.near(1);
    if (
      !(
        areWhite &&
        areJoined &&
        candles.body(2) > candles.longBody(2) &&
        candles.upperShadow(2) < candles.shortShadow(2)
      )
    )
      return 0;
    const weakens =
      (candles.body(1) < candles.body(2) - candles.far(2) &&
        candles.body(0) < candles.body(1) + candles.near(1)) ||
      candles.body(0) < candles.body(1) - candles.far(1) ||
      (candles.body(0) < candles.body(1) &&
        candles.body(1) < candles.body(2) &&
        (candles.upperShadow(0) > candles.shortShadow(0) ||
          candles.upperShadow(1) > candles.shortShadow(1))) ||
      (candles.body(0) < candles.body(1) && candles.upperShadow(0) > candles.body(0));
    return weakens ? -100 : 0;
  },
});
