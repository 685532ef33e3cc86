import { OctopusError } from '#contract/errors';
import type { DocumentStore } from '#engine/ports/market-store';
import type { OpenedDatabase } from './open-database.ts';
import { withStoreErrors } from './store-failure.ts';

/** Small JSON documents in `journal.sqlite`. A document expires at the instant of its expiry time, not after it. */
export function createDocumentStore({ database, path, isReadOnly }: OpenedDatabase): DocumentStore {
  const select = database
    .prepare<[string, string, number], string>(
      'SELECT body FROM documents WHERE collection = ? AND id = ? AND (expires_time IS NULL OR expires_time > ?)',
    )
    .pluck();
  // Replacing gives the row a new, highest place, which is what makes a list newest write first.
  const replace = database.prepare(
    'INSERT OR REPLACE INTO documents (collection, id, body, expires_time) VALUES (?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');
  const list = database.prepare<[string, number, number], { id: string; body: string }>(
    `SELECT id, body FROM documents WHERE collection = ? AND (expires_time IS NULL OR expires_time > ?)
     ORDER BY place DESC LIMIT ?`,
  );
  const hasExpired = database
    .prepare<[number], 1>('SELECT 1 FROM documents WHERE expires_time <= ? LIMIT 1')
    .pluck();
  const removeExpired = database.prepare('DELETE FROM documents WHERE expires_time <= ?');

  return withStoreErrors<DocumentStore>(path, {
    get(collection, id, now) {
      const body = select.get(collection, id, now);
      return body === undefined ? undefined : JSON.parse(body);
    },
    put(collection, id, document, expiresTime) {
      const body = JSON.stringify(document);
      if (body === undefined) {
        throw new OctopusError(
          'BAD_REQUEST',
          `document ${collection}/${id} has no JSON form; give an object, a list or a plain value`,
          { collection, id },
        );
      }
      replace.run(collection, id, body, expiresTime ?? null);
    },
    remove: (collection, id) => remove.run(collection, id).changes > 0,
    list(collection, now, limit) {
      if (!isReadOnly && hasExpired.get(now)) removeExpired.run(now);
      return list
        .all(collection, now, limit)
        .map(({ id, body }) => ({ id, document: JSON.parse(body) as unknown }));
    },
  });
}
