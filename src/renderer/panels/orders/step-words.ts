import type { Tone } from '../../components/badge.tsx';
import { formatDuration } from '../../format/number.ts';

/** Journal kinds that are told in other words than their name's. */
const WORDS: Readonly<Record<string, string>> = {
  OrderOutcomeUnknown: 'outcome unknown',
  OrderIntended: 'intended',
  ComplianceChecked: 'compliance',
  RiskChecked: 'risk',
  PostTradeChecked: 'checked after trade',
  DecisionMade: 'decided',
  OrderUnsent: 'never arrived',
};

const TONES: readonly (readonly [RegExp, Tone])[] = [
  [/Unknown|Quarantined/, 'alarm'],
  [/Rejected|Unsent|Refused/, 'danger'],
  [/Filled/, 'good'],
  [/Cancel|Replace|Expired/, 'warning'],
  [/Acknowledged|Replaced|Sent|Released|Adopted/, 'accent'],
];

/** The kind of a journal record as a step in an order's life: `OrderAcknowledged` is `acknowledged`. */
export function stepWord(kind: string): string {
  return (
    WORDS[kind] ??
    kind
      .replace(/^Order(?=.)/, '')
      .replace(/(?!^)([A-Z])/g, ' $1')
      .toLowerCase()
  );
}

/** The colour of a step's word; plain for what neither changes nor hinders an order. */
export function stepTone(kind: string): Tone {
  return TONES.find(([pattern]) => pattern.test(kind))?.[1] ?? 'plain';
}

/** How long a step came after the one before, from whole milliseconds of wall time. */
export function waitText(milliseconds: number): string {
  return milliseconds < 1 ? 'at once' : `+${formatDuration(milliseconds)}`;
}
