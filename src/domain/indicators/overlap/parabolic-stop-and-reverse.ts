import { defineIndicator } from '../define-indicator.ts';
import { ParabolicStop } from '../kernels/parabolic-stop.ts';
import { ParabolicTrail } from '../kernels/parabolic-trail.ts';
import { schoolParameter } from '../parameters.ts';

/** Wilder's trailing stop, which speeds up by `acceleration` at each new extreme up to `maximum` and changes sides when touched (Wilder 1978; TA-Lib SAR). The first direction is that of the second bar's directional movement; with `convention` 1 there is no value until the first turn shows the side (Stock.Indicators). */
export const parabolicStopAndReverse = defineIndicator({
  slug: 'parabolic-stop-and-reverse',
  name: 'Parabolic stop and reverse',
  aliases: ['sar', 'psar', 'parabolic-sar'],
  group: 'overlap',
  parameters: [
    { name: 'acceleration', label: 'Acceleration', default: 0.02, minimum: 0, maximum: 1, isInteger: false },
    { name: 'maximum', label: 'Most acceleration', default: 0.2, minimum: 0, maximum: 1, isInteger: false },
    schoolParameter({ label: 'First side', taLib: 'by movement', stockIndicators: 'after the first turn' }),
  ],
  pane: 'price',
  warmUpBars: () => 2,
  begin: (read) => ({
    stop:
      read('convention') === 1
        ? new ParabolicTrail(read('acceleration'), read('maximum'))
        : new ParabolicStop({
            long: { initial: read('acceleration'), step: read('acceleration'), maximum: read('maximum') },
            short: { initial: read('acceleration'), step: read('acceleration'), maximum: read('maximum') },
          }),
  }),
  step: ({ stop }, { high, low }) => stop.push(high, low),
});
