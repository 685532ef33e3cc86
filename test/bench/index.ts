import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchRow } from './bench-row.ts';

// Runs the benches named on the command line, all without any; prints one table and writes .cache/bench.json.
// `--seconds 60` lets those that go on for a while go on for so long.
const NAMES = [
  'store',
  'import',
  'pipeline',
  'socket',
  'publish',
  'rpc',
  'feed',
  'screen',
  'latency',
  'watchlist',
  'ladder',
  'backtest',
  'sweep',
  'tearsheet',
  'engine',
  'startup',
  'chart',
  'sustained',
  'cache',
  'eventlog',
  'alerts',
  'indicators',
  'orders',
];
const OUTPUT = fileURLToPath(new URL('../../.cache/bench.json', import.meta.url));

type Bench = (seconds?: number) => BenchRow[] | Promise<BenchRow[]>;

async function loadBench(name: string): Promise<Bench | undefined> {
  const file = new URL(`${name}.ts`, import.meta.url);
  if (!existsSync(file)) return undefined;
  const module = (await import(file.href)) as Record<string, Bench>;
  const bench = module[`bench${name[0]!.toUpperCase()}${name.slice(1)}`];
  if (!bench)
    throw new Error(`test/bench/${name}.ts exports no bench${name[0]!.toUpperCase()}${name.slice(1)}`);
  return bench;
}

function printTable(rows: readonly BenchRow[]): void {
  const table = [
    ['bench', 'value', 'unit', 'baseline', 'ratio', 'against', 'goal'],
    ...rows.map(({ name, value, unit, baseline, ratio, against, goal }) => [
      name,
      figure(value),
      unit,
      figure(baseline),
      ratio === undefined ? '' : `${figure(ratio)}×`,
      against ?? '',
      goal ?? '',
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  for (const cells of table) {
    const line = cells.map((cell, i) =>
      [1, 3, 4].includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
    );
    process.stdout.write(`${line.join('  ').trimEnd()}\n`);
  }
}

/** Four significant digits, never in exponents. */
function figure(value: number | undefined): string {
  if (value === undefined) return '';
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(6, digits) });
}

const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' } },
});
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
if (seconds !== undefined && !(seconds > 0))
  throw new Error(`--seconds ${values.seconds}: it must be a number above 0`);
for (const name of wanted)
  if (!NAMES.includes(name)) throw new Error(`unknown bench "${name}"; there are ${NAMES.join(', ')}`);

const rows: BenchRow[] = [];
const failures: string[] = [];
for (const name of wanted.length > 0 ? wanted : NAMES) {
  try {
    const bench = await loadBench(name);
    if (!bench) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await bench(seconds)));
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
printTable(rows);
mkdirSync(fileURLToPath(new URL('../../.cache/', import.meta.url)), { recursive: true });
writeFileSync(
  OUTPUT,
  `${JSON.stringify({ node: process.version, processor: cpus()[0]?.model, cores: cpus().length, rows }, null, 2)}\n`,
);
for (const failure of failures) process.stderr.write(`failed: ${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
