/** One thing a client watches; asked for a frame only when there is credit to send it. */
export interface FeedSubscription {
  /** The next frame, or undefined when nothing changed since the last one. */
  takeFrame(sequence: number): TakenFrame | undefined;
  close(): void;
}

export interface TakenFrame {
  readonly frame: ArrayBuffer;
  /** Updates folded into newer ones in it. */
  readonly conflated: number;
}
