import type { Bar } from '#domain/market/bar';
import type { SourceKind } from '#domain/market/source-kind';

/** Where bars that are put come from. */
export interface BarSource {
  /** Id of a provider or stream, name of a file, or what made them: `yahoo-finance`, `prices.csv`, `1m bars`. */
  readonly source: string;
  readonly kind: SourceKind;
  /** When they were received, milliseconds; the moment they are put unless told. */
  readonly receivedTime?: number;
}

/** Bars of one source that follow one another, with none of another source between them. */
export interface BarStretch {
  readonly source: string;
  readonly kind: SourceKind;
  /** Times of its first and last bar, both inclusive, milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  /** When the first of them was received; null when that was not noted. */
  readonly receivedFirst: number | null;
  /** When the last of them was received; for bars of an unknown source, the moment before which they came. */
  readonly receivedLast: number;
}

/** Values a bar had before, until others took their place. */
export interface BarRevision {
  readonly bar: Bar;
  readonly source: string;
  readonly kind: SourceKind;
  readonly replacedTime: number;
  readonly replacedBy: string;
}

/** What is known of one stored bar. */
export interface BarProvenance {
  readonly bar: Bar;
  readonly source: string;
  readonly kind: SourceKind;
  /** When the values of now came; null when it was not noted. */
  readonly receivedTime: number | null;
  /** Newest first. */
  readonly revisions: readonly BarRevision[];
}

/** Which bars of a range were replaced, and since when the comings of a series are noted. */
export interface RevisionSummary {
  /** Times of the bars, ascending, each once. */
  readonly times: Float64Array;
  /** How often the bar of the same place was replaced. */
  readonly counts: Uint16Array;
  /** The newest replacement; null when there is none. */
  readonly newest: { readonly time: number; readonly replacedTime: number } | null;
  /** The first coming that was noted: reads as of an earlier moment hold only what was stored before that was done. */
  readonly knownSince: number | null;
}
