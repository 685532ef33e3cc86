import { z } from 'zod';
import type { ImportReport } from '#contract/services/import';
import { instrument } from '#contract/services/market-data';
import { timeframe } from '#contract/services/shared';
import type { MarketStore } from '#engine/ports/market-store';
import { importBars } from './import-bars.ts';

/** Where the bundled sample lies and how its files are read. */
export interface SampleSource {
  /** Folder that holds `instruments.json`. */
  readonly folder: string;
  readTextFile(path: string): Promise<string>;
}

export interface SampleProgress {
  readonly symbol: string;
  /** Series done so far, this one included, of `total`. */
  readonly done: number;
  readonly total: number;
}

const sampleList = z.object({ series: z.array(z.object({ file: z.string(), timeframe, instrument })) });

/**
 * Imports those series of the bundled sample that the store does not hold yet; a store that has them all is left
 * untouched and answers with an empty list. `now` in milliseconds.
 */
export async function importSampleData(
  { market, source, now }: { market: MarketStore; source: SampleSource; now: number },
  onProgress: (progress: SampleProgress) => void = () => undefined,
): Promise<ImportReport[]> {
  const { series } = sampleList.parse(
    JSON.parse(await source.readTextFile(`${source.folder}/instruments.json`)),
  );
  const held = new Set((await market.series()).map((summary) => `${summary.symbol} ${summary.timeframe}`));
  const missing = series.filter((entry) => !held.has(`${entry.instrument.symbol} ${entry.timeframe}`));
  const texts = missing.map((entry) => source.readTextFile(`${source.folder}/${entry.file}`));
  const reports: ImportReport[] = [];
  for (const [index, entry] of missing.entries()) {
    const { symbol } = entry.instrument;
    const text = (await texts[index]) ?? '';
    reports.push(
      await importBars(market, {
        fileName: entry.file,
        text,
        symbol,
        timeframe: entry.timeframe,
        now,
        instrument: entry.instrument,
        origin: { source: 'sample data', kind: 'sample', receivedTime: now },
      }),
    );
    onProgress({ symbol, done: index + 1, total: missing.length });
  }
  return reports;
}
