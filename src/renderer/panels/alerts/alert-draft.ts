import type { AlertInput, AlertView } from '#contract/services/alerts';
import { parseAlertFrequency } from '#domain/alerts/alert-frequency';
import { formatCondition } from '#domain/alerts/format-alert-rule';
import { parseAlertRule, type RuleContext } from '#domain/alerts/parse-alert-rule';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import { referenceStore } from '../../stores/reference.ts';

/** One line of the builder: texts, so that anything the rule's language knows can be written. */
export interface BuilderRow {
  readonly measure: string;
  readonly operator: string;
  readonly value: string;
}

/** What the editor holds. The rule's text is what counts; `rows` are null where it is nested deeper than lines are. */
export interface AlertDraft {
  /** The alert that is edited, null for a new one. */
  readonly id: string | null;
  readonly symbol: string;
  readonly rule: string;
  readonly join: 'and' | 'or';
  readonly rows: readonly BuilderRow[] | null;
  readonly name: string;
  readonly frequency: string;
  /** `2026-12-31` or `2026-12-31T15:00`, empty for never. */
  readonly expires: string;
  readonly message: string;
  readonly severity: AlertView['severity'];
  readonly isSoundOn: boolean;
}

export function newDraft(symbol: string, rule: string): AlertDraft {
  const draft: AlertDraft = {
    id: null,
    symbol,
    rule,
    join: 'and',
    rows: [],
    name: '',
    frequency: 'once',
    expires: '',
    message: '',
    severity: 'info',
    isSoundOn: false,
  };
  return withRule(draft, rule);
}

export function draftOf(alert: AlertView): AlertDraft {
  const { id, symbol, rule, name, frequency, expiresTime, message, severity, isSoundOn } = alert;
  const expires = expiresTime === null ? '' : new Date(expiresTime).toISOString().slice(0, 16);
  const whole = { ...newDraft(symbol, rule), id, name, frequency, message, severity, isSoundOn };
  return { ...whole, expires: expires.replace('T00:00', '') };
}

/** The draft with another text; its lines follow where the text can be read. */
export function withRule(draft: AlertDraft, rule: string): AlertDraft {
  const next = { ...draft, rule };
  try {
    const read = parseAlertRule(rule, contextOf(draft.symbol));
    const isJoined = read.kind === 'all' || read.kind === 'any';
    const members = isJoined ? read.members : [read];
    const texts: string[] = [];
    for (const member of members) {
      if (member.kind === 'all' || member.kind === 'any') return { ...next, rows: null };
      texts.push(formatCondition(member, draft.symbol));
    }
    return {
      ...next,
      join: read.kind === 'any' ? 'or' : isJoined ? 'and' : draft.join,
      rows: texts.map(rowOf),
    };
  } catch (error) {
    if (error instanceof RangeError) return next;
    throw error;
  }
}

/** The draft with other lines; its text follows. */
export function withRows(draft: AlertDraft, rows: readonly BuilderRow[], join = draft.join): AlertDraft {
  const rule = rows
    .map(({ measure, operator, value }) => `${measure} ${operator} ${value}`.trim())
    .join(` ${join} `);
  return { ...draft, rows, join, rule };
}

/** What is wrong with the draft by field; an empty record when nothing is. */
export function problemsOf(
  draft: AlertDraft,
): Readonly<Partial<Record<'rule' | 'frequency' | 'expires', string>>> {
  return {
    ...problem('rule', () => parseAlertRule(draft.rule, contextOf(draft.symbol))),
    ...problem('frequency', () => parseAlertFrequency(draft.frequency)),
    ...problem('expires', () => expiryOf(draft.expires)),
  };
}

/** What the engine is asked for. Throws a RangeError for an expiry that cannot be read. */
export function inputOf(draft: AlertDraft): AlertInput {
  const { symbol, rule, name, frequency, message, severity, isSoundOn } = draft;
  return {
    symbol,
    rule,
    name,
    frequency,
    message,
    severity,
    isSoundOn,
    expiresTime: expiryOf(draft.expires),
  };
}

function expiryOf(text: string): number | null {
  const written = text.trim();
  if (written === '') return null;
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/.test(written);
  const time = isDate ? Date.parse(written.includes('T') ? `${written}Z` : `${written}T00:00Z`) : Number.NaN;
  if (Number.isNaN(time))
    throw new RangeError(`"${written}" is no date such as 2026-12-31 or 2026-12-31T15:00 (UTC)`);
  return time;
}

function problem<Field extends string>(field: Field, read: () => unknown): Partial<Record<Field, string>> {
  try {
    read();
    return {};
  } catch (error) {
    if (error instanceof RangeError) return { [field]: error.message } as Partial<Record<Field, string>>;
    throw error;
  }
}

function rowOf(text: string): BuilderRow {
  const [measure = '', operator = '', ...value] = text.split(' ');
  return { measure, operator, value: value.join(' ') };
}

function contextOf(symbol: string): RuleContext {
  const instrument = referenceStore.getState().instruments.get(symbol);
  if (!instrument) return { symbol, timeZone: 'America/New_York', calendar: 'XNYS' };
  return { symbol, timeZone: instrument.timeZone, calendar: calendarOf(instrument).id };
}
