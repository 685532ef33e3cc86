import { OctopusError } from '#contract/errors';

const NEWLINE = 10;
const RETURN = 13;
/** Bytes a single line may have. */
const LINE_MAX = 4_000_000;

/** Cuts what is read of a file into parts of whole lines; the last may lack its line end. */
export class LineParts {
  readonly #fileName: string;
  #rest: Uint8Array[] = [];
  #restBytes = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** Whole lines up to the end of `part`, or undefined while no line has ended. Throws when a line never does. */
  add(part: Uint8Array): Uint8Array | undefined {
    let end = part.lastIndexOf(NEWLINE) + 1;
    // Files of old spreadsheets end lines by a return alone; one at the very end may still belong to a newline.
    if (end === 0) end = part.lastIndexOf(RETURN, part.length - 2) + 1;
    if (end === 0) {
      this.#keep(part);
      if (this.#restBytes > LINE_MAX)
        throw new OctopusError(
          'FILE_UNREADABLE',
          `${this.#fileName} has a line of more than ${LINE_MAX / 1e6} MB; give a file with a row a line`,
          { file: this.#fileName },
        );
      return undefined;
    }
    const lines = this.#joined(part.subarray(0, end));
    this.#rest = [];
    this.#restBytes = 0;
    if (end < part.length) this.#keep(part.subarray(end));
    return lines;
  }

  /** What has come since the last line end. */
  end(): Uint8Array {
    return this.#joined(new Uint8Array(0));
  }

  #keep(part: Uint8Array): void {
    this.#rest.push(part);
    this.#restBytes += part.length;
  }

  #joined(part: Uint8Array): Uint8Array {
    if (this.#restBytes === 0) return part;
    const joined = new Uint8Array(this.#restBytes + part.length);
    let at = 0;
    for (const piece of [...this.#rest, part]) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }
}
