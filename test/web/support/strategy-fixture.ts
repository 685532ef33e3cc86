import type { StrategyInfo } from '#contract/services/backtests';

/** A built-in strategy as the engine lists it, with these parameters. */
export function strategyFixture(parameters: StrategyInfo['parameters']): StrategyInfo {
  return {
    slug: 'sma-crossover',
    name: 'Crossover',
    summary: '',
    parameters,
    kind: 'built-in',
    ranges: {},
    warmUpBars: 31,
    sourceHash: null,
    problem: null,
  };
}
