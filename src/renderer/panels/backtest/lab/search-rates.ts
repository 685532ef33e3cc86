import type { SearchMethod } from './search-draft.ts';

/** What the searches of this screen reached: bars gone through a millisecond, trials times bars, by strategy and method. */
const STORED = 'octopus.search-rates';
/** A built-in strategy tried on every combination does at least so many on one core of an ordinary laptop. */
const FIRST_RATE = 50_000;

function known(): Readonly<Record<string, number>> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    return typeof read === 'object' && read !== null ? (read as Record<string, number>) : {};
  } catch {
    return {};
  }
}

/** Keeps what a finished search reached, for the estimate of the next. */
export function keepSearchRate(
  strategy: string,
  method: SearchMethod,
  { trials, bars, elapsedMs }: { readonly trials: number; readonly bars: number; readonly elapsedMs: number },
): void {
  if (!(trials > 0 && elapsedMs > 0)) return;
  const rates = { ...known(), [`${strategy} ${method}`]: (trials * bars) / elapsedMs };
  localStorage.setItem(STORED, JSON.stringify(rates));
}

/** Milliseconds a search should take, and whether a search like it was measured here; null where nothing is known. */
export function estimateSearchMs(
  strategy: string,
  method: SearchMethod,
  { trials, bars }: { readonly trials: number; readonly bars: number },
): { readonly milliseconds: number; readonly isMeasured: boolean } | null {
  const rates = known();
  const measured = rates[`${strategy} ${method}`];
  if (measured !== undefined) return { milliseconds: (trials * bars) / measured, isMeasured: true };
  return method === 'every' ? { milliseconds: (trials * bars) / FIRST_RATE, isMeasured: false } : null;
}
