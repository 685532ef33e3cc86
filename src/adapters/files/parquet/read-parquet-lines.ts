import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { OctopusError } from '#contract/errors';

/** Packings that Node undoes; Snappy and none are known without. */
export const PARQUET_PACKINGS = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  ZSTD: (input: Uint8Array) => zstdDecompressSync(input),
};

/**
 * The rows of a Parquet file as JSON lines, one object a row: times as ISO text in UTC, whole numbers of 64 bits and
 * float64 with all their digits. Throws an OctopusError FILE_UNREADABLE that names the file.
 */
export async function readParquetLines(fileName: string, bytes: Uint8Array): Promise<string> {
  const file = new Uint8Array(bytes).buffer;
  try {
    const rows = await parquetReadObjects({ file, compressors: PARQUET_PACKINGS });
    return rows.map(parquetLine).join('\n');
  } catch (error) {
    throw damagedParquet(fileName, error);
  }
}

/** A row of a Parquet file as a JSON object. */
export function parquetLine(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Says that a Parquet file cannot be read, and why. */
export function damagedParquet(fileName: string, error: unknown): OctopusError {
  const problem = error instanceof Error ? error.message : String(error);
  return new OctopusError(
    'FILE_UNREADABLE',
    `${fileName} is a Parquet file that cannot be read (${problem}); write it again, or as CSV`,
    { file: fileName },
  );
}
