import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of three figures from 0 to 100: the relative strength index of closes, that of the length of the run of rises or falls, and the rank of the newest change among the `rank` before it (Connors and Alvarez 2012). Each bar costs `rank` steps. */
export const connorsRelativeStrengthIndex = defineIndicator({
  slug: 'connors-relative-strength-index',
  name: 'Connors relative strength index',
  aliases: ['crsi', 'connors-rsi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 3 }),
    periodParameter({ default: 2, name: 'streak', label: 'Streak period' }),
    periodParameter({ default: 100, name: 'rank', label: 'Rank period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('period'), read('streak'), read('rank')) + 2,
  begin: (read) => ({
    share: new NetChangeShare(read('period'), 1),
    streakShare: new NetChangeShare(read('streak'), 1),
    changes: new RollingWindow(read('rank')),
    before: Number.NaN,
    streak: 0,
  }),
  step: (state, { close }) => {
    const { before } = state;
    state.before = close;
    const direction = Number.isNaN(before) ? 0 : Math.sign(close - before);
    state.streak =
      direction === 0 ? 0 : direction === Math.sign(state.streak) ? state.streak + direction : direction;
    const index = 50 + 50 * state.share.push(close);
    const streakIndex = 50 + 50 * state.streakShare.push(state.streak);
    if (Number.isNaN(before)) return Number.NaN;
    const change = ratio(close - before, before);
    let below = 0;
    for (const earlier of state.changes.unordered) if (earlier < change) below++;
    state.changes.push(change);
    return (index + streakIndex + (100 * below) / state.changes.period) / 3;
  },
});
