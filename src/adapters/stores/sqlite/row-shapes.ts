import type Database from 'better-sqlite3';

/** What a column can hold. */
export type Value = string | number | null;

/** The columns of a row, as a statement writes them. */
export interface RowColumns {
  /** `?`, or an expression that takes one parameter. */
  readonly values: readonly string[];
  /** Places of columns of few different values; where there are any, rows are written by their shapes. */
  readonly few?: readonly number[] | undefined;
  /** Places of columns that are null in most rows. */
  readonly sparse?: readonly number[] | undefined;
}

/** Rows that one statement writes, at most. */
export const ROWS_OF_SHAPE = 4;
/** Statements kept, and steps on the way to them; rows of further shapes are written as any others. */
const SHAPES_MAX = 128;
const STEPS_MAX = 4_096;
/** Texts that may stand in a statement. */
const PLAIN = /^[\w .:-]{0,64}$/;

/** Where rows lead that begin alike. */
interface Step {
  readonly next: Map<Value, Step>;
  statement: Database.Statement<unknown[]> | undefined;
}

/** Writes rows by statements made for their shape: what most rows share is not bound, which costs as much as to store it. */
export interface RowShapes {
  /** Writes at most {@link ROWS_OF_SHAPE} rows; answers false, with nothing written, when theirs is one shape too many. */
  write(rows: readonly Value[][]): boolean;
}

/** The shape of up to four rows: which values their `few` columns hold, and which of the `sparse` ones are null. */
export function createRowShapes(
  { values, few = [], sparse = [] }: RowColumns,
  prepare: (rows: readonly string[]) => Database.Statement<unknown[]>,
): RowShapes {
  const root: Step = { next: new Map(), statement: undefined };
  const isFew = values.map((_, column) => few.includes(column));
  const isSparse = values.map((_, column) => sparse.includes(column));
  let shapes = 0;
  let steps = 0;

  function stepAfter(step: Step, key: Value): Step | undefined {
    const known = step.next.get(key);
    if (known || steps >= STEPS_MAX) return known;
    steps += 1;
    const fresh: Step = { next: new Map(), statement: undefined };
    step.next.set(key, fresh);
    return fresh;
  }

  function textOf(row: readonly Value[]): string {
    const isWritten = (column: number) => isFew[column] || (isSparse[column] && row[column] === null);
    const columns = values.map((value, column) => (isWritten(column) ? literal(row[column]!) : value));
    return `(${columns.join(', ')})`;
  }

  function statementOf(rows: readonly Value[][]): Database.Statement<unknown[]> | undefined {
    if (shapes >= SHAPES_MAX || !rows.every((row) => few.every((column) => isPlain(row[column]!)))) return;
    shapes += 1;
    return prepare(rows.map(textOf));
  }

  return {
    write(rows) {
      const parameters: Value[] = [];
      let step: Step | undefined = root;
      for (const row of rows) {
        let nulls = 0;
        for (let column = 0; column < row.length; column++) {
          const value = row[column]!;
          if (isFew[column]) step = step && stepAfter(step, value);
          else if (value === null && isSparse[column]) nulls |= 1 << column;
          else parameters.push(value);
        }
        step = step && stepAfter(step, nulls);
      }
      if (!step) return false;
      step.statement ??= statementOf(rows);
      step.statement?.run(parameters);
      return step.statement !== undefined;
    },
  };
}

const isPlain = (value: Value): boolean => typeof value !== 'string' || PLAIN.test(value);

const literal = (value: Value): string =>
  value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value);
