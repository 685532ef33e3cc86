/**
 * Commits records and bars to a data folder as fast as it can and prints, after each commit, how far it is. Started
 * by the test that kills it: `node write-until-killed.ts FOLDER`.
 */
import { writeSync } from 'node:fs';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { barsFromRows } from '#domain/market/bar';
import { GENESIS_HASH } from '#engine/ports/journal-store';

const [folder = ''] = process.argv.slice(2);
const { journal, market } = openSqliteStores(folder, 0);
let sequence = journal.last()?.sequence ?? 0;
for (;;) {
  sequence++;
  // Bars first: a kill between the two leaves bars that the next run writes again, never a gap.
  const bar = { open: 1, high: 2, low: 1, close: 1.5, volume: sequence };
  await market.putBars(
    'A',
    '1m',
    barsFromRows([0, 1, 2].map((i) => ({ ...bar, time: (sequence * 3 + i) * 60_000 }))),
  );
  journal.commit(
    [
      {
        sequence,
        eventTime: sequence,
        receivedTime: sequence,
        kind: 'tick',
        source: 'test',
        causationId: null,
        correlationId: null,
        payload: '{}',
        previousHash: journal.last()?.hash ?? GENESIS_HASH,
        hash: `hash-${sequence}`,
      },
    ],
    { equity: [{ sessionId: 's', time: sequence, equity: sequence, cash: 0n }] },
  );
  writeSync(1, `${sequence}\n`);
}
