import { describe, expect, it } from 'vitest';
import { TieredCache } from '#engine/cache/tiered-cache';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { SharedCacheDouble } from '#test/support/shared-cache-double';

const START = Date.UTC(2024, 0, 2, 15);

function cacheWith(options: { shared?: SharedCacheDouble; entriesMax?: number; bytesMax?: number } = {}) {
  const clock = new SimulatedClock(START);
  const cache = new TieredCache({ name: 'test', clock, ...options });
  let loads = 0;
  const read = (value: unknown, more: { key?: string; tags?: string[]; isStaleAllowed?: boolean } = {}) =>
    cache.read({
      key: 'k',
      tags: ['bars:GOOG'],
      ...more,
      load: () => {
        loads += 1;
        return value;
      },
    });
  return { clock, cache, read, loads: () => loads };
}

describe('memory and store', () => {
  it('answers the second read from memory, with its age', async () => {
    const { clock, read, loads, cache } = cacheWith();
    expect(await read(1)).toEqual({ value: 1, level: 'L3', ageMs: 0, isStale: false });
    clock.advance(59_999);
    expect(await read(2)).toEqual({ value: 1, level: 'L1', ageMs: 59_999, isStale: false });
    clock.advance(1);
    expect(await read(3)).toMatchObject({ value: 3, level: 'L3' });
    expect(loads()).toBe(2);
    expect(cache.report()).toMatchObject({ hitsL1: 1, loadsL3: 2, sharedState: 'absent' });
  });

  it('loads once for readers that come while it loads', async () => {
    const { cache } = cacheWith();
    let loads = 0;
    let deliver: (value: number) => void = () => undefined;
    const load = () => {
      loads += 1;
      return new Promise<number>((resolve) => {
        deliver = resolve;
      });
    };
    const reads = [1, 2, 3].map(() => cache.read({ key: 'k', load }));
    await Promise.resolve();
    await Promise.resolve();
    deliver(7);
    expect((await Promise.all(reads)).map(({ value }) => value)).toEqual([7, 7, 7]);
    expect(loads).toBe(1);
    expect(cache.report().joined).toBe(2);
  });

  it('passes an error on to everybody and keeps none of it', async () => {
    const { cache } = cacheWith();
    const failing = () => Promise.reject(new Error('disk on fire'));
    const reads = [cache.read({ key: 'k', load: failing }), cache.read({ key: 'k', load: failing })];
    for (const outcome of await Promise.allSettled(reads)) expect(outcome.status).toBe('rejected');
    expect(await cache.read({ key: 'k', load: () => 5 })).toMatchObject({ value: 5, level: 'L3' });
    expect(cache.report().loadErrors).toBe(1);
  });

  it('serves the old answer to who allows it, and loads anew behind', async () => {
    const { clock, read } = cacheWith();
    await read('old');
    clock.advance(61_000);
    expect(await read('new', { isStaleAllowed: true })).toEqual({
      value: 'old',
      level: 'L1',
      ageMs: 61_000,
      isStale: true,
    });
    await new Promise(setImmediate);
    expect(await read('newest')).toMatchObject({ value: 'new', level: 'L1', isStale: false });
  });

  it('does not serve what is too old even to who allows it', async () => {
    const { clock, read } = cacheWith();
    await read('old');
    clock.advance(7 * 60_000);
    expect(await read('new', { isStaleAllowed: true })).toMatchObject({ value: 'new', level: 'L3' });
  });

  it('keeps the word that there is nothing for ten seconds', async () => {
    const { clock, read, loads, cache } = cacheWith();
    await read(undefined);
    clock.advance(9_000);
    expect((await read(1)).value).toBeUndefined();
    expect(loads()).toBe(1);
    clock.advance(1_000);
    expect((await read(1)).value).toBe(1);
    expect(cache.report()).toMatchObject({ negativeHits: 1, negativeEntries: 0, entries: 1 });
  });

  it('holds no more entries and bytes than allowed; the least recently used go', async () => {
    const { cache, read } = cacheWith({ entriesMax: 2 });
    await read('a', { key: 'a' });
    await read('b', { key: 'b' });
    await read('a', { key: 'a' });
    await read('c', { key: 'c' });
    expect(cache.peek('b')).toBeUndefined();
    expect(cache.peek('a')).toBeDefined();
    const small = cacheWith({ bytesMax: 1_000 });
    await small.read(new Float64Array(200), { key: 'large' });
    expect(small.cache.report()).toMatchObject({ entries: 0, bytes: 0 });
    for (let i = 0; i < 20; i++) await small.read(new Float64Array(10), { key: `k${i}` });
    expect(small.cache.report().bytes).toBeLessThanOrEqual(1_000);
    expect(small.cache.peek('k19')).toBeDefined();
  });
});

