import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { OctopusError } from '#contract/errors';

/**
 * Writes parts to a file, packed by gzip when wanted, and answers its bytes. The file is whole or not there: parts go
 * to a file beside it, which takes its place in the end; into a device or a pipe they go straight. Throws an
 * OctopusError BAD_REQUEST that says what to do.
 */
export async function writeFileWhole(
  path: string,
  parts: Iterable<string | Uint8Array>,
  isPacked: boolean,
): Promise<number> {
  const isStream = await isDeviceOrPipe(path);
  const unfinished = `${path}.part`;
  try {
    const source = Readable.from(parts);
    const target = createWriteStream(isStream ? path : unfinished);
    await (isPacked ? pipeline(source, createGzip(), target) : pipeline(source, target));
    if (!isStream) await rename(unfinished, path);
    return target.bytesWritten;
  } catch (error) {
    // Why writing failed matters more than why tidying up did.
    if (!isStream) await rm(unfinished, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new OctopusError('BAD_REQUEST', `${path} ${reasonOf(code)}`, { file: path });
  }
}

/** What must not be replaced by a file: `/dev/null` would be one from then on. */
async function isDeviceOrPipe(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'cannot be written: there is no such folder; make it first';
  if (code === 'EISDIR' || code === 'ENOTEMPTY') return 'is a folder; give the path of a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'may not be written by this user; choose another folder';
  if (code === 'ENOSPC') return 'could not be written: the disk is full';
  return `could not be written (${code}); check the disk`;
}
