import { describe, expect, it } from 'vitest';
import type { DocumentStore } from '#engine/ports/market-store';

/** What every document store promises. `create` gives a fresh, empty one. */
export function documentStoreContract(name: string, create: () => DocumentStore): void {
  describe(`document store: ${name}`, () => {
    it('gives back what was put, per collection, and the last write wins', () => {
      const store = create();
      store.put('settings', 'theme', { dark: true, scale: [1, 2.5, null] });
      store.put('layouts', 'theme', 'other');
      store.put('settings', 'theme', { dark: false });
      expect(store.get('settings', 'theme', 0)).toEqual({ dark: false });
      expect(store.get('layouts', 'theme', 0)).toBe('other');
      expect(store.get('settings', 'nothing', 0)).toBeUndefined();
    });

    it('keeps null apart from absence', () => {
      const store = create();
      store.put('c', 'a', null);
      expect(store.get('c', 'a', 0)).toBeNull();
    });

    it('lets a document expire at its expiry time', () => {
      const store = create();
      store.put('results', 'a', 1, 100);
      expect(store.get('results', 'a', 99)).toBe(1);
      expect(store.get('results', 'a', 100)).toBeUndefined();
      expect(store.list('results', 100, 10)).toEqual([]);
      store.put('results', 'a', 2);
      expect(store.get('results', 'a', 1e15)).toBe(2);
    });

    it('lists newest write first, within a limit', () => {
      const store = create();
      for (const id of ['a', 'b', 'c']) store.put('c', id, id);
      store.put('c', 'a', 'again');
      expect(store.list('c', 0, 2)).toEqual([
        { id: 'a', document: 'again' },
        { id: 'c', document: 'c' },
      ]);
    });

    it('removes once', () => {
      const store = create();
      store.put('c', 'a', 1);
      expect(store.remove('c', 'a')).toBe(true);
      expect(store.remove('c', 'a')).toBe(false);
    });

    it('refuses what has no JSON form', () => {
      expect(() => create().put('c', 'a', undefined)).toThrow(/document c\/a has no JSON form/);
    });
  });
}
