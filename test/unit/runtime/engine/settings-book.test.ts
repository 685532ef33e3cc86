import { expect, test } from 'vitest';
import { watchedSymbols } from '#contract/services/settings';
import type { DocumentStore } from '#engine/ports/market-store';
import { SettingsBook } from '#runtime/engine/settings-book';

/** Settings as a store of an earlier version holds them. */
function bookOf(stored: unknown): SettingsBook {
  const documents = { get: () => stored } as unknown as DocumentStore;
  const clock = { now: () => 0 } as ConstructorParameters<typeof SettingsBook>[0]['clock'];
  const journal = {} as ConstructorParameters<typeof SettingsBook>[0]['journal'];
  return new SettingsBook({ documents, journal, clock, defaults: {} });
}

// Catches an update that loses the symbols a person followed, or with them all other settings.
test('the one watchlist of earlier versions becomes the first named one, and the rest stays', () => {
  const { current } = bookOf({ theme: 'light', watchlist: ['AAPL', 'IBM'] });
  expect(current.get().theme).toBe('light');
  expect(current.get().watchlists).toMatchObject([
    { name: 'Watchlist', rows: [{ symbol: 'AAPL' }, { symbol: 'IBM' }] },
  ]);
});

test('an empty list of earlier versions leaves none, and named lists stay as they are', () => {
  expect(bookOf({ watchlist: [] }).current.get().watchlists).toEqual([]);
  const watchlists = [{ id: 'own', name: 'Own', rows: [{ section: 'Tech' }, { symbol: 'A' }] }];
  expect(watchedSymbols(bookOf({ watchlist: ['B'], watchlists }).current.get())).toEqual(['A']);
});

test('a symbol of several lists is followed once, in the order of the lists', () => {
  const list = (id: string, ...symbols: string[]) => ({
    id,
    name: id,
    rows: symbols.map((symbol) => ({ symbol })),
  });
  const { current } = bookOf({ watchlists: [list('a', 'B', 'A'), list('b', 'A', 'C')] });
  expect(watchedSymbols(current.get())).toEqual(['B', 'A', 'C']);
});
