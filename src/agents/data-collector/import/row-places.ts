const NEWLINE = 10;
const RETURN = 13;
/** Characters of a row that is kept in quarantine. */
const RAW_MAX = 65_536;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const WESTERN = new TextDecoder('windows-1252');

/** Where each row of a batch stood, so that its text can be shown when something turns out to be wrong with it. */
export class RowPlaces {
  length = 0;
  #line = new Float64Array(1_024);
  #start = new Uint32Array(1_024);
  #chunk = new Uint32Array(1_024);
  readonly #chunks: Uint8Array[] = [];

  /** Rows added from here on lie in these bytes, which must not change while the batch lives. */
  addChunk(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  /** Notes a row by its 1-based line and where it begins in the chunk added last; answers its place. */
  add(line: number, start: number): number {
    const place = this.length++;
    if (place === this.#line.length) this.#grow();
    this.#line[place] = line;
    this.#start[place] = start;
    this.#chunk[place] = this.#chunks.length - 1;
    return place;
  }

  line(place: number): number {
    return this.#line[place]!;
  }

  /** Text of a row as it stood. */
  raw(place: number): string {
    const bytes = this.#chunks[this.#chunk[place]!]!;
    const start = this.#start[place]!;
    return decodeLine(bytes.subarray(start, lineEnd(bytes, start)));
  }

  /** Forgets all rows, and all chunks but the last, which goes on. */
  clear(): void {
    this.length = 0;
    this.#chunks.splice(0, Math.max(0, this.#chunks.length - 1));
  }

  #grow(): void {
    const capacity = this.#line.length * 2;
    const larger = <Column extends Float64Array | Uint32Array>(column: Column, empty: Column): Column => {
      empty.set(column);
      return empty;
    };
    this.#line = larger(this.#line, new Float64Array(capacity));
    this.#start = larger(this.#start, new Uint32Array(capacity));
    this.#chunk = larger(this.#chunk, new Uint32Array(capacity));
  }
}

/** Where the line that begins at `start` ends, its line end left out. */
export function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++;
  return at;
}

/** Text of a line: UTF-8, or what Western European spreadsheets write where it is none. */
export function decodeLine(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  return text.length > RAW_MAX ? `${text.slice(0, RAW_MAX)}…` : text;
}

/** As {@link decodeLine}, whole. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return WESTERN.decode(bytes);
  }
}
