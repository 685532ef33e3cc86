import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportFileRequest, importFile } from '#agents/data-collector/import/import-file';
import type { ImportSource } from '#engine/ports/import-source';
import { openMarketStore } from '#test/support/market-store';

const NOW = Date.UTC(2026, 0, 1);
const UTF8 = new TextEncoder();
const HEADER = 'date,open,high,low,close,volume\n';

/** Bytes as a source, cut into parts of any length. */
function source(content: string | Uint8Array, partBytes = 1e9, fileName = 'bars.csv'): ImportSource {
  const bytes = typeof content === 'string' ? UTF8.encode(content) : content;
  return {
    fileName,
    progress: () => 1,
    async *parts() {
      for (let at = 0; at < bytes.length; at += partBytes) yield bytes.slice(at, at + partBytes);
    },
  };
}

async function run(
  content: string | Uint8Array,
  request: Partial<ImportFileRequest> = {},
  partBytes?: number,
) {
  const market = openMarketStore();
  const report = await importFile(market, source(content, partBytes), { symbol: 'X', now: NOW, ...request });
  const { rows } = await market.quarantine(10_000);
  return { market, report, quarantined: [...rows].reverse().map(({ line, reason }) => ({ line, reason })) };
}

const day = (text: string) => Date.parse(`${text}T00:00Z`);

describe('odd files are read, or refused with a sentence', () => {
  it.each<[string, string | Uint8Array, Partial<ImportFileRequest>?]>([
    [
      'lines that end in every way',
      'date,open,high,low,close,volume\r2013-03-01,10,12,9,11.5,1000\n2013-03-04,10,12,9,11.5,1000\r\n',
    ],
    ['a byte order mark', `\uFEFF${HEADER}2013-03-01,10,12,9,11.5,1000\n2013-03-04,10,12,9,11.5,1000`],
    [
      'thousands grouped in quotes',
      `${HEADER}2013-03-01,10,12,9,11.5,"1,000"\n2013-03-04,10,12,9,11.5,"1,000"`,
    ],
    [
      'semicolons and decimal commas',
      'Date;Open;High;Low;Close;Volume\n01.03.2013;10,0;12,0;9,0;11,5;1.000\n04.03.2013;10,0;12,0;9,0;11,5;1.000',
    ],
    [
      'decimal commas in quotes',
      `${HEADER}2013-03-01,"10,0","12,0","9,0","11,50","1.000,0"\n2013-03-04,"10,0","12,0","9,0","11,50","1.000,0"`,
    ],
    [
      'currency signs and magnitudes',
      'Date,Close/Last,Volume,Open,High,Low\n03/01/2013,$11.50,1.0K,$10,$12,$9\n03/04/2013,$11.50,1.0K,$10,$12,$9',
    ],
    [
      'months by name',
      'Date\tOpen\tHigh\tLow\tClose\tVolume\n01-Mar-2013\t10\t12\t9\t11.5\t1000\nMar 4, 2013\t10\t12\t9\t11.5\t1000',
    ],
    [
      'days first, as one of them shows',
      `${HEADER}01/03/2013,10,12,9,11.5,1000\n04/03/2013,10,12,9,11.5,1000\n31/03/2013,1,0,1,1,1`,
      {},
    ],
    [
      'letters of Western Europe',
      Buffer.from(
        'Dat\xe9;date;open;high;low;close;volume\nx\xe9;2013-03-01;10;12;9;11.5;1000\nx;2013-03-04;10;12;9;11.5;1000',
        'latin1',
      ),
    ],
    [
      'JSON lines',
      '{"date":"2013-03-01","open":10,"high":12,"low":9,"close":11.5,"volume":1000}\n{"date":"2013-03-04","open":10,"high":12,"low":9,"close":11.5,"volume":1000}',
    ],
    [
      'columns that are named by a person',
      'Tag,O1,H1,L1,Letzter,Stück\n2013-03-01,10,12,9,11.5,1000\n2013-03-04,10,12,9,11.5,1000',
      {
        mapping: {
          columns: [
            { column: 'Tag', role: 'time' },
            { column: 'O1', role: 'open' },
            { column: 'h1', role: 'high' },
            { column: 'L1', role: 'low' },
            { column: 'Letzter', role: 'close' },
            { column: 'Stück', role: 'volume' },
          ],
        },
      },
    ],
    [
      'columns without names, by number',
      '2013-03-01,10,12,9,11.5,1000\n2013-03-04,10,12,9,11.5,1000',
      {
        mapping: {
          columns: ['time', 'open', 'high', 'low', 'close', 'volume'].map((role, i) => ({
            column: String(i + 1),
            role: role as 'time',
          })),
        },
      },
    ],
  ])('%s', async (_, content, request) => {
    const { market, report } = await run(content, { timeframe: '1d', ...request });
    const bars = await market.readBars('X', '1d');
    expect(Array.from(bars.time)).toEqual([day('2013-03-01'), day('2013-03-04')]);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual([
      10, 12, 9, 11.5, 1_000,
    ]);
    expect(report.rowsStored + report.rowsQuarantined).toBe(report.rowsRead);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /bars\.csv is empty/],
    ['binary', Buffer.from([0, 1, 2, 3, 0, 255]), /bars\.csv is not text/],
    ['a web page', '<!DOCTYPE html><p>403</p>', /is a web page, not a file of prices/],
    ['a JSON array', '[\n{"date":"2013-03-01"}]', /is a JSON array; give JSON lines/],
    ['of other columns', 'a,b\n1,2\n', /names no date, open, high, low, close column .*--map/],
    ['of returns', 'date,return\n2013-03-01,0.01\n', /holds returns, not prices/],
    ['one endless line', HEADER.repeat(3).replaceAll('\n', ',').repeat(60_000), /line of more than 4 MB/],
  ])('%s', async (_, content, message) => {
    await expect(run(content, {}, 500_000)).rejects.toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE', message: expect.stringMatching(message) }),
    );
  });

  it('of a header alone says that nothing was stored', async () => {
    const { report } = await run(HEADER);
    expect(report).toMatchObject({ rowsRead: 0, rowsStored: 0 });
    expect(report.warnings).toEqual(['bars.csv has a header and no rows below it; nothing was stored']);
  });

  it('of two ways to write dates quotes the one that can be read two ways', async () => {
    const { report } = await run(`${HEADER}2024-01-02,1,2,1,1,5\n03/01/2024,1,2,1,1,5\n`);
    expect(report.warnings).toEqual([
      'dates such as 03/01/2024 are read month first; --date-format dmy reads the day first',
    ]);
  });

  it('a value of a million digits is not quoted whole', async () => {
    const { quarantined } = await run(`${HEADER}2024-01-02,1,2,1,1,${'x'.repeat(1e6)}\n`);
    expect(quarantined[0]!.reason).toHaveLength(201);
  });

  it('a mapping that names no column is refused with the nearest name', async () => {
    const mapping = { columns: [{ column: 'Clse', role: 'close' as const }] };
    await expect(run(`${HEADER}2013-03-01,10,12,9,11,5`, { mapping })).rejects.toThrow(
      /unknown column "Clse"; did you mean close/,
    );
  });
});

