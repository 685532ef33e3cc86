import { expect, test } from 'vitest';
import type { DocumentStore } from '#engine/ports/market-store';
import { AccountDocuments, FRESH_ACCOUNT } from '#runtime/accounts/account-documents';

/** A store in memory that counts what it is asked for, and whose disk can be full. */
function createStore(): { store: DocumentStore; reads: () => number; fill: () => void } {
  const kept = new Map<string, unknown>();
  let reads = 0;
  let isFull = false;
  const store: DocumentStore = {
    get(collection, id) {
      reads++;
      return structuredClone(kept.get(`${collection} ${id}`));
    },
    put(collection, id, document) {
      if (isFull) throw new Error('the disk is full');
      kept.set(`${collection} ${id}`, structuredClone(document));
    },
    remove: (collection, id) => kept.delete(`${collection} ${id}`),
    list: () => [],
  };
  return {
    store,
    reads: () => reads,
    fill: () => {
      isFull = true;
    },
  };
}

const clock = { now: () => 0 };

test('a document is read once, however often the account changes, and a next start finds what was changed', () => {
  const { store, reads } = createStore();
  new AccountDocuments(store, clock).put('main', { ...FRESH_ACCOUNT, fields: { region: 'eu' } });
  const documents = new AccountDocuments(store, clock);
  documents.change('main', { isConnected: false });
  for (let i = 0; i < 100; i++) documents.of('main');
  expect(reads()).toBe(1);
  expect(new AccountDocuments(store, clock).of('main')).toEqual({
    isConnected: false,
    fields: { region: 'eu' },
    addresses: {},
    ignored: [],
  });
});

test('a change that could not be kept is not believed', () => {
  const { store, fill } = createStore();
  const documents = new AccountDocuments(store, clock);
  documents.put('main', FRESH_ACCOUNT);
  fill();
  expect(() => documents.change('main', { isConnected: false })).toThrow('the disk is full');
  expect(documents.of('main').isConnected).toBe(true);
});
