import { setImmediate } from 'node:timers/promises';
import { type BenchRow, median, percentile } from './bench-row.ts';
import { composeProductTicks } from './support/product-ticks.ts';
import { createTickMessages } from './support/tick-messages.ts';

const MESSAGES = 20_000;
const RATE_PER_MS = 20;
const ROUNDS = 7;

/** A trade at a time from its bytes to a subscriber, twenty thousand a second for a second, in bursts as they come. */
export async function benchPublish(): Promise<BenchRow[]> {
  const { symbols, messages, receivedTime } = createTickMessages(MESSAGES, 200);
  const middle: number[] = [];
  const worst: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const delays: number[] = [];
    const came: number[] = [];
    const { take, flush } = composeProductTicks(symbols, [
      {
        name: 'subscriber',
        take: () => {
          const now = performance.now();
          for (const start of came) delays.push((now - start) * 1_000);
          came.length = 0;
        },
      },
    ]);
    const begin = performance.now();
    let sent = 0;
    while (sent < MESSAGES) {
      const due = Math.min(MESSAGES, Math.floor((performance.now() - begin) * RATE_PER_MS));
      if (due > sent) {
        // What is due by now is one read of the socket; the batch goes out when that read is done.
        for (; sent < due; sent++) {
          came.push(begin + sent / RATE_PER_MS);
          take(messages[sent]!, receivedTime[sent]!);
        }
        flush();
      }
      await setImmediate();
    }
    if (round === 0) continue;
    middle.push(percentile(delays, 0.5));
    worst.push(percentile(delays, 0.99));
  }
  const of = 'due to subscriber at 20,000 trades/s';
  return [
    { name: `publish, ${of}, p50`, value: median(middle), unit: 'µs' },
    { name: `publish, ${of}, p99`, value: median(worst), unit: 'µs', goal: '< 1,000 µs' },
  ];
}

if (import.meta.main) console.table(await benchPublish());