describe('bad rows are set aside, each with its reason', () => {
  it.each([
    ['2013-03-04,10,9.8,10.1,10,1', 'high 9.8 is below low 10.1'],
    ['2013-03-04,-1,12,9,11,1', 'open -1 is not above zero'],
    ['2013-03-04,NaN,12,9,11,1', 'open "NaN" is not a number'],
    ['2013-13-04,10,12,9,11,1', '"2013-13-04" is not a date or time that can be read'],
    ['2027-03-04,10,12,9,11,1', '2027-03-04T00:00:00.000Z is in the future'],
    ['2013-03-04,10,120,9,11,1', 'high 120 is 10 times that of the bars before and after it'],
  ])('%s', async (row, reason) => {
    const { report, quarantined } = await run(
      `${HEADER}2013-03-01,10,12,9,11,1\n${row}\n2013-03-05,10,12,9,11,1\n`,
    );
    expect(quarantined).toEqual([{ line: 3, reason }]);
    expect(report).toMatchObject({ rowsRead: 3, rowsStored: 2, rowsQuarantined: 1 });
  });

  it('blank values of a series are counted and said', async () => {
    const { report } = await run('date,close\n2013-03-01,10\n2013-03-04,\n2013-03-05,.\n2013-03-06,11\n');
    expect(report).toMatchObject({
      content: 'closes',
      rowsRead: 4,
      rowsStored: 2,
      rowsBlank: 2,
      rowsQuarantined: 0,
    });
  });

  it('a value of a table is set aside for its symbol alone', async () => {
    const { report, market } = await run('date,AAA,BBB\n2013-03-01,10,x\n2013-03-04,10,20\nnever,1,2\n', {
      symbol: undefined,
    });
    expect(report.series).toEqual([
      { symbol: 'AAA', rowsRead: 3, rowsStored: 2, rowsDuplicate: 0, rowsQuarantined: 1 },
      { symbol: 'BBB', rowsRead: 3, rowsStored: 1, rowsDuplicate: 0, rowsQuarantined: 2 },
    ]);
    expect((await market.quarantine(9)).rows.map(({ symbol, reason }) => [symbol, reason])).toEqual([
      ['*', '"never" is not a date or time that can be read'],
      ['BBB', 'value "x" is not a number'],
    ]);
  });
});

