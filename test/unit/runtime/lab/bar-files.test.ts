import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBarsFromDisk } from '#runtime/lab/bar-files';
import { temporaryFolder } from '#test/support/temporary-folder';

const NOW = Date.UTC(2024, 5, 1);

function read(times: readonly string[]) {
  const path = join(temporaryFolder(), 'bars.csv');
  writeFileSync(path, ['time,open,high,low,close', ...times.map((time) => `${time},1,2,1,2`)].join('\n'));
  return readBarsFromDisk(path, { now: NOW });
}

describe('the timeframe of a file is told from its rows', () => {
  it.each([
    ['1d', ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-08']],
    ['1d', ['2024-01-02T16:00-05:00', '2024-01-03T16:00-05:00', '2024-01-04T16:00-05:00']],
    ['1h', ['2024-01-02T09:00', '2024-01-02T10:00', '2024-01-02T11:00', '2024-01-03T09:00']],
    ['5m', ['2024-01-02T09:00', '2024-01-02T09:05', '2024-01-02T09:10']],
    ['1m', ['2024-01-02T09:00', '2024-01-02T09:01', '2024-01-02T09:02', '2024-01-03T09:00']],
    ['1s', ['2024-01-02T09:00:00', '2024-01-02T09:00:01', '2024-01-02T09:00:02']],
    ['1d', ['2024-01-02']],
  ])('%s from %j', async (timeframe, times) => {
    expect(await read(times)).toMatchObject({
      timeframe,
      fileName: 'bars.csv',
      rowsRead: times.length,
      rowsDuplicate: 0,
      quarantined: [],
    });
  });

  it('daily bars keep the date they were given, whatever the time of day', async () => {
    const { bars } = await read(['2024-01-02T16:00-05:00', '2024-01-03T20:00-05:00']);
    expect([...bars.time]).toEqual([Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)]);
  });
});
