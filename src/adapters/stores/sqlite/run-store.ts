import { OctopusError } from '#contract/errors';
import type { KeptRun, RunStore } from '#engine/ports/run-store';
import { type OpenedDatabase, openDatabase } from './open-database.ts';
import { packRun, RUN_FORM, unpackRun } from './run-body.ts';
import { runsDatabase } from './runs-database.ts';
import { withStoreErrors } from './store-failure.ts';

interface Row {
  readonly id: string;
  readonly name: string | null;
  readonly tags: string;
  readonly notes: string;
  readonly summary: string;
  readonly bytes: number;
}

/** Opens the library of runs of a data folder that this process holds; `now` names a damaged file moved aside. */
export function openRunStore(folder: string, now: number): RunStore {
  return createRunStore(openDatabase(runsDatabase, folder, now));
}

/** Runs in `runs.sqlite`, a row each. */
export function createRunStore({ database, path, close }: OpenedDatabase): RunStore {
  const columns = 'id, name, tags, notes, summary, length(body) AS bytes';
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO runs (id, identity, name, tags, notes, is_labelled, summary, form, body)
     VALUES (@id, @identity, @name, @tags, @notes, @isLabelled, @summary, ${RUN_FORM}, @body)`,
  );
  const idOf = database.prepare<[string], string>('SELECT id FROM runs WHERE identity = ?').pluck();
  const one = database.prepare<[string], Row>(`SELECT ${columns} FROM runs WHERE id = ?`);
  const bodyOf = database.prepare<[string], { form: number; body: Uint8Array }>(
    'SELECT form, body FROM runs WHERE id = ?',
  );
  const newest = database.prepare<[number], Row>(`SELECT ${columns} FROM runs ORDER BY place DESC LIMIT ?`);
  const relabel = database.prepare(
    'UPDATE runs SET name = @name, tags = @tags, notes = @notes, is_labelled = @isLabelled WHERE id = @id',
  );
  const remove = database.prepare('DELETE FROM runs WHERE id = ?');
  const prune = database.prepare(
    `DELETE FROM runs WHERE is_labelled = 0
     AND place NOT IN (SELECT place FROM runs WHERE is_labelled = 0 ORDER BY place DESC LIMIT ?)`,
  );
  return withStoreErrors<RunStore>(path, {
    put(summary, identity, record) {
      const { id, name, tags, notes, bytes: _, ...rest } = summary;
      upsert.run({
        identity,
        ...labelsRow({ id, name, tags, notes }),
        summary: JSON.stringify(rest),
        body: packRun(record),
      });
    },
    find: (identity) => idOf.get(identity),
    summary(id) {
      const row = one.get(id);
      return row && summaryOf(row);
    },
    record(id) {
      const row = bodyOf.get(id);
      if (!row) return undefined;
      if (row.form !== RUN_FORM)
        throw new OctopusError(
          'STORE_FAILURE',
          `run ${id} was saved by a newer Octopus; update Octopus to read it`,
        );
      return unpackRun(row.body);
    },
    list: (limit) => newest.all(limit).map(summaryOf),
    label: (id, labels) => relabel.run(labelsRow({ id, ...labels })).changes > 0,
    remove: (id) => remove.run(id).changes > 0,
    prune: (unlabelledMax) => prune.run(unlabelledMax).changes,
    close,
  });
}

function labelsRow({ id, name, tags, notes }: Pick<KeptRun, 'id' | 'name' | 'tags' | 'notes'>) {
  const isLabelled = name !== null || tags.length > 0 || notes !== '' ? 1 : 0;
  return { id, name, tags: JSON.stringify(tags), notes, isLabelled };
}

function summaryOf({ summary, id, name, tags, notes, bytes }: Row): KeptRun {
  return {
    // Runs kept before it was noted have none.
    dataSet: null,
    ...(JSON.parse(summary) as Omit<KeptRun, 'dataSet'>),
    id,
    name,
    tags: JSON.parse(tags) as string[],
    notes,
    bytes,
  };
}
