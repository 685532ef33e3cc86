import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { BAR_FIELDS } from '#domain/market/bar';
import { walk } from './bar-walk.ts';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 9;
/** Rounds that nobody counts: code is compiled, memory fetched. */
const WARM_ROUNDS = 2;
const BARS = 1_000_000;
const SCRIPT = fileURLToPath(new URL('duckdb-bars.py', import.meta.url));

/**
 * The same million minutes in the store and in DuckDB, in turn. DuckDB may use every core and takes and gives NumPy
 * columns, which is the fastest it has. Skipped, by name, without a Python that has duckdb and numpy:
 * OCTOPUS_DUCKDB_PYTHON names one.
 */
export async function benchStoreDuckdb(): Promise<BenchRow[]> {
  const python = process.env['OCTOPUS_DUCKDB_PYTHON'] ?? 'python3';
  if (spawnSync(python, ['-c', 'import duckdb, numpy']).status !== 0) {
    process.stderr.write(
      `skipped: bars beside DuckDB; ${python} has no duckdb and numpy, set OCTOPUS_DUCKDB_PYTHON to one that does\n`,
    );
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const bars = walk(BARS, 3);
  const file = join(folder, 'bars.f64');
  writeFileSync(file, Buffer.concat(BAR_FIELDS.map((field) => Buffer.from(bars[field].buffer))));
  const stores = openSqliteStores(folder, Date.now());
  const peer = spawn(python, [SCRIPT, file, join(folder, 'bars.duckdb'), String(BARS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('DuckDB ended early; see above');
    return value;
  };
  const ask = async (what: 'write' | 'read', round: number): Promise<number> => {
    peer.stdin.write(`${what} ${round}\n`);
    return BARS / Number(await answer()) / 1e6;
  };
  const rate = (started: number): number => BARS / (performance.now() - started) / 1_000;
  const rates = {
    write: [] as number[],
    theirWrite: [] as number[],
    read: [] as number[],
    theirRead: [] as number[],
  };
  try {
    const version = await answer();
    for (let round = 0; round < ROUNDS; round++) {
      let started = performance.now();
      await stores.market.putBars(`S${round}`, '1m', bars);
      rates.write.push(rate(started));
      rates.theirWrite.push(await ask('write', round));
      started = performance.now();
      const read = await stores.market.readBars(`S${round}`, '1m');
      rates.read.push(rate(started));
      rates.theirRead.push(await ask('read', round));
      for (const field of BAR_FIELDS)
        if (read[field].some((value, i) => value !== bars[field][i]))
          throw new Error(`${field} was not read back as written`);
    }
    const row = (name: string, ours: number[], theirs: number[]): BenchRow => ({
      name,
      value: median(ours.slice(WARM_ROUNDS)),
      unit: 'M/s',
      baseline: median(theirs.slice(WARM_ROUNDS)),
      ratio: median(ours.map((value, i) => value / theirs[i]!).slice(WARM_ROUNDS)),
      against: `DuckDB ${version}, NumPy columns, every core`,
      goal: 'faster',
    });
    return [
      row('1M minutes written', rates.write, rates.theirWrite),
      row('1M minutes read', rates.read, rates.theirRead),
    ];
  } finally {
    peer.kill();
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