describe('a write', () => {
  it('drops what was made from it and nothing else', async () => {
    const { cache, read } = cacheWith();
    await read(1, { key: 'goog', tags: ['bars:GOOG', 'series'] });
    await read(1, { key: 'aapl', tags: ['bars:AAPL'] });
    expect(cache.dropTags('bars:GOOG')).toBe(1);
    expect(cache.peek('goog')).toBeUndefined();
    expect(cache.peek('aapl')).toBeDefined();
    expect(cache.report().invalidated).toBe(1);
  });

  it('keeps a load that began before it from being kept', async () => {
    const { cache } = cacheWith();
    let deliver: (value: string) => void = () => undefined;
    const before = cache.read({
      key: 'k',
      tags: ['t'],
      load: () =>
        new Promise<string>((resolve) => {
          deliver = resolve;
        }),
    });
    await Promise.resolve();
    await Promise.resolve();
    cache.dropTags('t');
    const after = cache.read({ key: 'k', tags: ['t'], load: () => 'after the write' });
    deliver('before the write');
    expect((await before).value).toBe('before the write');
    expect((await after).value).toBe('after the write');
    expect(cache.peek('k')).toMatchObject({ value: 'after the write' });
  });
});

describe("the team's cache", () => {
  it('answers who has nothing in memory, with the age it has', async () => {
    const shared = new SharedCacheDouble(START);
    const one = cacheWith({ shared });
    await one.read({ price: 5 });
    const two = cacheWith({ shared });
    two.clock.advance(100_000);
    shared.advance(100_000);
    expect(await two.read('not asked')).toEqual({
      value: { price: 5 },
      level: 'L2',
      ageMs: 100_000,
      isStale: false,
    });
    two.clock.advance(1_000);
    expect(await two.read('not asked')).toMatchObject({ level: 'L1', ageMs: 101_000 });
    expect(two.loads()).toBe(0);
  });

  it('that fails leaves memory and store working, says so, and comes back', async () => {
    const shared = new SharedCacheDouble(START);
    const { read, cache, clock } = cacheWith({ shared });
    shared.fail('connection refused');
    expect(await read(1)).toMatchObject({ value: 1, level: 'L3' });
    expect(await read(2)).toMatchObject({ value: 1, level: 'L1' });
    expect(cache.report()).toMatchObject({ sharedState: 'degraded' });
    expect(cache.report().sharedProblem).toMatch(/connection refused/);
    shared.heal();
    clock.advance(60_000);
    await read(3);
    expect(cache.report()).toMatchObject({ sharedState: 'ok', sharedProblem: null });
  });

  it('that never answers is not waited for', async () => {
    const shared = new SharedCacheDouble(START);
    const { read, cache, clock } = cacheWith({ shared });
    shared.hang();
    const answer = read(1);
    await new Promise(setImmediate);
    clock.advance(250);
    expect(await answer).toMatchObject({ value: 1, level: 'L3' });
    expect(cache.report().sharedState).toBe('degraded');
  });

  it('does not bring back what it could not be told to drop', async () => {
    const shared = new SharedCacheDouble(START);
    const { read, cache, clock } = cacheWith({ shared });
    await read('old');
    shared.fail('connection reset');
    cache.dropTags('bars:GOOG');
    await new Promise(setImmediate);
    shared.heal();
    clock.advance(6_000);
    expect(await read('new')).toMatchObject({ value: 'new', level: 'L3' });
  });
});
