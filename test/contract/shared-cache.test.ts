import { SharedCacheDouble } from '#test/support/shared-cache-double';
import { sharedCacheContract } from './shared-cache.ts';

sharedCacheContract('double in memory', async () => {
  const cache = new SharedCacheDouble(0);
  return { cache, pass: async (milliseconds) => cache.advance(milliseconds) };
});
