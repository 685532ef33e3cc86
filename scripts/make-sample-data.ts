/**
 * Makes resources/sample-data from two public packages:
 *
 *   node scripts/make-sample-data.ts [--vega FOLDER] [--bokeh FOLDER]
 *
 * FOLDER is an unpacked `vega-datasets` package, and a folder that holds the unpacked `bokeh_sampledata` wheel.
 * Without them the packages are fetched by npm and pip, in the versions below, into a temporary folder.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readBarFile } from '#agents/data-collector/bar-file';
import type { Instrument } from '#domain/instruments/instrument';

const VEGA = '3.2.1';
const BOKEH = '2026.1';
const TARGET = join(import.meta.dirname, '../resources/sample-data');
const WIKI = `Quandl WIKI Prices (public domain), by way of the Python package bokeh_sampledata ${BOKEH}`;
const YAHOO = `Yahoo Finance, by way of the npm package vega-datasets ${VEGA}`;

const stock = (symbol: string, name: string, venue: string): Instrument => ({
  symbol,
  name,
  assetClass: 'equity',
  currency: 'USD',
  pricePrecision: 2,
  venue,
  timeZone: 'America/New_York',
  source: WIKI,
  isTradable: true,
});

const INSTRUMENTS: readonly Instrument[] = [
  { ...stock('SPX', 'S&P 500 index', 'INDEX'), assetClass: 'index', source: YAHOO, isTradable: false },
  stock('AAPL', 'Apple', 'NASDAQ'),
  stock('FB', 'Facebook', 'NASDAQ'),
  stock('GOOG', 'Google', 'NASDAQ'),
  stock('IBM', 'IBM', 'NYSE'),
  stock('MSFT', 'Microsoft', 'NASDAQ'),
];

function fetchVega(folder: string): string {
  execFileSync('npm', ['pack', `vega-datasets@${VEGA}`, '--silent'], { cwd: folder, stdio: 'inherit' });
  execFileSync('tar', ['-xzf', `vega-datasets-${VEGA}.tgz`], { cwd: folder });
  return join(folder, 'package');
}

function fetchBokeh(folder: string): string {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  execFileSync(
    python,
    ['-m', 'pip', 'download', `bokeh_sampledata==${BOKEH}`, '--no-deps', '--quiet', '--dest', folder],
    { stdio: 'inherit' },
  );
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error(`pip left no wheel in ${folder}; give an unpacked one with --bokeh`);
  execFileSync(python, ['-m', 'zipfile', '-e', join(folder, wheel), join(folder, 'bokeh')]);
  return join(folder, 'bokeh');
}

/** Rows of a CSV file whose fields hold no separators, as objects by lower-case column name. */
function rowsOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.toLowerCase().split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((field, i) => [names[i] ?? `column ${i + 1}`, field])),
  );
}

/** `1469.250000` as `1469.25`: the same number in fewer characters. */
function shortest(text: string | undefined): string {
  if (text === undefined || !Number.isFinite(Number(text)))
    throw new Error(`"${text}" in the source is not a number`);
  return String(Number(text));
}

function writeSeries(symbol: string, rows: readonly Record<string, string>[]) {
  const lines = rows.map((row) =>
    [row['date'], ...['open', 'high', 'low', 'close', 'volume'].map((name) => shortest(row[name]))].join(','),
  );
  const text = `date,open,high,low,close,volume\n${lines.join('\n')}\n`;
  const file = `${symbol}.csv.gz`;
  const packed = gzipSync(text, { level: 9 });
  writeFileSync(join(TARGET, file), packed);
  const checked = readBarFile({ fileName: file, text, timeframe: '1d', now: Date.now() });
  return {
    file,
    rows: rows.length,
    first: rows[0]?.['date'],
    last: rows.at(-1)?.['date'],
    bytes: packed.length,
    sha256: createHash('sha256').update(packed).digest('hex'),
    sha256OfText: createHash('sha256').update(text).digest('hex'),
    quarantined: checked.quarantined,
  };
}

const { values: options } = parseArgs({ options: { vega: { type: 'string' }, bokeh: { type: 'string' } } });
const temporary = mkdtempSync(join(tmpdir(), 'octopus-sample-data-'));
try {
  const vega = options.vega ?? fetchVega(temporary);
  const bokeh = options.bokeh ?? fetchBokeh(temporary);
  mkdirSync(join(TARGET, 'licences'), { recursive: true });
  const index = rowsOf(readFileSync(join(vega, 'data/sp500-2000.csv'), 'utf8'));
  const stocks = rowsOf(
    gunzipSync(readFileSync(join(bokeh, 'bokeh_sampledata/_data/stocks.csv.gz'))).toString('utf8'),
  );
  const files = INSTRUMENTS.map(({ symbol }) =>
    writeSeries(symbol, symbol === 'SPX' ? index : stocks.filter((row) => row['ticker'] === symbol)),
  );
  const series = INSTRUMENTS.map((instrument) => ({
    file: `${instrument.symbol}.csv.gz`,
    timeframe: '1d',
    instrument,
  }));
  writeFileSync(join(TARGET, 'instruments.json'), `${JSON.stringify({ series }, null, 2)}\n`);
  writeFileSync(
    join(TARGET, 'manifest.json'),
    `${JSON.stringify({ vegaDatasets: VEGA, bokehSampledata: BOKEH, files }, null, 2)}\n`,
  );
  const notices = join(bokeh, `bokeh_sampledata-${BOKEH}.dist-info/licenses`);
  copyFileSync(join(notices, 'LICENSE.txt'), join(TARGET, 'licences/bokeh_sampledata.txt'));
  for (const { file, rows, bytes, quarantined } of files) {
    process.stdout.write(
      `${file}: ${rows} rows, ${bytes} bytes, ${quarantined.length} rows that are no consistent bar\n`,
    );
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
