import type { WorkedOrder } from './algorithm-book.ts';

/** Units of a symbol that traded from one moment to another, as far as it is stored; null where nothing is known of them. */
export type VolumeBetween = (symbol: string, from: number, to: number) => Promise<number | null>;

/** What traded while nobody counted, and what is known of it in a sentence. */
export interface Recount {
  readonly volume: number;
  readonly note: string;
}

/** Shorter gaps are not worth a word. */
const GAP_MS_MIN = 1_000;

/**
 * What traded from the volume that an algorithm's records know of to `until`, pauses left out. Undefined when that is less
 * than a second, or when it follows no volume.
 */
export async function recountVolume(
  { terms, volumeSpans }: Pick<WorkedOrder, 'terms' | 'volumeSpans'>,
  until: number,
  volumeBetween: VolumeBetween,
): Promise<Recount | undefined> {
  const gaps = volumeSpans
    .map(({ from, to }) => ({ from: Math.max(from, terms.startTime), to: Math.min(to ?? until, until) }))
    .filter(({ from, to }) => to > from);
  const length = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  if (terms.kind !== 'pov' || length < GAP_MS_MIN) return undefined;
  const found = await Promise.all(gaps.map(({ from, to }) => volumeBetween(terms.symbol, from, to)));
  const volume = found.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const seconds = `${Math.round(length / 1_000)} s before the last start`;
  const isKnown = found.some((one) => one !== null);
  return {
    volume,
    note: isKnown
      ? `of the ${seconds}, what is stored was counted: ${volume}`
      : `what traded in the ${seconds} is not known, and not taken part in`,
  };
}
