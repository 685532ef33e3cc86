import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { OctopusError } from '#contract/errors';
import { fileProblem } from './file-problem.ts';

const GZIP_MAGIC = [0x1f, 0x8b];
const UTF16_MAGIC = [0xff, 0xfe];

/**
 * The text of a file, unpacked when it is gzipped. UTF-8, or UTF-16 with a byte order mark as spreadsheets write it.
 * Throws an OctopusError FILE_UNREADABLE that names the file and what to do.
 */
export async function readTextFile(path: string): Promise<string> {
  const name = basename(path);
  const unreadable = (what: string) => new OctopusError('FILE_UNREADABLE', `${name} ${what}`, { file: path });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw fileProblem(path, error, false);
  }
  if (startsWith(bytes, GZIP_MAGIC)) {
    bytes = await promisify(gunzip)(bytes).catch(() => {
      throw unreadable('is a damaged gzip file; fetch or pack it again');
    });
  }
  try {
    return new TextDecoder(startsWith(bytes, UTF16_MAGIC) ? 'utf-16le' : 'utf-8', { fatal: true }).decode(
      bytes,
    );
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG';
    if (isTooLong) throw unreadable('is too large; split it by year');
    throw unreadable('is not UTF-8 text; save it as CSV in UTF-8');
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
