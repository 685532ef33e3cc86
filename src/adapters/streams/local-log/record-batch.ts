import type { StreamRecord } from '#engine/ports/event-stream';

const HEAD_BYTES = 16;

/**
 * Messages as one block: of each the time (float64) and the bytes of key and value (two uint32, little-endian), then
 * key and value in UTF-8.
 */
export function encodeBatch(records: readonly StreamRecord[]): Buffer {
  let bytes = 0;
  for (const { key, value } of records) bytes += HEAD_BYTES + 3 * (key.length + value.length);
  const block = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { key, value, time } of records) {
    const head = at;
    block.writeDoubleLE(time, head);
    at += HEAD_BYTES;
    const keyBytes = block.write(key, at);
    at += keyBytes;
    const valueBytes = block.write(value, at);
    at += valueBytes;
    block.writeUInt32LE(keyBytes, head + 8);
    block.writeUInt32LE(valueBytes, head + 12);
  }
  return block.subarray(0, at);
}

/** The messages of a block, without the first `skip`, at most `limit`. */
export function decodeBatch(block: Buffer, { skip, limit }: { skip: number; limit: number }): StreamRecord[] {
  const records: StreamRecord[] = [];
  let at = 0;
  for (let i = 0; at < block.length && records.length < limit; i++) {
    const keyEnd = at + HEAD_BYTES + block.readUInt32LE(at + 8);
    const valueEnd = keyEnd + block.readUInt32LE(at + 12);
    if (i >= skip)
      records.push({
        time: block.readDoubleLE(at),
        key: block.toString('utf8', at + HEAD_BYTES, keyEnd),
        value: block.toString('utf8', keyEnd, valueEnd),
      });
    at = valueEnd;
  }
  return records;
}
