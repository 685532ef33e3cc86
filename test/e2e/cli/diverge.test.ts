import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { runCli } from '#test/support/run-cli';
import {
  allowEverything,
  openRunEngine,
  RUN_START,
  RUN_TERMS,
  untilSo,
  wavyTrades,
} from '#test/support/strategy-run-engine';
import { temporaryFolder } from '#test/support/temporary-folder';

/** A folder in which a strategy has traded a paper account over a replay. */
async function traded() {
  const dataFolder = temporaryFolder();
  const { engine, clock } = await openRunEngine({
    dataFolder,
    clock: new SimulatedClock(RUN_START + 172_800_000),
  });
  const trades = wavyTrades(120);
  await engine.stores.market.putTrades('WAVE', trades);
  engine.live.configure('replay', { speed: 0 });
  engine.accounts.openPaper('robot', '100000', 'USD');
  allowEverything(engine);
  const { id } = await engine.strategyRuns.start({
    strategy: 'sma-crossover',
    parameters: { fast: 3, slow: 8 },
    account: 'robot',
    symbols: ['REPLAY:WAVE'],
    ...RUN_TERMS,
    size: 0.5,
  });
  const end = trades.time[trades.length - 1]!;
  await untilSo(clock, () => (engine.strategyRuns.view(id).lastEventTime ?? 0) >= end, 100);
  await engine.stop();
  return { data: dataFolder, id };
}

describe('octopus diverge and octopus journal export', { timeout: 120_000 }, () => {
  it('compares a run with an exported journal, names a changed fill, and refuses a changed record', async () => {
    const { data, id } = await traded();
    const file = join(data, 'journal.jsonl');
    const exported = await runCli(['journal', 'export', file, '--format', 'json'], { data });
    expect(exported.error).toBe('');
    const { records, verified, head } = JSON.parse(exported.out) as Record<string, number | string>;
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect([lines.length, verified]).toEqual([records, records]);
    expect((JSON.parse(lines.at(-1)!) as { hash: string }).hash).toBe(head);

    const same = await runCli(['diverge', id, file, '--json'], { data });
    expect(JSON.parse(same.out)).toMatchObject({ isEqual: true, matchPct: 100, cause: null });
    expect(same.code).toBe(0);
    const { orderListHashA, orderListHashB } = JSON.parse(same.out) as Record<string, string>;
    expect(orderListHashA).toBe(orderListHashB);

    const html = join(data, 'robot.html');
    const sheet = await runCli(['tearsheet', '--account', 'robot', '--out', html, '--format', 'json'], {
      data,
    });
    expect(sheet.code).toBe(0);
    const { sheet: told } = JSON.parse(sheet.out) as { sheet: { name: string; orderListHash: string } };
    expect(told.name).toBe('account robot');
    expect(JSON.stringify(told)).toContain(orderListHashA);
    expect(readFileSync(html, 'utf8')).toContain('account robot');

    const list = join(data, 'list.txt');
    writeFileSync(list, 'order|1|WAVE|buy|10|market||\nfill|2|10|99.5|0\n');
    const other = await runCli(['diverge', id, list], { data });
    expect(other.code).toBe(1);
    expect(other.out).toContain('First difference');

    const changed = lines.map((line) => line.replace('"price":"', '"price":"9'));
    writeFileSync(file, changed.join('\n'));
    const refused = await runCli(['diverge', id, file], { data });
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('was changed after it was written');

    const fills = join(data, 'fills.csv');
    const csv = await runCli(['journal', 'export', fills, '--as', 'csv', '--kind', 'OrderFilled'], { data });
    expect(csv.code).toBe(0);
    const rows = readFileSync(fills, 'utf8').trim().split('\n');
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.slice(1).every((row) => row.includes('OrderFilled'))).toBe(true);
  });
});
