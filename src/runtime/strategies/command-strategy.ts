import { type LabWork, labWorkOf, type RangedWork, rangesOf } from '#agents/backtester/lab-work';
import { type ChosenStrategy, chooseStrategy, chosenFile } from '#agents/backtester/strategy-of';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { isStrategyPath, readStoredStrategy, readStrategyFile, strategyFolder } from './strategy-files.ts';
import { describeStrategyFile } from './strategy-sandbox.ts';

/** A run of one choice of parameters. */
export type RunWork = LabWork & { readonly parameters: ParameterValues };
export type { ChosenStrategy, LabWork, RangedWork };
export { labWorkOf, rangesOf };

/**
 * The strategy that a command names: built in, of the strategies folder by its name, or a file by its path. Throws an
 * `OctopusError` that says what is wrong with the name, the parameters or the file, with its line.
 */
export async function commandStrategy(
  name: string,
  given: ParameterValues,
  dataFolder: string,
): Promise<ChosenStrategy> {
  if (!isStrategyPath(name)) {
    const read = (stored: string): StrategySource => readStoredStrategy(stored, dataFolder);
    return chooseStrategy(name, given, { read, describe: describeStrategyFile });
  }
  const file = readStrategyFile(name, strategyFolder(dataFolder));
  return chosenFile(file.path, file, await describeStrategyFile(file, given));
}