describe('what comes in parts is what comes at once', () => {
  // Catches a row lost or doubled where two parts meet, and an order that depends on where a batch ends.
  it('wherever the parts end', async () => {
    const row = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      close: fc.constantFrom('10', '10.5', 'x', ''),
      end: fc.constantFrom('\n', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, partBytes) => {
          const text =
            HEADER +
            rows
              .map(
                ({ day: date, close, end }) =>
                  `2013-03-${String(date).padStart(2, '0')},10,12,9,${close},1${end}`,
              )
              .join('');
          const whole = await run(text, { timeframe: '1d' });
          const cut = await run(text, { timeframe: '1d' }, partBytes);
          expect(cut.report).toEqual(whole.report);
          expect(cut.quarantined).toEqual(whole.quarantined);
          expect(await cut.market.readBars('X', '1d')).toEqual(await whole.market.readBars('X', '1d'));
          const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined } = cut.report;
          expect(rowsStored + rowsDuplicate + rowsQuarantined).toBe(rowsRead);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of two rows for one time the earlier stays, however far apart they stand', async () => {
    const minutes = Array.from(
      { length: 140_000 },
      (_, i) => `${new Date(day('2013-03-01') + i * 60_000).toISOString()},10,12,9,11,1`,
    );
    const repeat = minutes[5]!;
    const other = repeat.replace(',11,1', ',11.5,1');
    const apart = minutes[6]!.replace(',11,1', ',11.5,1');
    const { market, report, quarantined } = await run(
      [HEADER.trim(), ...minutes, repeat, other, apart].join('\n'),
      { timeframe: '1m' },
      262_144,
    );
    expect(report).toMatchObject({
      rowsRead: 140_003,
      rowsStored: 140_000,
      rowsDuplicate: 1,
      rowsQuarantined: 2,
    });
    expect(quarantined).toEqual([
      { line: 140_003, reason: 'line 140002 gives other values for 2013-03-01T00:05:00.000Z' },
      { line: 140_004, reason: 'an earlier row gives other values for 2013-03-01T00:06:00.000Z' },
    ]);
    expect(
      (
        await market.readBars('X', '1m', {
          from: day('2013-03-01') + 300_000,
          to: day('2013-03-01') + 300_001,
        })
      ).close[0],
    ).toBe(11);
  });

  it('newest first is as good as oldest first', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${new Date(day('2013-03-01') - i * 86_400_000).toISOString().slice(0, 10)},10,12,9,11,1`,
    );
    const { report } = await run([HEADER.trim(), ...rows].join('\n'));
    expect(report).toMatchObject({ rowsRead: 300, rowsStored: 300, rowsDuplicate: 0 });
  });
});

describe('times, ticks and zones', () => {
  it('reads wall times of a zone, through the change of its clocks', async () => {
    const { market } = await run(`${HEADER}2013-03-08 09:30,1,1,1,1,1\n2013-03-11 09:30,1,1,1,1,1\n`, {
      timeframe: '1m',
      mapping: { zone: 'America/New_York' },
    });
    expect(Array.from((await market.readBars('X', '1m')).time)).toEqual([
      Date.UTC(2013, 2, 8, 14, 30),
      Date.UTC(2013, 2, 11, 13, 30),
    ]);
  });

  it('stores quotes and trades as ticks, and sets a crossed quote aside', async () => {
    const { market, report, quarantined } = await run(
      'time,bid,ask\n2013-03-01T09:30:00.100,1.1,1.2\n2013-03-01T09:30:00.200,1.3,1.2\n',
    );
    expect(report).toMatchObject({
      timeframe: 'tick',
      content: 'quotes',
      rowsRead: 2,
      rowsStored: 1,
      rowsQuarantined: 1,
    });
    expect(quarantined[0]?.reason).toBe('bid 1.3 is above ask 1.2');
    expect((await market.readQuotes('X')).time[0]).toBe(Date.UTC(2013, 2, 1, 9, 30, 0, 100));
    const trades = await run('time,price,size\n1362130200123,10.5,3\n1362130200123,10.5,3\n');
    expect(trades.report).toMatchObject({ content: 'trades', rowsRead: 2, rowsStored: 2 });
  });

  it('names the symbol it needs', async () => {
    await expect(run(`${HEADER}2013-03-01,1,1,1,1,1`, { symbol: undefined })).rejects.toThrow(
      /names no symbol; .*--symbol AAPL/,
    );
  });
});

it('stops when cancelled, and the same import again completes it', async () => {
  const market = openMarketStore();
  const minutes = Array.from(
    { length: 300_000 },
    (_, i) => `${new Date(day('2013-03-01') + i * 60_000).toISOString()},10,12,9,11,1\n`,
  );
  const bytes = UTF8.encode(HEADER + minutes.join(''));
  const controller = new AbortController();
  let parts = 0;
  const onProgress = () => {
    if (++parts === 30) controller.abort(new Error('enough'));
  };
  const request = { symbol: 'X', now: NOW, timeframe: '1m' as const };
  await expect(
    importFile(market, source(bytes, 262_144), request, { signal: controller.signal, onProgress }),
  ).rejects.toThrow('enough');
  const held = (await market.series())[0]?.bars ?? 0;
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(300_000);
  const report = await importFile(market, source(bytes, 262_144), request);
  expect(report).toMatchObject({ rowsStored: 300_000 - held, rowsDuplicate: held });
});
