import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { cliEntry, runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const folder = suiteFolder();
const data = join(folder, 'data');

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const PRICES = [
  'Volume,Close,Low,High,Open,Date',
  '100,10.5,10,11,10.2,2024-01-02',
  '110,10.9,10.4,11.2,10.5,2024-01-03',
  '110,10.9,10.4,11.2,10.5,2024-01-03',
  '120,10.1,10.8,9.8,10.9,2024-01-04',
  '130,11.3,10.9,11.5,11,2024-01-05',
];

describe('bars come in and go out as stored', () => {
  const prices = file('prices.csv', `${PRICES.join('\n')}\n`);

  beforeAll(async () => {
    const { code, out, error } = await runCli(
      ['import', prices, '--symbol', 'ACME', '--timeframe', '1d', '--format', 'json'],
      { data },
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      symbol: 'ACME',
      timeframe: '1d',
      source: 'prices.csv',
      rowsRead: 5,
      rowsStored: 3,
      rowsDuplicate: 1,
      rowsQuarantined: 1,
      content: 'bars',
    });
    expect(error).toBe('octopus: 1 of 5 rows went to quarantine; octopus quarantine says why\n');
  });

  it('the same file again, packed, stores nothing twice; its timeframe is found', async () => {
    const packed = file('prices.csv.gz', gzipSync(PRICES.join('\r\n')));
    const { code, out } = await runCli(['import', packed, '--symbol', 'ACME', '--format', 'json'], { data });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      timeframe: '1d',
      rowsRead: 5,
      rowsStored: 0,
      rowsDuplicate: 4,
      rowsQuarantined: 1,
    });
  });

  it('both imports are in the journal, as those of the screen are', async () => {
    const imports = openJournalForReading(data, (journal) => journal.readNewest({ limit: 9 }));
    expect(imports.map(({ kind, source, payload }) => ({ kind, source, ...JSON.parse(payload) }))).toEqual([
      expect.objectContaining({ source: 'prices.csv.gz', rowsStored: 0, rowsDuplicate: 4 }),
      {
        kind: 'DataImported',
        symbol: 'ACME',
        timeframe: '1d',
        source: 'prices.csv',
        rowsRead: 5,
        rowsStored: 3,
        rowsDuplicate: 1,
        rowsQuarantined: 1,
      },
    ]);
  });

  it('bars are printed in a range, in any case of the symbol', async () => {
    const { code, out } = await runCli(
      ['bars', 'acme', '--from', '2024-01-03', '--to', '2024-01-05', '--format', 'csv'],
      { data },
    );
    expect(code).toBe(0);
    expect(out).toBe('date,open,high,low,close,volume\n2024-01-03,10.5,11.2,10.4,10.9,110\n');
    const newest = await runCli(['bars', 'ACME', '--limit', '1', '--format', 'json'], { data });
    expect(JSON.parse(newest.out)).toEqual([
      { date: '2024-01-05', open: 11, high: 11.5, low: 10.9, close: 11.3, volume: 130 },
    ]);
  });

  it('a bar that was replaced is still told as of the time before', async () => {
    const first = file('first.csv', 'date,open,high,low,close\n2024-02-01,1,2,1,2\n');
    const again = file('again.csv', 'date,open,high,low,close\n2024-02-01,1,3,1,3\n');
    const put = (path: string) => ['import', path, '--symbol', 'REV', '--timeframe', '1d'];
    await runCli(put(first), { data });
    const between = new Date().toISOString();
    await runCli(put(again), { data });
    const close = async (...more: string[]) => {
      const { out } = await runCli(['bars', 'REV', '--format', 'json', ...more], { data });
      return JSON.parse(out).map((row: { close: number }) => row.close);
    };
    expect(await close()).toEqual([3]);
    expect(await close('--as-of', between)).toEqual([2]);
    expect(await close('--as-of', '2020-01-01')).toEqual([]);
  });

  it('an unknown symbol or timeframe is named, with what there is', async () => {
    expect(await runCli(['bars', 'ACMEE'], { data })).toEqual({
      code: 1,
      out: '',
      error: 'octopus: unknown symbol "ACMEE"; did you mean ACME?\n',
    });
    expect(await runCli(['bars', 'ACME', '--timeframe', '1m'], { data })).toEqual({
      code: 1,
      out: '',
      error: 'octopus: ACME has no 1m bars and none shorter; it has 1d\n',
    });
  });

  it.each(['csv', 'csv.gz', 'jsonl', 'parquet'])(
    'bars go out as %s and come in as they were',
    async (ending) => {
      const path = join(folder, `out.${ending}`);
      const out = await runCli(['export', 'acme', '--output', path, '--format', 'json'], { data });
      expect(JSON.parse(out.out)).toEqual({
        symbol: 'ACME',
        timeframe: '1d',
        bars: 3,
        file: path,
        bytes: statSync(path).size,
      });
      const back = await runCli(['import', path, '--symbol', 'ACME', '--format', 'json'], { data });
      expect(JSON.parse(back.out)).toMatchObject({ timeframe: '1d', rowsRead: 3, rowsDuplicate: 3 });
    },
  );

  it('an export that would be empty, or of no known format, writes nothing', async () => {
    const path = join(folder, 'empty.csv');
    const empty = await runCli(['export', 'ACME', '--from', '2030-01-01', '--output', path], { data });
    expect(empty.error).toBe('octopus: ACME has no 1d bars in that range; nothing was written\n');
    const unknown = await runCli(['export', 'ACME', '--output', join(folder, 'out.xlsx')], { data });
    expect(unknown.error).toMatch(/end it in .csv, .csv.gz, .jsonl, .jsonl.gz, .parquet/);
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('splits of a file are told, and restate prices on reading alone', async () => {
    const prices = file(
      'split.csv',
      'date,open,high,low,close,volume,dividend,split\n2024-03-01,100,100,100,100,10,0,1\n2024-03-04,50,50,50,50,20,0,2\n',
    );
    const imported = await runCli(['import', prices, '--symbol', 'SPLIT', '--format', 'json'], { data });
    expect(JSON.parse(imported.out)).toMatchObject({ corporateActions: 1, prices: 'raw' });
    expect(imported.error).toContain('prices are taken as traded');
    const closes = async (...more: string[]) => {
      const { out } = await runCli(['bars', 'SPLIT', '--format', 'json', ...more], { data });
      return JSON.parse(out).map((row: { close: number }) => row.close);
    };
    expect(await closes('--adjust', 'splits')).toEqual([50, 50]);
    expect(await closes()).toEqual([100, 50]);
    await runCli(['import', prices, '--symbol', 'SPLIT', '--prices', 'adjusted'], { data });
    expect(await closes('--adjust', 'all')).toEqual([100, 50]);
  });

  it('quarantine says which row and why', async () => {
    const { code, out } = await runCli(['quarantine', '--format', 'json'], { data });
    expect(code).toBe(0);
    const { total, rows } = JSON.parse(out);
    expect(total).toBe(rows.length);
    expect(rows).toContainEqual(
      expect.objectContaining({
        symbol: 'ACME',
        line: 5,
        source: 'prices.csv',
        reason: 'high 9.8 is below low 10.8',
        raw: PRICES[4],
      }),
    );
  });

  it('a file that cannot be read makes no data folder', async () => {
    const unused = join(folder, 'unused');
    const { code, error } = await runCli([
      'import',
      join(folder, 'none.csv'),
      '--symbol',
      'X',
      '--data',
      unused,
    ]);
    expect(code).toBe(1);
    expect(error).toContain('is not there');
    expect(statSync(unused, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('the engine answers on the command line', () => {
  it('the journal verifies once there is one', async () => {
    const none = await runCli(['journal', 'verify', '--data', join(folder, 'nothing')]);
    expect(none.code).toBe(1);
    expect(none.error).toContain('there is no journal in');
    const { code, out } = await runCli(['journal', 'verify', '--format', 'json'], { data });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isValid: true, isLedgerEqual: true, firstBadSequence: null });
  });

  it('a corrupted order is found by verify and mended by rebuild', async () => {
    const traded = join(folder, 'traded');
    mkdirSync(traded);
    const { journal, database, close } = openJournalAt(traded);
    journal.record(...tradedEntries());
    database.exec(`UPDATE orders SET quantity = '11' WHERE client_order_id = 'A'`);
    close();
    const found = await runCli(['journal', 'verify'], { data: traded });
    expect(found.code).toBe(1);
    expect(found.error).toMatch(
      /^octopus: the journal is whole, but the ledger differs from it \(octopus journal rebuild mends it\): orders: A is .*\n$/,
    );
    const mended = await runCli(['journal', 'rebuild', '--format', 'json'], { data: traded });
    expect(mended).toMatchObject({ code: 0, error: '' });
    const report = JSON.parse(mended.out);
    expect(report).toMatchObject({ records: 10, isChanged: true });
    expect(report.tables).toContainEqual({ table: 'orders', rows: 2, differing: 1 });
    expect(report.tables).toContainEqual({ table: 'fills', rows: 2, differing: 0 });
    expect(await runCli(['journal', 'verify'], { data: traded })).toMatchObject({ code: 0 });
    const again = await runCli(['journal', 'rebuild'], { data: traded });
    expect(again.out).toContain('Everything was as 10 records say.');
  });

  it('a broken chain is not rebuilt from, and a folder without a journal stays as it is', async () => {
    const forged = join(folder, 'forged');
    mkdirSync(forged);
    const { journal, database, close } = openJournalAt(forged);
    journal.record(...tradedEntries());
    database.exec(`UPDATE journal SET payload = replace(payload, '"fee":"1"', '"fee":"2"')`);
    close();
    expect(await runCli(['journal', 'rebuild'], { data: forged })).toEqual({
      code: 1,
      out: '',
      error: expect.stringMatching(
        /^octopus: the journal does not verify, so nothing was changed: record 8 .*\n$/,
      ),
    });
    const nothing = join(folder, 'nothing');
    const none = await runCli(['journal', 'rebuild'], { data: nothing });
    expect(none.code).toBe(1);
    expect(none.error).toContain('there is no journal in');
    expect(statSync(nothing, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('analysis goes through the stages in order, on the sample data of a fresh store', async () => {
    const { code, out } = await runCli([
      'analyze',
      'aapl',
      '--format',
      'json',
      '--data',
      join(folder, 'fresh'),
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ symbol: 'AAPL', analysisType: 'full' });
    expect(result.stages.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['data', 'analysis', 'strategy']),
    );
    expect(['buy', 'sell', 'hold']).toContain(result.action);
    const unknown = await runCli(['analyze', 'AAPPL', '--data', join(folder, 'fresh')]);
    expect(unknown.code).toBe(1);
    expect(unknown.error).toMatch(/^octopus: unknown symbol "AAPPL"; did you mean AAPL.*\n$/);
  });

  it('the doctor finds the store engine and changes nothing', async () => {
    const untouched = join(folder, 'untouched');
    const { code, out } = await runCli(['doctor', '--format', 'json', '--data', untouched]);
    expect(code).toBe(0);
    const findings: { check: string; state: string }[] = JSON.parse(out);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'Store engine', state: 'ok' }));
    expect(statSync(untouched, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('serving', () => {
  const served = join(folder, 'served');
  const child = spawn(
    process.execPath,
    [cliEntry, 'serve', '--port', '0', '--format', 'json', '--data', served],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const opened = new Promise<{ url: string; tokenFile: string }>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('}\n')) resolve(JSON.parse(text));
    });
    child.on('close', (code) => reject(new Error(`serve ended with ${code}`)));
  });

  afterAll(() => void child.kill('SIGKILL'));

  it('lets in a script that read the token file, verifies beside it, refuses a second engine, and ends when interrupted', async () => {
    const { url, tokenFile } = await opened;
    const token = readFileSync(tokenFile, 'utf8').trim();
    if (process.platform !== 'win32') expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
    const info = await fetch(`${url}api/system/info`, { headers: { authorization: `Bearer ${token}` } });
    expect(await info.json()).toMatchObject({ host: 'server', dataFolder: served });
    expect((await fetch(`${url}api/system/info`)).status).toBe(401);
    expect(await runCli(['journal', 'verify', '--data', served])).toMatchObject({ code: 0 });
    for (const command of [
      ['bars', 'AAPL'],
      ['journal', 'rebuild'],
    ]) {
      const second = await runCli([...command, '--data', served]);
      expect(second.code).toBe(1);
      expect(second.error).toMatch(/^octopus: another Octopus \(process \d+\) is already working in .*\n$/);
    }
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(statSync(tokenFile, { throwIfNoEntry: false })).toBeUndefined();
  }, 60_000);
});
