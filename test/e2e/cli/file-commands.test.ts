import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSharedData, sharedData } from '#test/support/golden-csv';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';
import { temporaryFolder } from '#test/support/temporary-folder';

const folder = suiteFolder();
const goog = `${sharedData}prices/daily/GOOG_2000-2013.csv`;

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ROWS = Array.from(
  { length: 12 },
  (_, i) => `2024-01-${String(i + 2).padStart(2, '0')},${10 + i},${11 + i},${9 + i},${10.5 + i},100`,
);
const prices = file('acme.csv', `date,open,high,low,close,volume\n${ROWS.join('\n')}\n`);

describe('indicators', () => {
  it('gives dates and values; what is not ready is null or blank', async () => {
    const json = await runCli([
      'indicators',
      prices,
      '--indicator',
      'simple-moving-average',
      '--param',
      'period=3',
      '--format',
      'json',
    ]);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out).slice(0, 4)).toEqual([
      { date: '2024-01-02', value: null },
      { date: '2024-01-03', value: null },
      { date: '2024-01-04', value: 11.5 },
      { date: '2024-01-05', value: 12.5 },
    ]);
    const csv = await runCli(['indicators', prices, '-i', 'SMA', '--param', 'period=3', '--format', 'csv']);
    expect(csv.out.split('\n').slice(0, 4)).toEqual([
      'date,value',
      '2024-01-02,',
      '2024-01-03,',
      '2024-01-04,11.5',
    ]);
  });

  it('knows the names of others, for an indicator, its parameters and its school', async () => {
    const values = async (...more: string[]) => (await runCli(['indicators', prices, ...more])).out;
    const ours = await values('-i', 'williams-percent-range', '--param', 'period=3', '--format', 'csv');
    expect(ours).toContain('2024-01-04,-');
    expect(await values('-i', 'Williams %R', '--param', 'timeperiod=3', '--csv')).toBe(ours);
    const json = await values(
      '-i',
      'tema',
      '--param',
      'lookbackPeriods=2',
      '--school',
      'stock-indicators',
      '--json',
    );
    expect(json).toBe(
      await values('-i', 'tema', '--param', 'period=2', '--param', 'seeding=1', '--format', 'json'),
    );
    expect(await values('-i', 'vwap', '--param', 'startDate=2024-01-12', '--csv')).toContain('2024-01-11,\n');
  });

  it('several outputs bear their names', async () => {
    const { out } = await runCli([
      'indicators',
      prices,
      '-i',
      'macd',
      '--param',
      'fast=2',
      '--param',
      'slow=3',
      '--param',
      'signal=2',
      '--format',
      'json',
    ]);
    expect(Object.keys(JSON.parse(out).at(-1))).toEqual(['date', 'macd', 'signal', 'histogram']);
  });

  it('rows that are no bar are left out, and said', async () => {
    const path = file(
      'holes.csv',
      `date,open,high,low,close\n2024-01-02,1,2,1,2\n2024-01-03,1,0.5,1,2\n2024-01-04,1,2,1,2\n`,
    );
    const { code, out, error } = await runCli(['indicators', path, '-i', 'obv', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(error).toMatch(
      /^octopus: 1 of 3 rows were left out; the first is .*holes\.csv line 3: high 0\.5 is below low 1\n$/,
    );
  });

  it('intraday times are kept', async () => {
    const path = file(
      'minutes.csv',
      `time,open,high,low,close\n2024-01-02T09:30,1,2,1,2\n2024-01-02T09:31,1,2,1,1\n`,
    );
    const { out } = await runCli(['indicators', path, '-i', 'tr', '--format', 'csv']);
    expect(out).toBe('date,value\n2024-01-02T09:30:00Z,\n2024-01-02T09:31:00Z,1\n');
  });

  it('does without opens and without volumes, and says so', async () => {
    const path = file('hlc.csv', 'Date,High,Low,Close,Volume\n2024-01-02,12,10,11,\n2024-01-03,13,9,12,\n');
    const { out, error } = await runCli(['indicators', path, '-i', 'tr', '--csv']);
    expect(out).toBe('date,value\n2024-01-02,\n2024-01-03,4\n');
    expect(error).toContain('its volumes are blank and taken as 0');
    expect(error).toContain('it has no opens: closes stand for them');
    const backtest = await runCli(['backtest', path, '--strategy', 'sma-crossover']);
    expect(backtest.error).toContain('names no open column');
  });

  it('lists every indicator', async () => {
    const { out } = await runCli(['indicators', '--list', '--format', 'json']);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ slug: 'relative-strength-index', outputs: ['value'] }),
    );
  });
});

