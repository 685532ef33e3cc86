/** Whether a strategy is a file: named by its path, or by its name in the data folder where no built-in one has it. */
export async function isStrategyFile(strategy: string, data: string | undefined): Promise<boolean> {
  const { findStrategy } = await import('#domain/strategies/catalog');
  const { dataFolder } = await import('#runtime/data-folder');
  const { isStrategyPath, listStrategyFiles, strategyFolder } = await import('#runtime/strategy-files');
  if (isStrategyPath(strategy)) return true;
  if (findStrategy(strategy)) return false;
  return listStrategyFiles(strategyFolder(dataFolder({ given: data }))).includes(strategy);
}
