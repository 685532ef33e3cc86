import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { openTextFile } from '#adapters/providers/file/open-text-file';
import { decodeText } from '#agents/data-collector/import/row-places';
import { OctopusError } from '#contract/errors';
import type { ImportSource } from '#engine/ports/import-source';

const PARQUET_MAGIC = 'PAR1';
/** Characters of a file that a preview looks at. */
const HEAD = 65_536;

/**
 * A file on this machine as a source of text: CSV or JSON lines, packed by gzip or not, or Parquet; what it is, its
 * first bytes tell. Throws an OctopusError FILE_UNREADABLE.
 */
export async function openImportSource(path: string): Promise<ImportSource> {
  if (!(await isParquet(path))) return openTextFile(path);
  const { openParquetFile } = await import('#adapters/files/parquet/open-parquet-file');
  return openParquetFile(path);
}

/** The first lines of a source. */
export async function readHead(source: ImportSource): Promise<{ text: string; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of source.parts()) {
    pieces.push(part);
    bytes += part.length;
    if (bytes >= HEAD) break;
  }
  return cutHead(Buffer.concat(pieces));
}

/** The first lines of a file whose beginning is given; of Parquet, all of it is needed. */
export async function readHeadOfBytes(
  fileName: string,
  bytes: Uint8Array,
): Promise<{ text: string; isWhole: boolean }> {
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === PARQUET_MAGIC) {
    const { readParquetLines } = await import('#adapters/files/parquet/read-parquet-lines');
    return { text: (await readParquetLines(fileName, bytes)).slice(0, HEAD), isWhole: false };
  }
  return cutHead(bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(fileName, bytes) : bytes);
}

function cutHead(bytes: Uint8Array): { text: string; isWhole: boolean } {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const head = bytes.subarray(0, HEAD);
  if (isWide) {
    const text = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head);
    return { text, isWhole: bytes.length <= HEAD };
  }
  // A character cut in two would make the rest look like another encoding.
  const end = bytes.length <= HEAD ? bytes.length : head.lastIndexOf(10) + 1 || HEAD;
  return { text: decodeText(bytes.subarray(0, end)), isWhole: bytes.length <= HEAD };
}

function unpacked(fileName: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new OctopusError('FILE_UNREADABLE', `${fileName} is a damaged gzip file; fetch or pack it again`, {
      file: fileName,
    });
  }
}

/** False as well when the file cannot be opened: reading it as text then says why. */
export async function isParquet(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PARQUET_MAGIC.length));
    return buffer.toString('latin1', 0, bytesRead) === PARQUET_MAGIC;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
