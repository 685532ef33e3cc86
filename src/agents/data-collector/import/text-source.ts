import type { ImportSource } from '#engine/ports/import-source';

/** Characters turned into bytes at a time. */
const PART = 262_144;
const UTF8 = new TextEncoder();

/** A text that is there already, as a source; others get their turn while `pause` waits between its parts. */
export function createTextSource(
  fileName: string,
  text: string,
  pause: () => Promise<void> = () => Promise.resolve(),
): ImportSource {
  let at = 0;
  return {
    fileName,
    progress: () => (text.length === 0 ? 1 : at / text.length),
    async *parts(signal) {
      while (at < text.length) {
        signal?.throwIfAborted();
        let end = Math.min(text.length, at + PART);
        // A pair of surrogates is one character and must not be parted.
        const isPair = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
        if (isPair) end++;
        const part = UTF8.encode(text.slice(at, end));
        at = end;
        yield part;
        if (at < text.length) await pause();
      }
    },
  };
}
