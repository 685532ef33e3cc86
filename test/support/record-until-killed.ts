/**
 * Records ticks of twenty symbols, numbered from 1 each, as fast as it can and prints how many are stored. Started by
 * the test that kills it: `node record-until-killed.ts FOLDER`.
 */
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { createTickRecorder } from '#agents/data-warehouse/tick-recorder';
import { allocateTicks } from '#domain/market/tick-batch';
import { createLiveClock } from '#runtime/processes/live-clock';

const SYMBOLS = 20;
const [folder = ''] = process.argv.slice(2);
const { market } = openSqliteStores(folder, 0);
const recorder = createTickRecorder({
  log: market,
  clock: createLiveClock(),
  symbolOf: (slot) => `S${slot}`,
  tell: (_, text) => process.stderr.write(`${text}\n`),
});
const batch = allocateTicks(SYMBOLS * 5);
for (let number = 1, told = 0; ; ) {
  batch.length = 0;
  for (let i = 0; i < 5; i++, number++) {
    for (let slot = 0; slot < SYMBOLS; slot++) {
      const row = batch.length++;
      batch.slot[row] = slot;
      batch.eventTime[row] = number;
      batch.price[row] = 1 + (number % 50);
      batch.size[row] = slot;
      batch.sequence[row] = number;
    }
  }
  recorder.take(batch);
  const { stored } = recorder.counts();
  if (stored > told) {
    told = stored;
    writeSync(1, `${stored}\n`);
  }
  await turn();
}
