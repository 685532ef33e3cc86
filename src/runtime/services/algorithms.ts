import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection } from './watch.ts';

/** Part of the trading service: orders that are worked in parts. */
export function algorithmHandlers(on: Implementer, { algorithms, clock }: Engine) {
  return {
    startAlgorithm: on.trading.startAlgorithm.handler(({ input }) => algorithms.start(input)),
    algorithms: on.trading.algorithms.handler(({ input }) => algorithms.list(input.account)),
    watchAlgorithms: on.trading.watchAlgorithms.handler(({ signal }) =>
      watchCollection(algorithms.views, { clock, signal }),
    ),
    pauseAlgorithm: on.trading.pauseAlgorithm.handler(({ input }) => algorithms.pause(input.id)),
    resumeAlgorithm: on.trading.resumeAlgorithm.handler(({ input }) => algorithms.resume(input.id)),
    cancelAlgorithm: on.trading.cancelAlgorithm.handler(({ input }) => algorithms.cancel(input.id)),
  };
}
