import type { Parameter, ParameterValues } from '../../indicators/indicator.ts';
import { declaredParameters, declaredRanges, resolveDeclared } from './declared-parameters.ts';
import type { StrategyModule } from './define-strategy.ts';

/** What a strategy file says of itself. */
export interface StrategyDescription {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** The values each parameter is tried with when none are given, as text: `2:100:1`. */
  readonly ranges: Readonly<Record<string, string>>;
  /** The calls it has: `onBar` and so on. */
  readonly calls: readonly string[];
  /** Every parameter with its value: as given, else its default. */
  readonly values: ParameterValues;
  /** With those values. */
  readonly warmUpBars: number;
}

/** Describes a strategy. Throws a `RangeError` for parameters it cannot take. */
export function describeStrategy(strategy: StrategyModule, given: ParameterValues = {}): StrategyDescription {
  const values = resolveDeclared(strategy, given);
  return {
    name: strategy.name,
    summary: strategy.summary ?? '',
    parameters: declaredParameters(strategy),
    ranges: declaredRanges(strategy),
    calls: ['onStart', 'onBar', 'onTick', 'onFill', 'onEnd'].filter((call) => call in strategy),
    values,
    warmUpBars: strategy.warmUpBars?.(values) ?? 0,
  };
}
