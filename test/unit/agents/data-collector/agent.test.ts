import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTextFile } from '#adapters/providers/file/read-text-file';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { createDataCollector } from '#agents/data-collector/agent';
import type { ImportReport } from '#contract/services/market-data';
import type { Clock } from '#engine/ports/clock';
import { taskContext } from '#test/support/market-store';
import { temporaryFolder } from '#test/support/temporary-folder';

const FOLDER = 'resources/sample-data';
const NOW = Date.UTC(2026, 0, 1);
const clock: Clock = {
  now: () => NOW,
  monotonic: () => 0,
  after: () => () => undefined,
  every: () => () => undefined,
  sleep: () => Promise.resolve(),
};

function create() {
  const stores = openSqliteStores(temporaryFolder(), NOW);
  onTestFinished(() => stores.close());
  const { market, documents } = stores;
  const imported: ImportReport[] = [];
  const told: ImportReport[] = [];
  const collector = createDataCollector({
    market,
    documents,
    clock,
    sample: { folder: FOLDER, readTextFile },
    providers: { ids: () => [], open: () => expect.unreachable() },
    news: { newsIds: () => [], readyNewsIds: () => [], openNews: () => expect.unreachable() },
    onTextImported: (report) => told.push(report),
    onImported: (report) => imported.push(report),
  });
  return { market, collector, imported, told };
}

const TEXT =
  'date,open,high,low,close,volume\n2013-03-01,10,12,9,11.125,5\n2013-03-04,10,9.8,10.1,10,5\n2013-03-01,10,12,9,11.125,5\n';
const request = { fileName: 'bars.csv', text: TEXT, symbol: 'NEW', timeframe: '1d' } as const;

describe('data collector', () => {
  // Catches an import that never reaches the journal because it came as a task, or brought nothing new.
  it('tells of each import on request, a task or a repeat too, and of no bundled series', async () => {
    const { collector, imported, told } = create();
    await collector.importText(request);
    const ingest = collector.tasks.find(({ type }) => type === 'ingest')!;
    await ingest.run(request, taskContext);
    await collector.importSampleData();
    expect(told.map(({ rowsStored, rowsDuplicate }) => [rowsStored, rowsDuplicate])).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(imported.length).toBeGreaterThan(1);
  });

  it('stores, counts and quarantines, and learns of a new instrument', async () => {
    const { market, collector, imported } = create();
    const report = await collector.importText(request);
    expect(report).toEqual({
      symbol: 'NEW',
      timeframe: '1d',
      source: 'bars.csv',
      rowsRead: 3,
      rowsStored: 1,
      rowsDuplicate: 1,
      rowsQuarantined: 1,
      content: 'bars',
    });
    expect(imported).toEqual([report]);
    expect(await market.instruments()).toMatchObject([
      { symbol: 'NEW', venue: 'bars.csv', pricePrecision: 3 },
    ]);
    expect((await market.quarantine(9)).rows).toMatchObject([
      {
        symbol: 'NEW',
        source: 'bars.csv',
        line: 3,
        reason: 'high 9.8 is below low 10.1',
        raw: '2013-03-04,10,9.8,10.1,10,5',
        receivedTime: NOW,
      },
    ]);
    expect(collector.report().headline).toBe('1 bars, 1 quarantined');
  });

  it('stores the same file once and accounts for every row again', async () => {
    const { market, collector } = create();
    await collector.importText(request);
    expect(await collector.importText(request)).toMatchObject({
      rowsRead: 3,
      rowsStored: 0,
      rowsDuplicate: 2,
      rowsQuarantined: 1,
    });
    expect((await market.quarantine(9)).total).toBe(1);
  });

  it('keeps what is known of an instrument', async () => {
    const { market, collector } = create();
    await collector.importText(request);
    const [known] = await market.instruments();
    await market.putInstruments([{ ...known!, name: 'A better name' }]);
    await collector.importText(request);
    expect((await market.instruments())[0]?.name).toBe('A better name');
  });

  it('leaves nothing behind of a file it cannot read, and says so', async () => {
    const { market, collector } = create();
    await expect(collector.importText({ ...request, text: 'a,b\n1,2' })).rejects.toThrow(
      /bars\.csv: its first line names no/,
    );
    expect(await market.instruments()).toEqual([]);
    expect(collector.report().activity).toMatch(/bars\.csv/);
  });

  it('imports the whole sample once, every row of it', async () => {
    const { market, collector } = create();
    const steps: string[] = [];
    const reports = await collector.importSampleData(({ symbol, done, total }) =>
      steps.push(`${symbol} ${done}/${total}`),
    );
    expect(steps).toEqual(['SPX 1/6', 'AAPL 2/6', 'FB 3/6', 'GOOG 4/6', 'IBM 5/6', 'MSFT 6/6']);
    const manifest = JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')) as {
      files: { rows: number }[];
    };
    expect(reports.map((report) => report.rowsStored)).toEqual(manifest.files.map((file) => file.rows));
    expect(reports.every((report) => report.rowsQuarantined === 0)).toBe(true);
    expect((await market.instruments()).find((instrument) => instrument.symbol === 'SPX')?.isTradable).toBe(
      false,
    );
    expect(await collector.importSampleData()).toEqual([]);
  });

  it('ships sample files that are the ones its manifest names', () => {
    const manifest = JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')) as {
      files: { file: string; sha256: string }[];
    };
    for (const { file, sha256 } of manifest.files) {
      expect(
        createHash('sha256')
          .update(readFileSync(`${FOLDER}/${file}`))
          .digest('hex'),
        file,
      ).toBe(sha256);
    }
  });
});
