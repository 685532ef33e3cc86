import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { RunColumns } from '#domain/reports/tear-sheet-input';
import type { RunRecord } from '#engine/ports/run-store';

/** 1: length of a JSON head (32 bits, little endian), the head, then the columns as float64; compressed whole. */
export const RUN_FORM = 1;

interface Head extends Pick<RunRecord, 'source'> {
  readonly result: RunRecord['result'];
  readonly input: Omit<RunRecord['input'], 'columns' | 'factors'>;
  /** Columns in the order they follow, each so long. */
  readonly columns: readonly string[];
  readonly length: number;
  readonly factors: readonly { readonly name: string; readonly length: number }[];
}

/** A run as it lies in its row. */
export function packRun({ result, input, source }: RunRecord): Uint8Array {
  const { columns, factors = [], ...rest } = input;
  const named = Object.entries(columns) as [string, Float64Array][];
  const head: Head = {
    result,
    input: rest,
    ...(source === undefined ? {} : { source }),
    columns: named.map(([name]) => name),
    length: columns.time.length,
    factors: factors.map(({ name, returns }) => ({ name, length: returns.length })),
  };
  const text = Buffer.from(JSON.stringify(head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const values = [...named.map(([, column]) => column), ...factors.map(({ returns }) => returns)];
  return zstdCompressSync(Buffer.concat([size, text, ...values.map(bytesOf)]));
}

/** The run of a row. Throws when the bytes are not one. */
export function unpackRun(body: Uint8Array): RunRecord {
  const bytes = zstdDecompressSync(body);
  const textLength = bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.subarray(4, 4 + textLength).toString()) as Head;
  let at = 4 + textLength;
  const take = (length: number): Float64Array => {
    const column = new Float64Array(length);
    bytesOf(column).set(bytes.subarray(at, at + length * 8));
    at += length * 8;
    return column;
  };
  const columns = columnsOf(new Map(head.columns.map((name) => [name, take(head.length)])));
  const factors = head.factors.map(({ name, length }) => ({ name, returns: take(length) }));
  return {
    result: head.result,
    ...(head.source === undefined ? {} : { source: head.source }),
    input: {
      ...head.input,
      columns,
      ...(factors.length === 0 ? {} : { factors }),
    },
  };
}

function columnsOf(named: ReadonlyMap<string, Float64Array>): RunColumns {
  const column = (name: keyof RunColumns): Float64Array => {
    const found = named.get(name);
    if (!found) throw new RangeError(`its column ${name} is missing`);
    return found;
  };
  return {
    time: column('time'),
    equity: column('equity'),
    ...(named.has('benchmark') ? { benchmark: column('benchmark') } : {}),
    exposure: column('exposure'),
    turnover: column('turnover'),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
