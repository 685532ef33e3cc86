import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';

/** Part of the trading service: what trading cost, and where it would cost least. */
export function executionCostHandlers(on: Implementer, { costs }: Engine) {
  return {
    executionCosts: on.trading.executionCosts.handler(({ input }) => costs.executionCosts(input)),
    fillModel: on.trading.fillModel.handler(({ input }) => costs.fillModel(input)),
    route: on.trading.route.handler(({ input }) => costs.route(input)),
  };
}
