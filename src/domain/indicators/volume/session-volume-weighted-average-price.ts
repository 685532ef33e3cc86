import { defineMultipleIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { sessionOf } from '../kernels/session.ts';
import { conventionParameter } from '../parameters.ts';

/** Mean typical price since the session began, weighted by volume, and volume-weighted deviations above and below: a UTC day, a week from Monday or a month. */
export const sessionVolumeWeightedAveragePrice = defineMultipleIndicator({
  slug: 'session-volume-weighted-average-price',
  name: 'Session volume-weighted average price',
  aliases: ['session-vwap', 'svwap', 'intraday-vwap'],
  group: 'volume',
  parameters: [
    conventionParameter({
      name: 'session',
      label: 'Session (0 day, 1 week, 2 month)',
      default: 0,
      maximum: 2,
    }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  outputs: ['value', 'upper', 'lower'],
  pane: 'price',
  warmUpBars: () => 1,
  begin: (read) => ({
    session: Number.NaN,
    anchor: 0,
    volumes: 0,
    values: 0,
    squares: 0,
    kind: read('session'),
    deviations: read('deviations'),
  }),
  step: (state, { time, high, low, close, volume }, values) => {
    const typical = (high + low + close) / 3;
    const session = sessionOf(time, state.kind);
    if (session !== state.session) {
      state.session = session;
      state.anchor = typical;
      state.volumes = 0;
      state.values = 0;
      state.squares = 0;
    }
    const distance = typical - state.anchor;
    state.volumes += volume;
    state.values += distance * volume;
    state.squares += distance * distance * volume;
    const offset = ratio(state.values, state.volumes, distance);
    const variance = ratio(state.squares, state.volumes, offset * offset) - offset * offset;
    const spread = state.deviations * Math.sqrt(Math.max(0, variance));
    values[0] = state.anchor + offset;
    values[1] = state.anchor + offset + spread;
    values[2] = state.anchor + offset - spread;
  },
});
