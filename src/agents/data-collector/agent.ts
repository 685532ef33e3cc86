import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import {
  type ImportFileRequest,
  type ImportReport,
  type ImportTextRequest,
  importFileRequest,
  importTextRequest,
} from '#contract/services/import';
import { type DownloadReport, type DownloadRequest, downloadRequest } from '#contract/services/market-data';
import {
  type FundamentalsDownload,
  type FundamentalsReport,
  fundamentalsDownload,
  type NewsReport,
  type NewsRequest,
  newsRequest,
} from '#contract/services/news';
import { symbolText, timeframe } from '#contract/services/shared';
import {
  type SourceCheck,
  type ValidateSourcesRequest,
  validateSourcesRequest,
} from '#contract/services/trust';
import type { Agent, AgentReport } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { DataRole } from '#engine/agent/roles';
import type { Clock } from '#engine/ports/clock';
import type { ProviderDirectory } from '#engine/ports/data-provider';
import type { ImportSource } from '#engine/ports/import-source';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import type { NewsDirectory } from '#engine/ports/news-provider';
import { checkNewestBar } from './check-newest-bar.ts';
import { type DownloadPorts, downloadBars } from './download-bars.ts';
import { type ImportProgress, importFile } from './import/import-file.ts';
import { importBars } from './import-bars.ts';
import { downloadFundamentals } from './news/download-fundamentals.ts';
import { downloadNews, type NewsPorts } from './news/download-news.ts';
import { type QuarantineDecision, QuarantineDesk } from './quarantine-desk.ts';
import { importSampleData, type SampleProgress, type SampleSource } from './sample-data.ts';
import { type ValidatePorts, validateSources } from './validate-sources.ts';

export interface DataCollectorPorts {
  readonly market: MarketStore;
  /** Keeps the last check of each series against other sources. */
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly sample: SampleSource;
  /** Where bars can be downloaded from. */
  readonly providers: ProviderDirectory;
  /** Where headlines can be downloaded from. */
  readonly news: NewsDirectory;
  /** Told of every download that ended well, whatever it brought; an error it throws fails the download. */
  readonly onDownloaded?: (report: DownloadReport) => void;
  /** Opens a file on this machine. Throws an OctopusError FILE_UNREADABLE. */
  readonly openFile?: (path: string) => Promise<ImportSource>;
  /** Told of what a person decided of rows set aside, before they leave; an error it throws keeps them. */
  readonly onQuarantineDecided?: (decision: QuarantineDecision) => void;
  /** Told of every file and text that was imported, whatever it brought; an error it throws fails the import. */
  readonly onTextImported?: (report: ImportReport) => void;
  /** Told after headlines were stored, with the symbols they speak of. */
  readonly onNews?: (symbols: readonly string[]) => void;
  /** Told after bars were stored, so that whoever shows the series can look again. */
  readonly onImported?: (report: ImportReport) => void;
}

export type DownloadProgress = Pick<DownloadPorts, 'signal' | 'onProgress' | 'onFallback'>;

export interface DataCollector extends Agent {
  readonly role: DataRole;
  /** Imports CSV or JSON lines. Throws an OctopusError FILE_UNREADABLE when it is no price file, or BAD_REQUEST. */
  importText(request: ImportTextRequest, progress?: ImportProgress): Promise<ImportReport>;
  /** Imports a file on this machine, however long, part after part; throws as {@link importFile}. */
  importFile(request: ImportFileRequest, progress?: ImportProgress): Promise<ImportReport>;
  /** Where a person decides on rows set aside. */
  readonly quarantine: QuarantineDesk;
  /** Downloads bars from the first provider that has them; see {@link downloadBars} for what it throws. */
  downloadBars(request: DownloadRequest, progress?: DownloadProgress): Promise<DownloadReport>;
  /** Downloads headlines from every source that suits; see {@link downloadNews} for what it throws. */
  downloadNews(
    request: NewsRequest,
    progress?: Pick<NewsPorts, 'signal' | 'onProgress'>,
  ): Promise<NewsReport>;
  /** Downloads figures of reports; see {@link downloadFundamentals} for what it throws. */
  downloadFundamentals(request: FundamentalsDownload, signal?: AbortSignal): Promise<FundamentalsReport>;
  /** Imports the bundled series that the store lacks. */
  importSampleData(onProgress?: (progress: SampleProgress) => void): Promise<ImportReport[]>;
  /** Notes that a session played `bars` recorded bars of a symbol. */
  noteReplayed(symbol: string, bars: number): void;
}

