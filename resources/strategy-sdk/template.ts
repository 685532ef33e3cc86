import { defineStrategy } from 'octopus';

/** Long while a fast average of closes is above a slow one; change it into your own idea. */
export default defineStrategy({
  name: 'NAME',
  summary: 'Long while the fast average is above the slow one, with a stop below the entry.',
  parameters: {
    // A search that is told no values tries these: from minimum to maximum, a step at a time.
    fast: { default: 10, minimum: 2, maximum: 100, step: 4 },
    slow: { default: 30, minimum: 5, maximum: 400, step: 5 },
    stopPct: { default: 8, minimum: 1, maximum: 50, step: 7, isInteger: false },
  },
  validate: ({ fast, slow }) =>
    fast < slow ? undefined : `fast (${fast}) must be smaller than slow (${slow})`,
  warmUpBars: ({ slow }) => slow + 1,

  /** Called once; what it gives is handed to every other call. */
  onStart: (context) => ({ entries: 0, started: context.symbol }),

  /** A bar has closed. Index 0 is that bar, 1 the one before it; there is nothing to read beyond it. */
  onBar(context, memory) {
    const { fast, slow, stopPct } = context.parameters;
    const above =
      context.indicator('sma', { period: fast }).value() > context.indicator('sma', { period: slow }).value();
    const isLong = context.position.quantity > 0;
    if (above && !isLong) {
      memory.entries += 1;
      context.buy({ percentOfEquity: 95 }, { bracket: { stopLoss: context.close() * (1 - stopPct / 100) } });
    } else if (!above && isLong) {
      context.cancelAll(context.symbol);
      context.closePosition();
    }
  },

  onEnd(context, memory) {
    context.note(`${memory.entries} entries, equity ${context.account.equity.toFixed(2)}`);
  },
});
