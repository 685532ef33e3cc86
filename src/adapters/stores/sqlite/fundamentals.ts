import type Database from 'better-sqlite3';
import type { Fundamental } from '#engine/ports/market-store';

/** Figures of reports as rows, restatements beside what they restate. All calls are synchronous. */
export interface Fundamentals {
  put(facts: readonly Fundamental[]): number;
  read(symbol: string, asOf: number): Fundamental[];
}

export function createFundamentals(database: Database.Database): Fundamentals {
  const upsert = database.prepare(
    `INSERT INTO fundamentals (symbol, metric, period_end, known_time, value, unit, source)
     VALUES (@symbol, @metric, @periodEnd, @knownTime, @value, @unit, @source)
     ON CONFLICT (symbol, metric, period_end, known_time) DO UPDATE SET value = excluded.value, unit = excluded.unit,
       source = excluded.source
     WHERE value <> excluded.value OR unit <> excluded.unit OR source <> excluded.source`,
  );
  const select = database.prepare<[string, number], Fundamental>(
    `SELECT symbol, metric, period_end AS periodEnd, value, unit, max(known_time) AS knownTime, source
     FROM fundamentals WHERE symbol = ? AND known_time <= ? GROUP BY metric, period_end ORDER BY metric, period_end`,
  );
  const put = database.transaction((facts: readonly Fundamental[]) =>
    facts.reduce((changed, fact) => changed + upsert.run(fact).changes, 0),
  );
  return { put: (facts) => put.immediate(facts), read: (symbol, asOf) => select.all(symbol, asOf) };
}
