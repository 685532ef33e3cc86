import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBarFile } from '#agents/data-collector/bar-file';
import { barAt } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';

const NOW = Date.UTC(2026, 0, 1);
const read = (text: string, timeframe: Timeframe = '1d') =>
  readBarFile({ fileName: 'bars.csv', text, timeframe, now: NOW });
const HEADER = 'date,open,high,low,close,volume\n';
const GOOD = '10,12,9,11,100';

describe('reading bars of a file', () => {
  it.each([
    ['commas', 'Date,Open,High,Low,Close,Volume\n2013-03-01,10,12,9,11,100\n'],
    ['another order and case', 'VOLUME,close,LOW,High,OPEN,day\n100,11,9,12,10,2013-03-01'],
    ['semicolons and CRLF', 'date;open;high;low;close;volume\r\n2013-03-01;10;12;9;11;100\r\n'],
    [
      'tabs, a byte order mark and blank lines',
      '\uFEFF\ndate\topen\thigh\tlow\tclose\tvolume\n\n2013-03-01\t10\t12\t9\t11\t100\n\n',
    ],
    ['quotation marks', '"Date","Open","High","Low","Close","Volume"\n"2013-03-01","10","12","9","11","100"'],
    [
      'an adjusted close beside the close',
      'Date,Open,High,Low,Close,Adj Close,Volume\n2013-03-01,10,12,9,11,5.5,100',
    ],
    ['US dates', `${HEADER}3/1/2013,${GOOD}`],
    ['compact dates', `${HEADER}20130301,${GOOD}`],
    ['a time of day, dropped for daily bars', `${HEADER}2013-03-01T23:00:00-05:00,${GOOD}`],
    ['epoch seconds', `${HEADER}1362096000,${GOOD}`],
    ['epoch milliseconds', `${HEADER}1362096000000,${GOOD}`],
  ])('reads %s', (_, text) => {
    const { bars, quarantined, rowsRead } = read(text);
    expect(quarantined).toEqual([]);
    expect(rowsRead).toBe(1);
    expect(barAt(bars, 0)).toEqual({
      time: Date.UTC(2013, 2, 1),
      open: 10,
      high: 12,
      low: 9,
      close: 11,
      volume: 100,
    });
  });

  it('takes a missing volume column as zero', () => {
    expect(read('date,open,high,low,close\n2013-03-01,10,12,9,11').bars.volume[0]).toBe(0);
  });

  it.each([
    ['2013-03-01 09:30', Date.UTC(2013, 2, 1, 9, 30)],
    ['2013-03-01T09:30:15', Date.UTC(2013, 2, 1, 9, 30, 15)],
    ['2013-03-01T09:30:15.250Z', Date.UTC(2013, 2, 1, 9, 30, 15, 250)],
    ['2013-03-01 09:30:00-05:00', Date.UTC(2013, 2, 1, 14, 30)],
    ['2013-03-01 09:30:00+0530', Date.UTC(2013, 2, 1, 4, 0)],
    ['20130301 09:30:15', Date.UTC(2013, 2, 1, 9, 30, 15)],
    ['3/1/2013 9:30 PM', Date.UTC(2013, 2, 1, 21, 30)],
    ['3/1/2013 12:05 AM', Date.UTC(2013, 2, 1, 0, 5)],
    ['1362130200', Date.UTC(2013, 2, 1, 9, 30)],
  ])('reads the intraday time %s', (text, time) => {
    expect(read(`${HEADER}${text},${GOOD}`, '1m').bars.time[0]).toBe(time);
  });

  it('joins a date and a time of day that stand in two columns', () => {
    const { bars } = read(`Date,Time,Open,High,Low,Close\n2013.03.01,09:30,10,12,9,11`, '1m');
    expect(bars.time[0]).toBe(Date.UTC(2013, 2, 1, 9, 30));
  });

  it.each([
    ['2013-03-01,10,9.8,10.1,10,1', 'high 9.8 is below low 10.1'],
    ['2013-03-01,10,10.5,9,11,1', 'high 10.5 is below close 11'],
    ['2013-03-01,13,12,9,11,1', 'high 12 is below open 13'],
    ['2013-03-01,10,12,10.5,11,1', 'low 10.5 is above open 10'],
    ['2013-03-01,10,12,9.5,9,1', 'low 9.5 is above close 9'],
    ['2013-03-01,-1,12,9,11,1', 'open -1 is not above zero'],
    ['2013-03-01,10,12,0,11,1', 'low 0 is not above zero'],
    ['2013-03-01,10,12,9,,1', 'close is missing'],
    ['2013-03-01,10,12,9,null,1', 'close "null" is not a number'],
    ['2013-03-01,10,Infinity,9,11,1', 'high "Infinity" is not a number'],
    ['2013-03-01,10,0x10,9,11,1', 'high "0x10" is not a number'],
    ['2013-03-01,10,12,9,11,-5', 'volume -5 is below zero'],
    ['2013-03-01,10,12,9,11,', 'volume is missing'],
    ['2013-02-29,10,12,9,11,1', '"2013-02-29" is not a date or time that can be read'],
    ['2013-03-01 24:00,10,12,9,11,1', '"2013-03-01 24:00" is not a date or time that can be read'],
    ['2013-0a-01,10,12,9,11,1', '"2013-0a-01" is not a date or time that can be read'],
    ['13/13/2013,10,12,9,11,1', '"13/13/2013" is not a date or time that can be read'],
    ['yesterday,10,12,9,11,1', '"yesterday" is not a date or time that can be read'],
    ['2026-01-02,10,12,9,11,1', '2026-01-02T00:00:00.000Z is in the future'],
    ['2013-03-01,10', 'it has 2 fields where 5 are needed'],
    ['2013-03-01,"10,12,9,11,1', 'a quotation mark is not closed'],
  ])('quarantines %s because %s', (raw, reason) => {
    const { bars, quarantined } = read(`${HEADER}\r\n${raw}\r\n2013-03-04,${GOOD}`);
    expect(quarantined).toEqual([{ line: 3, reason, raw }]);
    expect(bars.length).toBe(1);
  });

  it('sorts, counts repeats and keeps the earlier of two that disagree', () => {
    const file = read(
      `${HEADER}2013-03-05,${GOOD}\n2013-03-01,${GOOD}\n2013-03-05,10,12,9,11.5,100\n2013-03-01,${GOOD}\n2013-03-04,${GOOD}`,
    );
    expect(file.wasAscending).toBe(false);
    expect(Array.from(file.bars.time, (time) => new Date(time).getUTCDate())).toEqual([1, 4, 5]);
    expect(file.bars.close[2]).toBe(11);
    expect(file.rowsDuplicate).toBe(1);
    expect(file.quarantined).toEqual([
      {
        line: 4,
        reason: 'line 2 gives other values for 2013-03-05',
        raw: '2013-03-05,10,12,9,11.5,100',
        isReleasable: true,
      },
    ]);
  });

  it.each([
    ['', /bars\.csv is empty/],
    ['\uFEFF \n\n', /bars\.csv is empty/],
    ['PK\u0003\u0004\0\0', /bars\.csv is not text/],
    ['date,open,price\n2013-03-01,1,2', /bars\.csv: its first line names no high, low, close column/],
    ['2013-03-01,10,12,9,11,100\n', /names no date, open, high, low, close column/],
  ])('says what to do about %j', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE', message: expect.stringMatching(message) }),
    );
  });

  it.each(['', 'Unnamed: 0', 'index'])('takes a first column %j of dates for their time', (name) => {
    const file = read(`${name},Open,High,Low,Close,Volume\n2013-03-01,${GOOD}\n2013-03-04,${GOOD}`);
    expect(Array.from(file.bars.time, (time) => new Date(time).getUTCDate())).toEqual([1, 4]);
  });

  it('takes the count of a row for no time', () => {
    expect(() => read(`,Open,High,Low,Close,Volume\n0,${GOOD}\n1,${GOOD}`)).toThrow(/names no date column/);
  });

  it('accounts for every row, whatever the file holds', () => {
    const field = fc.oneof(
      fc.constantFrom('2013-03-01', '2013-03-02', '1', '2', '3', '-1', '', 'x', '"', '9e9', '2099-01-01'),
      fc.string(),
    );
    const line = fc.oneof(
      fc.array(field, { maxLength: 8 }).map((fields) => fields.join(',')),
      fc.constantFrom(...['1', '2', '3'].map((day) => `2013-03-0${day},${GOOD}`)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = (HEADER + lines.join(end)).replaceAll('\0', '');
        const { bars, quarantined, rowsRead, rowsDuplicate } = read(text);
        expect(bars.length + rowsDuplicate + quarantined.length).toBe(rowsRead);
        expect(rowsRead).toBe(
          text
            .split('\n')
            .slice(1)
            .filter((row) => row.trim() !== '').length,
        );
        for (let i = 1; i < bars.length; i++) expect(bars.time[i]).toBeGreaterThan(bars.time[i - 1]!);
        for (const row of quarantined)
          expect(text.split('\n')[row.line - 1]?.replace(/\r$/, '')).toBe(row.raw);
      }),
      { numRuns: 300 },
    );
  });
});

