import { defineIndicator } from '../define-indicator.ts';
import { ParabolicStop } from '../kernels/parabolic-stop.ts';

/** Wilder's trailing stop with accelerations for each side, a chosen start (0 finds it, above 0 long from there, below 0 short) and an offset at each reversal; values of a short side are negative (TA-Lib SAREXT). */
export const parabolicStopAndReverseExtended = defineIndicator({
  slug: 'parabolic-stop-and-reverse-extended',
  name: 'Parabolic stop and reverse, extended',
  aliases: ['sarext'],
  group: 'overlap',
  parameters: [
    { name: 'start', label: 'Start value', default: 0, minimum: -1e9, maximum: 1e9, isInteger: false },
    { name: 'offset', label: 'Offset on reverse', default: 0, minimum: 0, maximum: 1, isInteger: false },
    {
      name: 'initialLong',
      label: 'First acceleration long',
      default: 0.02,
      minimum: 0,
      maximum: 1,
      isInteger: false,
    },
    { name: 'long', label: 'Acceleration long', default: 0.02, minimum: 0, maximum: 1, isInteger: false },
    {
      name: 'maximumLong',
      label: 'Most acceleration long',
      default: 0.2,
      minimum: 0,
      maximum: 1,
      isInteger: false,
    },
    {
      name: 'initialShort',
      label: 'First acceleration short',
      default: 0.02,
      minimum: 0,
      maximum: 1,
      isInteger: false,
    },
    { name: 'short', label: 'Acceleration short', default: 0.02, minimum: 0, maximum: 1, isInteger: false },
    {
      name: 'maximumShort',
      label: 'Most acceleration short',
      default: 0.2,
      minimum: 0,
      maximum: 1,
      isInteger: false,
    },
  ],
  pane: 'price',
  warmUpBars: () => 2,
  begin: (read) => ({
    stop: new ParabolicStop({
      start: read('start'),
      offset: read('offset'),
      long: { initial: read('initialLong'), step: read('long'), maximum: read('maximumLong') },
      short: { initial: read('initialShort'), step: read('short'), maximum: read('maximumShort') },
    }),
  }),
  step: ({ stop }, { high, low }) => {
    const value = stop.push(high, low);
    return stop.wasLong ? value : -value;
  },
});
