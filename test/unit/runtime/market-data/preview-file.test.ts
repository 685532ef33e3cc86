import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { previewFile } from '#runtime/market-data/preview-file';
import { temporaryFolder } from '#test/support/temporary-folder';

const NOW = Date.UTC(2026, 0, 1);
const CSV = 'Date;Open;High;Low;Last;Volume\n01.03.2013;10,5;12;9;11;1.000\n04.03.2013;10,5;9;11;11;1.000\n';

const preview = (text: string, mapping = {}, fileName = 'AAPL_daily.csv') =>
  previewFile({ fileName, text, mapping }, NOW);

describe('how a file would be read', () => {
  it('says what was found, and what is wrong with each row', async () => {
    expect(await preview(CSV)).toEqual({
      fileName: 'AAPL_daily.csv',
      content: 'bars',
      error: null,
      delimiter: ';',
      decimal: ',',
      hasHeader: true,
      dateOrder: 'dmy',
      zone: 'UTC',
      side: 'mid',
      as: 'prices',
      columns: ['time', 'open', 'high', 'low', 'close', 'volume'].map((role, i) => ({
        name: ['Date', 'Open', 'High', 'Low', 'Last', 'Volume'][i],
        role,
        symbol: null,
      })),
      symbol: 'AAPL',
      timeframe: '1d',
      rows: [
        {
          line: 2,
          cells: ['01.03.2013', '10,5', '12', '9', '11', '1.000'],
          time: Date.UTC(2013, 2, 1),
          problem: null,
        },
        {
          line: 3,
          cells: ['04.03.2013', '10,5', '9', '11', '11', '1.000'],
          time: Date.UTC(2013, 2, 4),
          problem: 'high 9 is below low 11',
        },
      ],
      rowsChecked: 2,
      rowsWrong: 1,
      warnings: ['dates such as 01.03.2013 are read day first; --date-format mdy reads the month first'],
    });
  });

  // Catches a wizard that a person cannot leave: a file that needs mapping must be shown, not refused.
  it('shows a file whose columns are not enough, and reads it once they are mapped', async () => {
    const text = 'When,Value A,Value B\n2013-03-01 09:30,1,2\n2013-03-01 09:31,1,2\n';
    expect(await preview(text)).toMatchObject({
      content: null,
      error: expect.stringContaining('names no date'),
      rowsChecked: 0,
    });
    const columns = [
      { column: 'When', role: 'time' },
      { column: 'Value A', role: 'close' },
    ];
    expect(await preview(text, { columns })).toMatchObject({
      content: 'closes',
      error: null,
      timeframe: '1m',
      rowsChecked: 2,
    });
  });

  it('takes columns without names by their place, for a person to confirm', async () => {
    const found = await preview(
      '20130301 093000;1.30;1.32;1.29;1.31;0\n20130301 093100;1.30;1.32;1.29;1.31;0\n',
      {},
      'DAT_EURUSD.csv',
    );
    expect(found).toMatchObject({ content: 'bars', hasHeader: false, timeframe: '1m' });
    expect(found.columns.map(({ role }) => role)).toEqual(['time', 'open', 'high', 'low', 'close', 'volume']);
    expect(found.warnings.at(-1)).toContain('names no columns');
  });

  it.each([
    ['a path', (path: string) => ({ path })],
    [
      'bytes, packed and cut',
      (path: string) => ({ fileName: path, base64: gzipSync(CSV.repeat(1)).toString('base64') }),
    ],
    [
      'bytes in UTF-16',
      (path: string) => ({
        fileName: path,
        base64: Buffer.from(`\uFEFF${CSV}`, 'utf16le').toString('base64'),
      }),
    ],
  ])('from %s', async (_, request) => {
    const path = join(temporaryFolder(), 'bars.csv.gz');
    writeFileSync(path, gzipSync(CSV));
    expect(await previewFile(request(path), NOW)).toMatchObject({
      content: 'bars',
      rowsChecked: 2,
      rowsWrong: 1,
    });
  });

  it('wants one form of the file', async () => {
    await expect(previewFile({ fileName: 'x' }, NOW)).rejects.toThrow(/one of text, base64 and path/);
    await expect(previewFile({ path: '/dev/null' }, NOW)).rejects.toThrow(/null is no regular file/);
  });
});
