import { INDICATORS } from '#domain/indicators/catalog';
import { STRATEGIES } from '#domain/strategies/catalog';
import type { Engine } from '../create-engine.ts';
import type { Implementer } from './implementer.ts';

export function backtestHandlers(on: Implementer, engine: Engine) {
  return {
    strategies: on.backtests.strategies.handler(() =>
      STRATEGIES.map(({ slug, name, summary, parameters }) => ({
        slug,
        name,
        summary,
        parameters: [...parameters],
      })),
    ),
    indicators: on.backtests.indicators.handler(() =>
      INDICATORS.map(({ slug, name, aliases, parameters, outputs, pane }) => ({
        slug,
        name,
        aliases: [...aliases],
        parameters: [...parameters],
        outputs: [...outputs],
        pane,
      })),
    ),
    run: on.backtests.run.handler(({ input }) =>
      engine.orchestrator.submit({ agent: 'backtester', type: 'backtest', data: input, lane: 3 }),
    ),
  };
}
