import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { OctopusError } from '#contract/errors';
import type { ImportSource } from '#engine/ports/import-source';
import { fileProblem } from './file-problem.ts';

/** Bytes read from disk, and unpacked, at a time. */
const PART = 524_288;
const UTF8 = new TextEncoder();

/**
 * A file as a source: its text in UTF-8, unpacked when it is gzipped, turned from UTF-16 when it begins with that byte
 * order mark. However long it is, little of it is in memory at a time. Throws an OctopusError FILE_UNREADABLE.
 */
export async function openTextFile(path: string): Promise<ImportSource> {
  const fileName = basename(path);
  const { size, magic } = await lookAt(path);
  let bytesRead = 0;
  const isPacked = magic[0] === 0x1f && magic[1] === 0x8b;

  async function* read(signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
    const file = await open(path);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const part = await file.read(new Uint8Array(PART));
        if (part.bytesRead === 0) return;
        bytesRead += part.bytesRead;
        yield part.buffer.subarray(0, part.bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async function* bytes(signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
    try {
      if (!isPacked) return yield* read(signal);
      const unpacked = createGunzip({ chunkSize: PART });
      // What goes wrong here comes out of the stream that is read below.
      pipeline(Readable.from(read(signal), { objectMode: false }), unpacked, () => undefined);
      yield* unpacked as AsyncIterable<Uint8Array>;
    } catch (error) {
      signal?.throwIfAborted();
      throw fileProblem(path, error, isPacked);
    }
  }

  return {
    fileName,
    progress: () => (size === 0 ? 1 : bytesRead / size),
    parts: (signal) => inUtf8(bytes(signal)),
  };
}

async function lookAt(path: string): Promise<{ size: number; magic: Uint8Array }> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory())
      throw new OctopusError(
        'FILE_UNREADABLE',
        `${basename(path)} is no regular file; give the path of one`,
        {
          file: path,
        },
      );
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(2));
      return { size: found.size, magic: buffer };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof OctopusError ? error : fileProblem(path, error, false);
  }
}

async function* inUtf8(parts: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const part of parts) {
    if (isFirst) decoder = utf16Decoder(part);
    isFirst = false;
    yield decoder ? UTF8.encode(decoder.decode(part, { stream: true })) : part;
  }
  if (decoder) yield UTF8.encode(decoder.decode());
}

function utf16Decoder([first, second]: Uint8Array): TextDecoder | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : undefined;
}
