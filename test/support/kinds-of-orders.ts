/** A strategy file that enters by limits, stops and at the market, with brackets, cancels what rests, and answers fills. */
export const KINDS_OF_ORDERS = `import { defineStrategy } from 'octopus';
export default defineStrategy({
  name: 'All kinds of orders',
  onStart: () => ({ resting: 0, fills: 0 }),
  onBar(context, memory) {
    const { bars } = context;
    const held = context.position.quantity;
    const price = context.close();
    const turn = bars % 40;
    // Each half hour and a bit ends flat, with nothing at work.
    if (turn === 38) {
      context.cancelAll();
      context.closePosition();
    }
    if (turn >= 36) return;
    if (bars % 80 < 40) {
      if (turn % 6 === 3 && held === 0) {
        context.cancel(memory.resting);
        memory.resting = context.buy({ quantity: 50 }, { type: 'limit', limit: price - 0.05,
          ...(turn % 12 === 3
            ? { bracket: { takeProfit: price + 0.3, stopLoss: price - 0.4 } }
            : { exits: {
                targets: [{ distance: 0.1, share: 1 / 3 }, { distance: 0.2, share: 1 / 3 }, { distance: 0.5, share: 1 / 3 }],
                stop: { distance: 0.4 }, breakEven: { after: 0.15, offset: 0.02 }, ...(bars % 3 ? { trail: { distance: 0.4 } } : {}),
              } }) });
      }
      return;
    }
    if (turn % 11 === 5) context.buy({ quantity: 20 }, { type: 'stop', stop: price + 0.2, timeInForce: 'day' });
    if (turn % 5 === 2 && context.indicator('sma', { period: 4 }).value() > price)
      context.buy({ percentOfEquity: 5 });
    if (turn % 13 === 6 && held >= 10) context.sell({ quantity: 10 }, { reduceOnly: true });
    if (turn === 21 && held > 0)
      context.sell({ quantity: held }, { type: 'trailing-stop', trailAmount: 0.1, timeInForce: 'gtd',
        expireTime: context.now + 300_000, reduceOnly: true });
    if (turn % 17 === 8) context.buy({ riskPercent: 0.1, stop: price - 1 }, { type: 'stop-limit', stop: price + 0.1, limit: price + 0.3 });
  },
  onFill(context, memory, fill) {
    memory.fills += 1;
    if (fill.quantity === 20) context.sell({ quantity: 20 }, { type: 'limit', limit: fill.price + 0.25 });
  },
});
`;