/** Rows as objects, as other programs hand them over: `{ time, open, high, low, close, volume }`, or what columns are named. */
const givenRows = z
  .strictObject({
    symbol: symbolText,
    timeframe: timeframe.optional(),
    data: z
      .array(z.record(z.string(), z.union([z.number(), z.string(), z.null()])))
      .min(1)
      .max(100_000),
  })
  .transform(
    ({ symbol, timeframe: length, data }): ImportTextRequest => ({
      fileName: 'task data',
      symbol,
      timeframe: length,
      text: data.map((row) => JSON.stringify(row)).join('\n'),
    }),
  );

/** M1: brings market data in. Every row is stored, counted as repeat or quarantined with its reason; none is lost. */
export function createDataCollector({
  market,
  documents,
  clock,
  sample,
  providers,
  news,
  onNews,
  onDownloaded,
  onTextImported,
  openFile,
  onQuarantineDecided,
  onImported,
}: DataCollectorPorts): DataCollector {
  let activity = 'waits for a file';
  let collected = 0;
  let quarantined = 0;
  let isBusy = false;

  function noted(report: ImportReport): ImportReport {
    collected += report.rowsStored;
    quarantined += report.rowsQuarantined;
    activity = `imported ${describe(report)}`;
    if (report.rowsStored > 0) onImported?.(report);
    return report;
  }

  async function busily<Answer>(doing: string, work: () => Promise<Answer>): Promise<Answer> {
    activity = doing;
    isBusy = true;
    try {
      return await work();
    } catch (error) {
      activity = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      isBusy = false;
    }
  }

  const importText: DataCollector['importText'] = (request, progress) =>
    busily(`reads ${request.fileName}`, async () => {
      const report = noted(
        await importBars(
          market,
          { ...request, now: clock.now() },
          { ...progress, pause: () => clock.sleep(0) },
        ),
      );
      onTextImported?.(report);
      return report;
    });

  const importPath: DataCollector['importFile'] = ({ path, ...request }, progress) =>
    busily(`reads ${path}`, async () => {
      if (!openFile) throw new OctopusError('BAD_REQUEST', 'no file can be opened here; import its text');
      const source = await openFile(path);
      const report = noted(await importFile(market, source, { ...request, now: clock.now() }, progress));
      onTextImported?.(report);
      return report;
    });

  const quarantine = new QuarantineDesk({
    market,
    clock,
    onDecided: (decision) => onQuarantineDecided?.(decision),
    onStored: (symbol, timeframe) =>
      onImported?.({
        symbol,
        timeframe: timeframe ?? 'tick',
        source: 'quarantine',
        rowsRead: 1,
        rowsStored: 1,
        rowsDuplicate: 0,
        rowsQuarantined: 0,
      }),
  });

  const download: DataCollector['downloadBars'] = (request, progress) =>
    busily(`downloads ${request.symbol}`, async () => {
      const report = await downloadBars(request, {
        market,
        providers,
        now: clock.now(),
        ...progress,
        onFallback: (provider, error) => {
          activity = `downloads ${request.symbol}; ${provider} did not serve`;
          progress?.onFallback?.(provider, error);
        },
      });
      onDownloaded?.(report);
      noted(report);
      return report;
    });

  const lookForNews: DataCollector['downloadNews'] = (request, progress) =>
    busily('looks for news', async () => {
      const report = await downloadNews(request, { market, news, now: clock.now(), ...progress });
      activity = `found ${count(report.rowsStored)} headlines`;
      if (report.rowsStored > 0) onNews?.(report.symbols);
      return report;
    });

  const fetchFundamentals: DataCollector['downloadFundamentals'] = (request, signal) =>
    busily(`downloads figures of ${request.symbol}`, async () => {
      const report = await downloadFundamentals(request, { market, providers, now: clock.now(), signal });
      activity = `downloaded figures of ${request.symbol}`;
      return report;
    });

  const validate = (
    request: ValidateSourcesRequest,
    progress: Pick<ValidatePorts, 'signal' | 'onProgress'>,
  ): Promise<SourceCheck> =>
    busily(`compares ${request.symbol} with other sources`, async () => {
      const ports = { market, documents, providers, now: clock.now(), ...progress };
      const check = await validateSources(request, ports);
      activity = describeCheck(check);
      return check;
    });

  return {
    slug: 'data_collector',
    role: { checkBars: checkNewestBar },
    tasks: [
      defineTask({
        type: 'ingest',
        aliases: ['import', 'data_processing.update_market_data', 'clean'],
        input: z.union([importFileRequest, importTextRequest, givenRows]),
        runsOn: 'engine',
        run: (input, { signal, reportProgress }) => {
          const progress = { signal, onProgress: reportProgress };
          return 'path' in input ? importPath(input, progress) : importText(input, progress);
        },
        summarize: describe,
      }),
      defineTask({
        type: 'api_fetch',
        aliases: ['download'],
        input: downloadRequest,
        runsOn: 'engine',
        run: (input, { signal, reportProgress }) => download(input, { signal, onProgress: reportProgress }),
        summarize: describe,
      }),
      defineTask({
        type: 'source_validate',
        aliases: ['validate_sources', 'quorum'],
        input: validateSourcesRequest,
        runsOn: 'engine',
        run: (input, { signal, reportProgress }) => validate(input, { signal, onProgress: reportProgress }),
        summarize: describeCheck,
      }),
      defineTask({
        type: 'news',
        aliases: ['download_news', 'fetch_news', 'data_processing.update_news'],
        input: newsRequest,
        runsOn: 'engine',
        run: (input, { signal, reportProgress }) =>
          lookForNews(input, { signal, onProgress: reportProgress }),
        summarize: ({ rowsRead, rowsStored, rowsQuarantined }: NewsReport) =>
          `${count(rowsStored)} of ${count(rowsRead)} headlines are new${rowsQuarantined > 0 ? `, ${count(rowsQuarantined)} quarantined` : ''}`,
      }),
      defineTask({
        type: 'fundamentals',
        aliases: ['download_fundamentals', 'fetch_fundamentals'],
        input: fundamentalsDownload,
        runsOn: 'engine',
        run: (input, { signal }) => fetchFundamentals(input, signal),
        summarize: ({ symbol, provider, rowsRead, rowsStored }: FundamentalsReport) =>
          `${symbol} from ${provider}: ${count(rowsStored)} of ${count(rowsRead)} figures are new`,
      }),
    ],
    importText,
    importFile: importPath,
    quarantine,
    downloadBars: download,
    downloadNews: lookForNews,
    downloadFundamentals: fetchFundamentals,
    importSampleData: (onProgress) =>
      busily('reads the sample data', async () => {
        const reports = await importSampleData({ market, source: sample, now: clock.now() }, onProgress);
        return reports.map(noted);
      }),
    noteReplayed(symbol, bars) {
      collected += bars;
      activity = `replays ${symbol}`;
    },
    report: (): AgentReport => ({
      state: isBusy ? 'busy' : 'healthy',
      activity,
      headline:
        quarantined > 0
          ? `${count(collected)} bars, ${count(quarantined)} quarantined`
          : `${count(collected)} bars`,
    }),
  };
}

function describe(report: ImportReport): string {
  const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined, rowsBlank = 0, source, symbol } = report;
  const rest = [
    rowsDuplicate > 0 ? `${count(rowsDuplicate)} repeats` : '',
    rowsQuarantined > 0 ? `${count(rowsQuarantined)} quarantined` : '',
    rowsBlank > 0 ? `${count(rowsBlank)} blank` : '',
  ].filter(Boolean);
  return `${source} as ${symbol}: ${count(rowsStored)} of ${count(rowsRead)} rows stored${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`;
}

function describeCheck({ symbol, compared, disagreementsTotal, asked }: SourceCheck): string {
  const others = asked.map(({ source }) => source).join(', ');
  return `${symbol} against ${others}: ${count(disagreementsTotal)} of ${count(compared)} bars disagree`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
