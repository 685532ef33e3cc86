/** Parameters that tell who sent a reader, not what is read. */
const TRACKING = /^(utm_\w+|fbclid|gclid|cmpid|mod|ref|src|ncid|guccounter)$/i;
/** Shorter titles (`Market wrap`) come again without being the same news. */
const WORDS_MIN = 4;

/** An address by which two finds of one article are equal; undefined for what is no web address. */
export function canonicalAddress(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  return url.href.length <= 2_000 ? url.href : undefined;
}

/**
 * The words of a title, in small letters without accents and signs, and without the publisher some add at its end;
 * null for a title too short to be told from others by it.
 */
export function titleKey(title: string, source: string): string | null {
  const tail = ` - ${source}`.toLowerCase();
  const bare = title.toLowerCase().endsWith(tail) ? title.slice(0, -tail.length) : title;
  const words = bare
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.length < WORDS_MIN ? null : words.join(' ');
}
