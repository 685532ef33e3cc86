import { expect, it } from 'vitest';
import { murmur2, partitionOf } from '#domain/values/murmur2';

// From the tests of Kafka's own partitioner (UtilsTest.testMurmur2).
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('%s hashes as it does in Kafka', (text, hash) => {
  expect(murmur2(text)).toBe(hash);
});

it('gives a partition for every key, negative hashes included', () => {
  for (let i = 0; i < 1_000; i++) {
    const partition = partitionOf(`SYM${i}`, 7);
    expect(partition >= 0 && partition < 7).toBe(true);
  }
});