describe('splits and dividends of a file', () => {
  const header = 'Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n';

  it('are those of its rows; zero, one and blank are none', () => {
    const file = read(
      `${header}2020-01-02,10,10,10,10,1,0.0,0.0\n2020-01-03,5,5,5,5,1,,2\n2020-01-06,5,5,5,5,1,0.5,1\n`,
    );
    expect(file.prices).toBe('raw');
    expect(file.actions).toEqual([
      { kind: 'split', time: Date.UTC(2020, 0, 3), value: 2, isInPrices: false },
      { kind: 'dividend', time: Date.UTC(2020, 0, 6), value: 0.5, isInPrices: false },
    ]);
  });

  it('that are no numbers put their row into quarantine', () => {
    const file = read(
      `${header}2020-01-02,10,10,10,10,1,x,0\n2020-01-03,5,5,5,5,1,0,-2\n2020-01-06,5,5,5,5,1,-1,1\n`,
    );
    expect(file.quarantined.map((row) => row.reason)).toEqual([
      'dividend "x" is not an amount',
      'split "-2" is not a ratio',
      'dividend "-1" is not an amount',
    ]);
  });

  it('are not told of where there are no columns for them', () => {
    expect(read('date,open,high,low,close\n2020-01-02,1,1,1,1\n')).not.toHaveProperty('actions');
  });
});
