import type { StrategyInfo } from '#contract/services/backtests';
import { type StrategySource, strategySourceHash } from '#engine/simulation/strategy-source';
import { listStrategyFiles, readStrategyFile, strategyFolder } from './strategy-files.ts';
import { describeStrategyFile } from './strategy-sandbox.ts';

/** What was found of a source, so that a file is loaded again only when it has changed. */
const known = new Map<string, { readonly source: string; readonly info: StrategyInfo }>();

/** The strategies of a data folder as screens list them; one that cannot be loaded says so in its summary. */
export async function describeStoredStrategies(dataFolder: string): Promise<StrategyInfo[]> {
  const folder = strategyFolder(dataFolder);
  const found: StrategyInfo[] = [];
  for (const slug of listStrategyFiles(folder)) {
    const file = readStrategyFile(slug, folder);
    const before = known.get(file.path);
    const info = before?.source === file.source ? before.info : await infoOf(slug, file);
    known.set(file.path, { source: file.source, info });
    found.push(info);
  }
  return found;
}

async function infoOf(slug: string, file: StrategySource): Promise<StrategyInfo> {
  const own = { slug, kind: 'file', sourceHash: strategySourceHash(file.source) } as const;
  try {
    const { name, summary, parameters, ranges, warmUpBars } = await describeStrategyFile(file);
    return {
      ...own,
      name,
      summary,
      parameters: [...parameters],
      ranges: { ...ranges },
      warmUpBars,
      problem: null,
    };
  } catch (error) {
    const problem = (error as Error).message;
    const summary = `cannot be loaded: ${problem}`;
    return { ...own, name: slug, summary, parameters: [], ranges: {}, warmUpBars: 0, problem };
  }
}
