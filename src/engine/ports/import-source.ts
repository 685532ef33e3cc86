/** A file as it is being read: the UTF-8 bytes of its text, unpacked, part after part. */
export interface ImportSource {
  readonly fileName: string;
  /** May be called once; parts end anywhere. Throws an OctopusError FILE_UNREADABLE, or the reason of the signal. */
  parts(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Share of the file read so far, 0 to 1. */
  progress(): number;
}
