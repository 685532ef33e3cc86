import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { RangeMiddle } from '../kernels/range-middle.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Middles of the ranges of 9, 26 and 52 bars: conversion and base line, and the two edges of the cloud, drawn `shift` bars ahead, so that the cloud at a bar is that of `shift` bars before (Hosoda 1969). The lagging span is the close itself drawn `shift` bars back, and thus no column here.
 */
export const ichimoku = defineMultipleIndicator({
  slug: 'ichimoku',
  name: 'Ichimoku kinko hyo',
  aliases: ['ichimoku-cloud', 'ichi'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 9, name: 'conversion', label: 'Conversion period' }),
    periodParameter({ default: 26, name: 'base', label: 'Base period' }),
    periodParameter({ default: 52, name: 'span', label: 'Span period' }),
    periodParameter({ default: 26, name: 'shift', label: 'Bars of shift', minimum: 0 }),
  ],
  outputs: ['conversion', 'base', 'span-a', 'span-b'],
  pane: 'price',
  warmUpBars: (read) =>
    Math.max(Math.max(read('conversion'), read('base')) + read('shift'), read('span') + read('shift')),
  begin: (read) => ({
    conversion: new RangeMiddle(read('conversion')),
    base: new RangeMiddle(read('base')),
    span: new RangeMiddle(read('span')),
    spanA: new Delay(read('shift')),
    spanB: new Delay(read('shift')),
  }),
  step: (state, { high, low }, values) => {
    const conversion = state.conversion.push(high, low);
    const base = state.base.push(high, low);
    values[0] = conversion;
    values[1] = base;
    values[2] = state.spanA.push((conversion + base) / 2);
    values[3] = state.spanB.push(state.span.push(high, low));
  },
});
