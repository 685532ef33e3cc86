import type { StrategyInfo } from '#contract/services/backtests';
import { INDICATORS } from '#domain/indicators/catalog';
import { resolveParameters, STRATEGIES } from '#domain/strategies/catalog';
import type { Engine } from '../engine/create-engine.ts';
import { describeStoredStrategies } from '../strategies/describe-stored-strategies.ts';
import { createStrategyFile, strategyFolder } from '../strategies/strategy-files.ts';
import type { Implementer } from './implementer.ts';

export function backtestHandlers(on: Implementer, engine: Engine) {
  return {
    strategies: on.backtests.strategies.handler(async () => [
      ...STRATEGIES.map((strategy): StrategyInfo => {
        const { slug, name, summary, parameters } = strategy;
        const warmUpBars = strategy.warmUpBars(resolveParameters(strategy, {}));
        const known = { slug, name, summary, parameters: [...parameters], warmUpBars };
        return { ...known, kind: 'built-in', ranges: {}, sourceHash: null, problem: null };
      }),
      ...(await describeStoredStrategies(engine.info.dataFolder)),
    ]),
    createStrategy: on.backtests.createStrategy.handler(({ input: { name } }) => ({
      slug: name,
      path: createStrategyFile(name, strategyFolder(engine.info.dataFolder)),
    })),
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
