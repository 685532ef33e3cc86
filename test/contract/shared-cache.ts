import { describe, expect, it } from 'vitest';
import type { SharedCache } from '#engine/ports/shared-cache';

const ENTRY = { text: '{"price":5}', storedTime: 1_700_000_000_000 };

/** What every team cache has to promise. `create` gives an empty one and a way to let its time pass. */
export function sharedCacheContract(
  name: string,
  create: () => Promise<{ cache: SharedCache; pass: (milliseconds: number) => Promise<void> }>,
): void {
  describe(`shared cache: ${name}`, () => {
    it('gives back what was put, text and time unchanged', async () => {
      const { cache } = await create();
      expect(await cache.get('market_data:GOOG:latest')).toBeUndefined();
      await cache.put('market_data:GOOG:latest', ENTRY, { ttlMs: 1_000, tags: ['a'] });
      expect(await cache.get('market_data:GOOG:latest')).toEqual(ENTRY);
      await cache.put('market_data:GOOG:latest', { ...ENTRY, text: 'é\n' }, { ttlMs: 1_000, tags: ['a'] });
      expect((await cache.get('market_data:GOOG:latest'))?.text).toBe('é\n');
    });

    it('forgets an entry when its time is over', async () => {
      const { cache, pass } = await create();
      await cache.put('k', ENTRY, { ttlMs: 100, tags: [] });
      await pass(150);
      expect(await cache.get('k')).toBeUndefined();
    });

    it('drops one key', async () => {
      const { cache } = await create();
      await cache.put('a', ENTRY, { ttlMs: 1_000, tags: [] });
      await cache.put('b', ENTRY, { ttlMs: 1_000, tags: [] });
      await cache.drop('a');
      await cache.drop('never there');
      expect(await cache.get('a')).toBeUndefined();
      expect(await cache.get('b')).toEqual(ENTRY);
    });

    it('drops by tag what bears it now, and nothing else', async () => {
      const { cache } = await create();
      await cache.put('a', ENTRY, { ttlMs: 1_000, tags: ['bars:GOOG', 'series'] });
      await cache.put('b', ENTRY, { ttlMs: 1_000, tags: ['bars:GOO'] });
      await cache.put('c', ENTRY, { ttlMs: 1_000, tags: ['bars:GOOG'] });
      await cache.put('c', ENTRY, { ttlMs: 1_000, tags: ['other'] });
      await cache.dropTags(['bars:GOOG', 'never there']);
      expect(await cache.get('a')).toBeUndefined();
      expect(await cache.get('b')).toEqual(ENTRY);
      expect(await cache.get('c')).toEqual(ENTRY);
    });

    it('keeps the order of calls: a put after a drop stays', async () => {
      const { cache } = await create();
      const put = () => cache.put('k', ENTRY, { ttlMs: 1_000, tags: ['t'] });
      await Promise.all([put(), cache.dropTags(['t']), put()]);
      expect(await cache.get('k')).toEqual(ENTRY);
    });
  });
}
