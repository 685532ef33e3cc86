import { describe, expect, it } from 'vitest';
import { importBars } from '#agents/data-collector/import-bars';
import { type QuarantineDecision, QuarantineDesk } from '#agents/data-collector/quarantine-desk';
import type { Clock } from '#engine/ports/clock';
import { openMarketStore } from '#test/support/market-store';

const NOW = Date.UTC(2026, 0, 1);
const clock: Clock = {
  now: () => NOW,
  monotonic: () => 0,
  after: () => () => undefined,
  every: () => () => undefined,
  sleep: () => Promise.resolve(),
};

async function setAside(text: string, symbol: string | undefined = 'X') {
  const market = openMarketStore();
  await importBars(market, { fileName: 'bars.csv', text, symbol, timeframe: '1d', now: NOW });
  const decisions: QuarantineDecision[] = [];
  const stored: string[] = [];
  const desk = new QuarantineDesk({
    market,
    clock,
    onDecided: (decision) => decisions.push(decision),
    onStored: (name, timeframe) => stored.push(`${name} ${timeframe}`),
  });
  const rows = (await market.quarantine(9)).rows;
  return { market, desk, rows, decisions, stored };
}

const BAD = 'Date;Open;High;Low;Close\n01.03.2013;10,5;9;11;10\n04.03.2013;10;12;9;11\n';
const SPIKE =
  'date,open,high,low,close\n2013-03-01,10,12,9,11\n2013-03-04,10,120,9,11\n2013-03-05,10,12,9,11\n';

describe('a person decides on rows set aside', () => {
  it('one put right is stored, by the rules of its file, and journaled', async () => {
    const { market, desk, rows, decisions, stored } = await setAside(BAD);
    const [row] = rows;
    expect(row?.reason).toBe('high 9 is below low 11');
    const raw = '01.03.2013;10,5;12;9;10,25';
    expect(await desk.fix(row!.id, raw)).toEqual({ id: row!.id, isDone: true, reason: null });
    const bars = await market.readBars('X', '1d');
    expect([bars.length, bars.open[0], bars.close[0], bars.time[0]]).toEqual([
      2,
      10.5,
      10.25,
      Date.UTC(2013, 2, 1),
    ]);
    expect((await market.quarantine(9)).total).toBe(0);
    expect(decisions).toEqual([
      {
        decision: 'fixed',
        id: row!.id,
        symbol: 'X',
        source: 'bars.csv',
        line: 2,
        reason: row!.reason,
        raw: row!.raw,
        storedRaw: raw,
      },
    ]);
    expect(stored).toEqual(['X 1d']);
  });

  it('one that is still wrong stays, with its new text and reason', async () => {
    const { market, desk, rows, decisions } = await setAside(BAD);
    const outcome = await desk.fix(rows[0]!.id, '01.03.2013;0;12;9;10');
    expect(outcome).toMatchObject({ isDone: false, reason: 'open 0 is not above zero' });
    expect((await market.quarantine(9)).rows[0]).toMatchObject({
      raw: '01.03.2013;0;12;9;10',
      reason: 'open 0 is not above zero',
    });
    expect(await desk.fix(rows[0]!.id, 'a\nb')).toMatchObject({
      isDone: false,
      reason: 'it is 2 rows where one is needed',
    });
    expect(decisions).toEqual([]);
  });

  it('a misprint by the look of it can be taken as it is, what breaks a rule cannot', async () => {
    const { market, desk, rows } = await setAside(SPIKE);
    expect(rows[0]).toMatchObject({
      isReleasable: true,
      reason: 'high 120 is 10 times that of the bars before and after it',
    });
    expect(await desk.release([rows[0]!.id])).toMatchObject([{ isDone: true }]);
    expect((await market.readBars('X', '1d')).high[1]).toBe(120);
    const report = await importBars(market, {
      fileName: 'bars.csv',
      text: SPIKE,
      symbol: 'X',
      timeframe: '1d',
      now: NOW,
    });
    expect(report).toMatchObject({ rowsDuplicate: 3, rowsQuarantined: 0 });

    const hard = await setAside(BAD);
    const [outcome] = await hard.desk.release([hard.rows[0]!.id]);
    expect(outcome).toMatchObject({
      isDone: false,
      reason: 'it cannot be taken as it is: high 9 is below low 11; fix it or discard it',
    });
    expect((await hard.market.quarantine(9)).total).toBe(1);
  });

  it('the later of two that disagree takes the place of the earlier when released', async () => {
    const text = 'date,open,high,low,close\n2013-03-01,10,12,9,11\n2013-03-01,10,12,9,11.5\n';
    const { market, desk, rows } = await setAside(text);
    expect(await desk.release([rows[0]!.id])).toMatchObject([{ isDone: true }]);
    expect(Array.from((await market.readBars('X', '1d')).close)).toEqual([11.5]);
  });

  it('a value of a table is stored for its symbol alone', async () => {
    const market = openMarketStore();
    await importBars(market, {
      fileName: 'table.csv',
      text: 'date,AAA,BBB\n2013-03-01,10,x\n',
      timeframe: '1d',
      now: NOW,
    });
    const desk = new QuarantineDesk({ market, clock, onDecided: () => undefined, onStored: () => undefined });
    const [row] = (await market.quarantine(9)).rows;
    expect(await desk.fix(row!.id, '2013-03-01,99,20')).toMatchObject({ isDone: true });
    expect((await market.readBars('AAA', '1d')).close[0]).toBe(10);
    expect((await market.readBars('BBB', '1d')).close[0]).toBe(20);
  });

  it('one thrown away is gone, and the journal is told what it was', async () => {
    const { market, desk, rows, decisions } = await setAside(BAD);
    expect(await desk.discard([rows[0]!.id])).toEqual([{ id: rows[0]!.id, isDone: true, reason: null }]);
    expect((await market.quarantine(9)).total).toBe(0);
    expect(decisions).toMatchObject([{ decision: 'discarded', raw: rows[0]!.raw, storedRaw: null }]);
    await expect(desk.discard([rows[0]!.id])).rejects.toThrow(/no row .* is in quarantine/);
  });
});
