import type { ImportMapping, ImportPreview } from '#contract/services/import';
import type { ColumnRole, DateOrder, QuoteSide } from '#domain/market/column-role';
import type { Timeframe } from '#domain/market/timeframe';
import type { ImportChoices } from './import-file.ts';

/** What a person said of a file; null where what was found is to be taken. */
export interface ImportDraft {
  /** Roles by the place of their column, from 0. */
  readonly roles: Readonly<Record<number, ColumnRole>>;
  readonly delimiter: NonNullable<ImportMapping['delimiter']> | null;
  readonly decimal: NonNullable<ImportMapping['decimal']> | null;
  readonly dateOrder: DateOrder | null;
  readonly zone: string | null;
  readonly hasHeader: boolean | null;
  readonly side: QuoteSide | null;
  readonly symbol: string | null;
  readonly timeframe: Timeframe | null;
}

export const EMPTY_IMPORT: ImportDraft = {
  roles: {},
  delimiter: null,
  decimal: null,
  dateOrder: null,
  zone: null,
  hasHeader: null,
  side: null,
  symbol: null,
  timeframe: null,
};

/** Roles that a file has once at most; `value` and `ignore` are those of many columns. */
function isRepeatable(role: ColumnRole): boolean {
  return role === 'value' || role === 'ignore';
}

/** Gives a column a role; the column that had it is left out, as a file has one of each. */
export function withRole(
  draft: ImportDraft,
  columns: ImportPreview['columns'],
  { place, role }: { readonly place: number; readonly role: ColumnRole },
): ImportDraft {
  const roles = columns.map((column, at) => draft.roles[at] ?? column.role);
  const next: Record<number, ColumnRole> = {};
  for (const [at, had] of roles.entries())
    next[at] = at === place ? role : had === role && !isRepeatable(role) ? 'ignore' : had;
  return { ...draft, roles: next };
}

/** What the engine is told; undefined where nothing was said, so that all is found. */
export function mappingOf(draft: ImportDraft, columns: ImportPreview['columns']): ImportMapping | undefined {
  const { delimiter, decimal, dateOrder, zone, hasHeader, side, roles } = draft;
  const isMapped = Object.keys(roles).length > 0;
  const mapping: ImportMapping = {
    ...(delimiter === null ? {} : { delimiter }),
    ...(decimal === null ? {} : { decimal }),
    ...(dateOrder === null ? {} : { dateOrder }),
    ...(zone === null || zone.trim() === '' ? {} : { zone: zone.trim() }),
    ...(hasHeader === null ? {} : { hasHeader }),
    ...(side === null ? {} : { side }),
    ...(isMapped ? { columns: columns.map((column, place) => mappedColumn(column, place, roles)) } : {}),
  };
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

function mappedColumn(
  { name, role, symbol }: ImportPreview['columns'][number],
  place: number,
  roles: ImportDraft['roles'],
): NonNullable<ImportMapping['columns']>[number] {
  const chosen = roles[place] ?? role;
  return { column: name, role: chosen, ...(chosen === 'value' && symbol !== null ? { symbol } : {}) };
}

/** As typed, else as the name of the file tells; a table names its symbols itself, and has one before them only when typed. */
export function symbolOf(draft: ImportDraft, { content, symbol }: ImportPreview): string {
  return draft.symbol ?? (content === 'table' ? '' : (symbol ?? ''));
}

/** Symbol, length of bars and mapping to import with. */
export function importChoicesOf(draft: ImportDraft, preview: ImportPreview): ImportChoices {
  const symbol = symbolOf(draft, preview).trim();
  const mapping = mappingOf(draft, preview.columns) ?? confirmedPlaces(preview);
  return {
    ...(symbol === '' ? {} : { symbol }),
    ...(draft.timeframe === null ? {} : { timeframe: draft.timeframe }),
    ...(mapping === undefined ? {} : { mapping }),
  };
}

/** Columns without names are only guessed; importing what the preview shows confirms them. */
function confirmedPlaces({ hasHeader, columns, content }: ImportPreview): ImportMapping | undefined {
  if (hasHeader || content === null || content === 'table') return undefined;
  return { columns: columns.map(({ name, role }) => ({ column: name, role })) };
}

/** Why the import cannot start yet; null when it can. */
export function importHindrance(draft: ImportDraft, preview: ImportPreview): string | null {
  if (preview.content === null) return preview.error ?? 'say what the columns are';
  if (preview.content !== 'table' && symbolOf(draft, preview).trim() === '')
    return 'name the symbol these prices are of';
  return null;
}
