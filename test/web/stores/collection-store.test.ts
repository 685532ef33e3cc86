import { describe, expect, test, vi } from 'vitest';
import { createCollectionStore } from '../../../src/renderer/stores/collection-store.ts';

interface Item {
  readonly id: string;
  readonly rank: number;
}

function create(limit?: number) {
  return createCollectionStore<Item>({
    idOf: ({ id }) => id,
    compare: (a, b) => b.rank - a.rank,
    ...(limit === undefined ? {} : { limit }),
  });
}

const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 60));
const ids = (collection: ReturnType<typeof create>) => collection.store.getState().items.map(({ id }) => id);

describe('a watched collection', () => {
  test('events of one frame are applied in order and shown once', async () => {
    const collection = create();
    const drawn = vi.fn();
    collection.store.subscribe(drawn);
    collection.receive({
      kind: 'snapshot',
      items: [
        { id: 'a', rank: 1 },
        { id: 'b', rank: 2 },
      ],
    });
    collection.receive({ kind: 'changed', items: [{ id: 'c', rank: 3 }], removedIds: ['a'] });
    await nextFrame();
    expect(ids(collection)).toEqual(['c', 'b']);
    expect(drawn).toHaveBeenCalledTimes(1);
  });

  test('a snapshot after a reconnection forgets what the engine no longer knows', async () => {
    const collection = create();
    collection.receive({ kind: 'snapshot', items: [{ id: 'old', rank: 1 }] });
    await nextFrame();
    collection.receive({ kind: 'snapshot', items: [{ id: 'new', rank: 1 }] });
    await nextFrame();
    expect(ids(collection)).toEqual(['new']);
  });

  test('a removal before a snapshot in the same frame does not remove from the snapshot', async () => {
    const collection = create();
    collection.receive({ kind: 'changed', items: [], removedIds: ['a'] });
    collection.receive({ kind: 'snapshot', items: [{ id: 'a', rank: 1 }] });
    await nextFrame();
    expect(ids(collection)).toEqual(['a']);
  });

  test('memory stays bounded: the last of the order give way, from the index too', async () => {
    const collection = create(2);
    collection.receive({ kind: 'snapshot', items: [1, 2, 3].map((rank) => ({ id: `n${rank}`, rank })) });
    await nextFrame();
    expect(ids(collection)).toEqual(['n3', 'n2']);
    expect(collection.store.getState().byId.has('n1')).toBe(false);
  });

  test('a stream that failed says why, and says nothing once it speaks again', async () => {
    const collection = create();
    collection.fail('the stream broke');
    expect(collection.store.getState().problem).toBe('the stream broke');
    collection.receive({ kind: 'snapshot', items: [] });
    await nextFrame();
    expect(collection.store.getState()).toMatchObject({ problem: null, isLoaded: true });
  });
});
