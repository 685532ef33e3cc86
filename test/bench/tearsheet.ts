import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRunStore } from '#adapters/stores/sqlite/run-store';
import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { renderTearSheetHtml } from '#domain/reports/html/render-tear-sheet-html';
import { RunLibrary } from '#engine/runs/run-library';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { walk } from '../support/daily-walk.ts';
import { finishedBacktest } from '../support/finished-backtest.ts';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 9;
const YEARS_20 = 20 * 252;

/** What the tear sheet of a run of twenty years of days costs, its parts, and keeping the run. */
export function benchTearsheet(): BenchRow[] {
  const { result, bars } = finishedBacktest({ bars: walk(YEARS_20, 11) });
  const first = time(() => sheetOf());
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const store = openRunStore(folder, 0);
  const library = new RunLibrary({ store: () => store, clock: { now: () => 0 } });
  const input = inputOf();
  const sheet = buildTearSheet(input);
  const times = {
    input: [] as number[],
    sheet: [] as number[],
    html: [] as number[],
    save: [] as number[],
    load: [] as number[],
  };
  let id = '';
  for (let round = 0; round < ROUNDS; round++) {
    times.input.push(time(inputOf));
    times.sheet.push(time(() => buildTearSheet(input)));
    times.html.push(time(() => renderTearSheetHtml(sheet)));
    times.save.push(time(() => ({ id } = library.save({ result, input }))));
    times.load.push(time(() => library.record(id)));
  }
  const { bytes } = library.find(id);
  store.close();
  rmSync(folder, { recursive: true });
  const row = (name: string, values: readonly number[]): BenchRow => ({
    name,
    value: median(values),
    unit: 'ms',
  });
  return [
    {
      name: `tear sheet of 20 years of days (${result.trades.length} trades), the first`,
      value: first,
      unit: 'ms',
      goal: 'under 1,000',
    },
    row('  equity, exposure and excursions from the trades', times.input),
    row('  every figure, table and curve', times.sheet),
    row('  HTML', times.html),
    row('run saved to the library', times.save),
    row('run read back', times.load),
    { name: 'run in the library', value: bytes / 1_024, unit: 'KiB' },
  ];

  function inputOf() {
    return tearSheetInput({ result, bars, engineVersion: 'bench' });
  }

  function sheetOf(): string {
    return renderTearSheetHtml(buildTearSheet(inputOf()));
  }
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
