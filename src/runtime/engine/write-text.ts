import { writeFileWhole } from '#adapters/files/disk/write-file';

/** Writes a text to a file, whole or not at all, and answers its bytes. Throws an OctopusError that says what to do. */
export function writeText(path: string, text: string): Promise<number> {
  return writeFileWhole(path, [text], false);
}
