import type { z } from 'zod';
import { OctopusError, unknownName } from '#contract/errors';
import { type BacktestOptions, backtestOptions } from '#contract/services/backtests';
import type { Parameter, ParameterValues } from '#domain/indicators/indicator';
import { findStrategy, resolveParameters, strategyNames } from '#domain/strategies/catalog';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { type StrategySource, strategySourceHash } from '#engine/simulation/strategy-source';

/** The strategy files of the data folder. */
export interface StrategyFiles {
  /** A file by its name in the folder. Throws an `OctopusError` UNKNOWN_STRATEGY with the nearest names. */
  read(name: string): StrategySource;
  /** Throws an `OctopusError` that names the file's line. */
  describe(file: StrategySource, parameters: ParameterValues): Promise<StrategyDescription>;
}

/** A strategy as far as one needs to know it who does not run it: that of a file is code in a thread of its own. */
export interface ChosenStrategy {
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly parameters: readonly Parameter[];
  /** Values of each parameter that are tried when none are given, as text; empty where those are the defaults. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Every parameter with its value. */
  readonly values: ParameterValues;
  /** With those values. */
  readonly warmUpBars: number;
  /** Only of a file. */
  readonly file?: StrategySource;
  readonly strategyHash?: string;
}

/** The built-in strategy of that name. Throws an `OctopusError` UNKNOWN_STRATEGY with the nearest names. */
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

/** The strategy of that name, built in or else of a file, with the parameters given. Throws as the two functions above. */
export async function chooseStrategy(
  name: string,
  given: ParameterValues,
  files: StrategyFiles | undefined,
): Promise<ChosenStrategy> {
  if (files && !findStrategy(name)) {
    const file = files.read(name);
    return chosenFile(name.replace(/\.\w+$/, ''), file, await files.describe(file, given));
  }
  const strategy = strategyOf(name);
  const { slug, name: title, version, parameters } = strategy;
  const values = parametersOf(strategy, given);
  return {
    slug,
    name: title,
    version,
    parameters,
    ranges: {},
    values,
    warmUpBars: strategy.warmUpBars(values),
  };
}

/** A described file under the name it is shown by. */
export function chosenFile(
  slug: string,
  file: StrategySource,
  { name, parameters, ranges, values, warmUpBars }: StrategyDescription,
): ChosenStrategy {
  const strategyHash = strategySourceHash(file.source);
  return { slug, name, version: 1, parameters, ranges, values, warmUpBars, file, strategyHash };
}

/** Options of a run of a chosen strategy; which file ran is for nobody to say but the engine. */
export function optionsOf(
  given: z.input<typeof backtestOptions>,
  { slug, strategyHash }: Pick<ChosenStrategy, 'slug' | 'strategyHash'>,
): BacktestOptions {
  const { strategyHash: _, ...own } = backtestOptions.parse({ ...given, strategy: slug });
  return strategyHash === undefined ? own : { ...own, strategyHash };
}
