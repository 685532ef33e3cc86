import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import { temporaryFolder } from '#test/support/temporary-folder';

const SCRIPT = fileURLToPath(new URL('../support/consume-until-killed.ts', import.meta.url));

/** Runs the script until it has processed `count` messages, then kills it; answers what it processed. */
async function runUntilKilled(path: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [SCRIPT, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const part of child.stdout.setEncoding('utf8')) {
    text += part;
    if (text.split('\n').length > count) child.kill('SIGKILL');
  }
  return text.split('\n').slice(0, -1);
}

it('a consumer killed at any moment goes on at its kept place: nothing is left out, little comes twice', async () => {
  const path = join(temporaryFolder(), 'stream.sqlite');
  const seen: string[] = [];
  for (const count of [150, 333, 500]) seen.push(...(await runUntilKilled(path, count)));
  const stream = openLocalLog(path);
  const states = await stream.partitions('t');
  const places = await stream.committed('t', 'g');
  const total = states.reduce((sum, { end }) => sum + end, 0);
  const counts = new Map<string, number>();
  for (const value of seen) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const { partition, end } of states) {
    const records = await stream.read('t', partition, { from: 0, limit: end });
    expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: end }, (_, i) => i));
    const unseen = records.slice(0, places[partition]).filter(({ value }) => !counts.has(value));
    expect(unseen).toEqual([]);
  }
  expect(total).toBeGreaterThan(900);
  // At most one batch of 16 in each of 4 partitions comes again after each of the kills.
  const again = seen.length - counts.size;
  expect(again).toBeLessThanOrEqual(3 * 4 * 16);
  await stream.close();
});
