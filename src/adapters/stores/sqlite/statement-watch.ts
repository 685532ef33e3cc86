import type Database from 'better-sqlite3';

/** What one SQL statement has cost since its database was watched. Times are milliseconds. */
export interface StatementTiming {
  readonly statement: string;
  readonly count: number;
  /** Rows it answered, all calls together. */
  readonly rows: number;
  readonly total: number;
  readonly mean: number;
  readonly p99: number;
  /** How SQLite goes about it, in its own words: SEARCH uses an index, SCAN looks at every row. */
  readonly plan: readonly string[];
}

export interface StatementWatch {
  /** Every statement that was run, the one that took most in all first. */
  timings(): StatementTiming[];
}

/** Durations kept for a percentile; beyond, the oldest are written over. */
const KEPT = 4_096;

interface Tally {
  count: number;
  rows: number;
  total: number;
  readonly durations: number[];
  /** What it was run with last: the plan is asked for with the same. */
  parameters: readonly unknown[];
}

/** Times every statement prepared on the database from now on. Costs about a microsecond a call, so only when asked for. */
export function watchStatements(database: Database.Database): StatementWatch {
  const tallies = new Map<string, Tally>();
  const prepare = database.prepare.bind(database);

  function tallyOf(source: string): Tally {
    const known = tallies.get(source);
    if (known) return known;
    const fresh = { count: 0, rows: 0, total: 0, durations: [], parameters: [] };
    tallies.set(source, fresh);
    return fresh;
  }

  function note(tally: Tally, parameters: readonly unknown[], duration: number, rows: number): void {
    tally.durations[tally.count++ % KEPT] = duration;
    tally.total += duration;
    tally.rows += rows;
    tally.parameters = parameters;
  }

  function watch(statement: Database.Statement): Database.Statement {
    const tally = tallyOf(statement.source.replaceAll(/\s+/g, ' ').trim());
    const { run, get, all, iterate } = statement;
    const timed =
      <Answer>(call: (...parameters: unknown[]) => Answer, rowsOf: (answer: Answer) => number) =>
      (...parameters: unknown[]): Answer => {
        const started = performance.now();
        const answer = call.apply(statement, parameters);
        note(tally, parameters, performance.now() - started, rowsOf(answer));
        return answer;
      };
    statement.run = timed(run, () => 0);
    statement.get = timed(get, (row) => (row === undefined ? 0 : 1));
    statement.all = timed(all, (rows) => rows.length);
    statement.iterate = function* (...parameters: unknown[]) {
      let duration = 0;
      let count = 0;
      const rows = iterate.apply(statement, parameters);
      try {
        for (;;) {
          const started = performance.now();
          const { done, value } = rows.next();
          duration += performance.now() - started;
          if (done) return;
          count++;
          yield value;
        }
      } finally {
        rows.return?.();
        note(tally, parameters, duration, count);
      }
    };
    return statement;
  }

  database.prepare = ((source: string) => watch(prepare(source))) as typeof database.prepare;

  return {
    timings: () =>
      [...tallies]
        .filter(([, { count }]) => count > 0)
        .map(([statement, { count, rows, total, durations, parameters }]) => ({
          statement,
          count,
          rows,
          total,
          mean: total / count,
          p99: durations.toSorted((a, b) => a - b)[Math.floor(durations.length * 0.99)]!,
          plan: planOf(prepare, statement, parameters),
        }))
        .toSorted((a, b) => b.total - a.total),
  };
}

function planOf(
  prepare: Database.Database['prepare'],
  statement: string,
  parameters: readonly unknown[],
): string[] {
  return prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)
    .all(...parameters)
    .map(({ detail }) => detail);
}
