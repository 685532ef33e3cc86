import { writeSync } from 'node:fs';
import { openLocalLog } from '#adapters/streams/local-log/local-log';

// Produces and consumes at once until it is killed; says each message it processed on its standard output.
const stream = openLocalLog(process.argv[2]!);
await stream.openTopic('t', { partitions: 4 });
await stream.consume({
  topic: 't',
  group: 'g',
  batchMax: 16,
  process: ({ value }) => {
    writeSync(1, `${value}\n`);
  },
});
let next = (await stream.partitions('t')).reduce((sum, { end }) => sum + end, 0);
for (;;) {
  const records = Array.from({ length: 50 }, () => ({
    key: `K${next % 13}`,
    value: `${next++}`,
    time: next,
  }));
  await stream.produce('t', records);
  await new Promise(setImmediate);
}
