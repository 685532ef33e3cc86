import { OctopusError, unknownName } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import { findStrategy, resolveParameters, strategyNames } from '#domain/strategies/catalog';
import type { StrategyDefinition } from '#domain/strategies/strategy';

/** The strategy of that name. Throws an `OctopusError` UNKNOWN_STRATEGY with the nearest names. */
export function strategyOf(name: string): StrategyDefinition {
  const strategy = findStrategy(name);
  if (strategy) return strategy;
  throw new OctopusError('UNKNOWN_STRATEGY', unknownName('strategy', name, strategyNames()));
}

/** Every parameter with its value. Throws an `OctopusError` UNKNOWN_PARAMETER saying which one is wrong and why. */
export function parametersOf(strategy: StrategyDefinition, given: ParameterValues): ParameterValues {
  try {
    return resolveParameters(strategy, given);
  } catch (error) {
    if (error instanceof RangeError) throw new OctopusError('UNKNOWN_PARAMETER', error.message);
    throw error;
  }
}
