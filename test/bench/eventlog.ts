import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import { hashRecords } from '#engine/ports/hash-records';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 7;
const MESSAGES = 200_000;
const BATCH = 2_000;
const SYMBOLS = 500;

/** Appending and reading back market data messages over four partitions, from text to a commit and back. */
export async function benchEventlog(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stream = openLocalLog(join(folder, 'stream.sqlite'));
  await stream.openTopic('t', { partitions: 4 });
  const records = Array.from({ length: MESSAGES }, (_, i) => ({
    key: `SYM${i % SYMBOLS}`,
    value: `{"version":2,"symbol":"SYM${i % SYMBOLS}","price":${100 + i / 100},"timestamp":${1.7e12 + i},"sequence":${i}}`,
    time: 1.7e12 + i,
  }));
  const writes: number[] = [];
  const reads: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const before = await stream.partitions('t');
    const start = performance.now();
    for (let at = 0; at < MESSAGES; at += BATCH) await stream.produce('t', records.slice(at, at + BATCH));
    const written = performance.now();
    const after = await stream.partitions('t');
    const readStart = performance.now();
    let count = 0;
    for (const { partition, end } of after)
      for (let from = before[partition]!.end; from < end; from += BATCH)
        count += (await stream.read('t', partition, { from, limit: BATCH })).filter(
          ({ offset }) => offset < end,
        ).length;
    const readEnd = performance.now();
    if (count !== MESSAGES) throw new Error(`read ${count} of ${MESSAGES} messages`);
    // The first round warms both up.
    if (round > 0) writes.push(MESSAGES / ((written - start) / 1_000));
    if (round > 0) reads.push(MESSAGES / ((readEnd - readStart) / 1_000));
  }
  const [first] = await stream.partitions('t');
  const some = await stream.read('t', 0, { from: 0, limit: 1_000 });
  if ((await stream.rangeHash('t', 0, { from: first!.first, to: 1_000 })) !== hashRecords(some))
    throw new Error('the log and its messages hash differently');
  await stream.close();
  rmSync(folder, { recursive: true });
  return [
    { name: 'event log, append', value: median(writes), unit: 'messages/s', goal: '200,000/s' },
    { name: 'event log, read', value: median(reads), unit: 'messages/s' },
  ];
}

if (import.meta.main) console.table(await benchEventlog());
