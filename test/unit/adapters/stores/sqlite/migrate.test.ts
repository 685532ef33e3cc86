import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { type Migration, migrate, schemaVersion } from '#adapters/stores/sqlite/migrate';

const steps: Migration[] = [
  { name: 'one', up: (database) => void database.exec('CREATE TABLE one (id INTEGER)') },
  {
    name: 'two',
    up: (database) => void database.exec('CREATE TABLE two (id INTEGER); INSERT INTO one VALUES (1)'),
  },
];
const broken: Migration = {
  name: 'three',
  up: (database) => {
    database.exec('CREATE TABLE three (id INTEGER)');
    throw new Error('power cut');
  },
};
const schema = (database: Database.Database) =>
  database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();

describe('migrations', () => {
  it.each([0, 1, 2])('end in the same schema from version %d', (version) => {
    const stepwise = new Database(':memory:');
    migrate(stepwise, steps.slice(0, version));
    migrate(stepwise, steps);
    const atOnce = new Database(':memory:');
    migrate(atOnce, steps);
    expect(schemaVersion(stepwise)).toBe(2);
    expect(schema(stepwise)).toEqual(schema(atOnce));
    expect(stepwise.prepare('SELECT count(*) FROM one').pluck().get()).toBe(1);
  });

  it('leave a failed step undone and the ones before it done', () => {
    const database = new Database(':memory:');
    expect(() => migrate(database, [...steps, broken])).toThrow('power cut');
    expect(schemaVersion(database)).toBe(2);
    expect(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'three'").pluck().get()).toBe(0);
  });

  it.each([journalDatabase, marketDatabase])(
    'of $fileName reach the last version from every earlier one',
    (kind) => {
      const whole = new Database(':memory:');
      migrate(whole, kind.migrations);
      for (let version = 0; version <= kind.migrations.length; version++) {
        const database = new Database(':memory:');
        migrate(database, kind.migrations.slice(0, version));
        migrate(database, kind.migrations);
        expect(schemaVersion(database)).toBe(kind.migrations.length);
        expect(schema(database)).toEqual(schema(whole));
      }
    },
  );
});