describe.skipIf(!hasSharedData)('backtest', () => {
  it('gives the published statistics of the GOOG example', async () => {
    const { code, out } = await runCli([
      'backtest',
      goog,
      '--strategy',
      'sma-crossover',
      '--param',
      'fast=10',
      '--param',
      'slow=30',
      '--cash',
      '10000',
      '--direction',
      'long-short',
      '--units',
      'whole',
      '--close-at-end',
      'last-open',
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    const statistics = JSON.parse(out);
    expect(statistics).toMatchObject({
      equityFinal: 51_422.99,
      trades: 66,
      startDate: '2004-08-19',
      endDate: '2013-03-01',
      symbol: 'GOOG',
      timeframe: '1d',
    });
    expect(statistics.orderListHash).toMatch(/^[0-9a-f]{64}$/);
    for (const name of ['returnPct', 'winRatePct', 'sharpe', 'sortino', 'maxDrawdownPct', 'exposurePct'])
      expect(statistics[name]).toBeTypeOf('number');
  });

  it('prints the same bytes every time', async () => {
    const args = ['backtest', goog, '--strategy', 'breakout', '--commission', '0.002', '--format', 'json'];
    const options = { data: join(temporaryFolder(), 'not there') };
    expect(await runCli(args, options)).toEqual(await runCli(args, options));
  });

  it('is computed once for a data folder, and again when that is asked', async () => {
    const data = temporaryFolder();
    const args = ['backtest', goog, '--strategy', 'breakout', '--format', 'json'];
    const first = await runCli(args, { data });
    expect(first.error).not.toMatch(/cached/);
    const second = await runCli(args, { data });
    expect(second.error).toMatch(/cached, computed .*--fresh/);
    expect(second.out).toBe(first.out);
    expect((await runCli([...args, '--fresh'], { data })).error).not.toMatch(/cached/);
    expect((await runCli([...args, '--cash', '5000'], { data })).error).not.toMatch(/cached/);
  });

  it('its trades are as many as it counts', async () => {
    const args = ['backtest', goog, '--strategy', 'rsi-reversal'];
    const statistics = JSON.parse((await runCli([...args, '--format', 'json'])).out);
    const trades = JSON.parse((await runCli([...args, '--trades', '--format', 'json'])).out);
    expect(trades).toHaveLength(statistics.trades);
  });
});

describe('wrong usage ends with 2 and one line that helps', () => {
  it.each([
    [['imprt'], 'unknown command "imprt"; did you mean import or export?'],
    [['journal', 'verfy'], 'unknown command "verfy"; did you mean verify?'],
    [['quarantine', 'lst'], 'unknown command "lst"; did you mean list?'],
    [['journal'], 'name a command; --help shows them'],
    [
      ['indicators', prices, '--indicator', 'rsx'],
      'unknown indicator "rsx"; did you mean rsi or adx or asi?',
    ],
    [
      ['indicators', prices, '-i', 'rsi', '--param', 'perod=3'],
      'relative-strength-index: unknown parameter "perod"; did you mean period?',
    ],
    [
      ['indicators', prices, '-i', 'rsi', '--param', 'period=0'],
      'relative-strength-index: parameter "period" must be a whole number from 1 to 10000, not 0',
    ],
    [
      ['indicators', prices, '-i', 'rsi', '--param', 'period=ten'],
      "option '--param <name=number>' argument 'period=ten' is invalid. It must be a number.",
    ],
    [['indicators', prices], 'name an indicator with --indicator; octopus indicators --list shows them'],
    [['backtest', prices, '--strategy', 'smac'], 'unknown strategy "smac"; did you mean sma-crossover?'],
    [
      ['backtest', prices, '--strategy', 'sma-crossover', '--param', 'fast=30'],
      'sma-crossover: parameter "fast" (30) must be smaller than "slow" (30)',
    ],
    [
      ['backtest', prices, '--strategy', 'breakout', '--cash', '0'],
      "option '--cash <amount>' argument '0' is invalid. It must be above 0.",
    ],
    [
      ['backtest', prices, '--strategy', 'breakout', '--fill', 'now'],
      "option '--fill <fill>' argument 'now' is invalid. Allowed choices are next-open, close.",
    ],
    [['backtest', prices, '--stratgy', 'breakout'], "unknown option '--stratgy'; did you mean --strategy?"],
    [
      ['bars', 'X', '--from', '2024-02-30'],
      "option '--from <date>' argument '2024-02-30' is invalid. It must be a date such as 2013-03-01 or 2013-03-01T09:30.",
    ],
    [['import', prices], '--symbol is needed: acme.csv names no symbol'],
    [
      ['import', prices, '--symbol', 'A', '--timeframe', '2d'],
      "option '--timeframe <timeframe>' argument '2d' is invalid. Allowed choices are 1s, 1m, 5m, 1h, 1d.",
    ],
  ])('%j', async (args, line) => {
    expect(await runCli(args)).toEqual({ code: 2, out: '', error: `octopus: ${line}\n` });
  });
});

describe('bad files end with 1 and one line that helps', () => {
  mkdirSync(join(folder, 'folder.csv'), { recursive: true });
  it.each([
    ['missing.csv', undefined, 'is not there'],
    ['folder.csv', undefined, 'is a folder; give the path of a file'],
    ['empty.csv', '', 'is empty'],
    ['zeros.csv', Buffer.alloc(100), 'is not text'],
    ['random.csv', Buffer.from([0xff, 0xfe, 0x80, 0x81, 0x0a, 0xc3, 0x28]), 'is not UTF-8 text'],
    ['columns.csv', 'a,b\n1,2\n', 'names no date, open, high, low, close column'],
    ['control.csv', 'a\u001b[31m\u0007,b\r\n1,2\n', 'names no date'],
    ['header.csv', 'date,open,high,low,close\n', 'has a header but no rows below it'],
    ['rows.csv', 'date,open,high,low,close\nx,1,2,3,4\n', 'holds no bar'],
    ['half.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'is a damaged gzip file'],
  ])('%s', async (name, content, part) => {
    const path = content === undefined ? join(folder, name) : file(name, content);
    for (const args of [
      ['indicators', path, '-i', 'rsi'],
      ['backtest', path, '--strategy', 'breakout'],
    ]) {
      const { code, out, error } = await runCli(args);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(error).toMatch(/^octopus: [^\p{Cc}]+\n$/u);
      expect(error).toContain(part);
      expect(error).toContain(name);
    }
  });
});

describe('help and version end with 0', () => {
  it.each([
    [['--help']],
    [[]],
    [['help', 'backtest']],
    [['import', '--help']],
    [['journal', 'verify', '--help']],
    [['doctor', '--help']],
  ])('%j', async (args) => {
    const { code, out, error } = await runCli(args);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain('Usage: octopus');
  });

  it('--version', async () => {
    expect(await runCli(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
