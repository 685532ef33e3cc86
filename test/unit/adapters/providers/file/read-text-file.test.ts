import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '#adapters/providers/file/read-text-file';
import { temporaryFolder } from '#test/support/temporary-folder';

const written = (name: string, bytes: Uint8Array | string): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
};

describe('reading a text file', () => {
  it.each([
    ['plain', Buffer.from('date,größe\n')],
    ['gzipped', gzipSync('date,größe\n')],
    [
      'UTF-16 with a byte order mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('date,größe\n', 'utf16le')]),
    ],
  ])('reads %s text', async (_, bytes) => {
    expect(await readTextFile(written('bars.csv', bytes))).toBe('date,größe\n');
  });

  it.each([
    ['no text', Buffer.from([0x64, 0xc3, 0x28]), /bars\.csv is not UTF-8 text/],
    ['a cut gzip file', gzipSync('date\n'.repeat(99)).subarray(0, 20), /bars\.csv is a damaged gzip file/],
  ])('says what is wrong with %s', async (_, bytes, message) => {
    await expect(readTextFile(written('bars.csv', bytes))).rejects.toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE', message: expect.stringMatching(message) }),
    );
  });

  it('names a file that is missing and a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    await expect(readTextFile(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv is not there/);
    await expect(readTextFile(join(folder, 'sub'))).rejects.toThrow(/sub is a folder/);
  });
});
