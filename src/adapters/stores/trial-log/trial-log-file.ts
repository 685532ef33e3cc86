import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { OctopusError } from '#contract/errors';
import type { LoggedTrials, OpenTrialLog } from '#engine/ports/trial-log';

/** Folder of a data folder that holds them. */
const FOLDER = 'trials';
/** Before each batch: how many numbers of parameters and of rows follow, and the checksum of their bytes. */
const HEAD_BYTES = 12;

/**
 * Logs of searches as files of a data folder, one a search. A batch is its two lengths, its checksum and its numbers,
 * little-endian; whatever follows the last whole batch, as a kill leaves it, is cut off when the file is opened.
 */
export function trialLogFiles(dataFolder: string): OpenTrialLog {
  return (searchId) => {
    if (!/^[0-9a-f]{16,64}$/.test(searchId)) throw new RangeError(`"${searchId}" is not the id of a search`);
    const folder = join(dataFolder, FOLDER);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${searchId}.trials`);
    const { batches, wholeBytes } = existsSync(path) ? readBatches(path) : { batches: [], wholeBytes: 0 };
    const file = openSync(path, existsSync(path) ? 'r+' : 'w+');
    ftruncateSync(file, wholeBytes);
    let end = wholeBytes;
    return {
      read: () => batches,
      append({ parameters, rows }) {
        const body = Buffer.concat([bytesOf(parameters), bytesOf(rows)]);
        const head = Buffer.alloc(HEAD_BYTES);
        head.writeUInt32LE(parameters.length, 0);
        head.writeUInt32LE(rows.length, 4);
        head.writeUInt32LE(crc32(body), 8);
        const batch = Buffer.concat([head, body]);
        try {
          writeWhole(file, batch, end);
          fsyncSync(file);
        } catch (error) {
          throw writeFailure(path, error);
        }
        end += batch.length;
        batches.push({ parameters, rows });
      },
      close: () => closeSync(file),
    };
  };
}

/** A disk that fills up takes part of a write before it refuses the next. */
function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

function writeFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const why = error.code === 'ENOSPC' ? 'the disk is full' : `the disk refused to write (${error.code})`;
  return new OctopusError(
    'STORE_FAILURE',
    `${path}: ${why}, and the search was ended; the trials before this batch are kept: free some space and ask for it again`,
    { file: path },
  );
}

function readBatches(path: string): { batches: LoggedTrials[]; wholeBytes: number } {
  const bytes = readFileSync(path);
  const batches: LoggedTrials[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const parameterCount = bytes.readUInt32LE(at);
    const rowCount = bytes.readUInt32LE(at + 4);
    const end = at + HEAD_BYTES + (parameterCount + rowCount) * Float64Array.BYTES_PER_ELEMENT;
    if (end > bytes.length || crc32(bytes.subarray(at + HEAD_BYTES, end)) !== bytes.readUInt32LE(at + 8))
      break;
    // A copy begins at an address that numbers of eight bytes may have.
    const numbers = new Float64Array(new Uint8Array(bytes.subarray(at + HEAD_BYTES, end)).buffer);
    batches.push({ parameters: numbers.subarray(0, parameterCount), rows: numbers.subarray(parameterCount) });
    at = end;
  }
  return { batches, wholeBytes: at };
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
