import type { z } from 'zod';
import { protectionSettings } from '#contract/services/protections';

export type Protections = z.infer<typeof protectionSettings>;
export type ProtectionKey = keyof Protections;

interface NumberPart {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
}

export interface ProtectionRow {
  readonly key: ProtectionKey;
  readonly title: string;
  readonly what: string;
  readonly numbers: readonly NumberPart[];
  /** Whether a person chooses what it does: stop everything, or all that opens risk. */
  readonly hasEffect?: true;
  /** Whether a person chooses that it holds one symbol alone. */
  readonly hasSymbolChoice?: true;
}

/** Every fuse of an account: what it is for, and what can be set about it. */
export const PROTECTION_ROWS: readonly ProtectionRow[] = [
  {
    key: 'dailyLoss',
    title: 'Daily loss',
    what: 'At this loss since the previous close, until the next trading day.',
    numbers: [{ name: 'lossPctMax', label: 'Largest loss', unit: '% of equity' }],
    hasEffect: true,
  },
  {
    key: 'drawdown',
    title: 'Drawdown',
    what: 'At this fall from the highest close.',
    numbers: [
      { name: 'fallPctMax', label: 'Largest fall', unit: '% of peak' },
      { name: 'pauseMinutes', label: 'It rests for', unit: 'minutes' },
    ],
    hasEffect: true,
  },
  {
    key: 'coolDown',
    title: 'Cool-down',
    what: 'After every loss in a symbol, that symbol rests.',
    numbers: [{ name: 'minutes', label: 'It rests for', unit: 'minutes' }],
  },
  {
    key: 'stopLossGuard',
    title: 'Stop-outs',
    what: 'After so many stop-outs within a window.',
    numbers: [
      { name: 'stopOutsMax', label: 'Stop-outs', unit: '' },
      { name: 'windowMinutes', label: 'Within', unit: 'minutes' },
      { name: 'pauseMinutes', label: 'It rests for', unit: 'minutes' },
    ],
    hasSymbolChoice: true,
  },
  {
    key: 'lowProfit',
    title: 'Low profit',
    what: 'A symbol whose closed trades made less than this rests.',
    numbers: [
      { name: 'profitPctMin', label: 'Least profit', unit: '%' },
      { name: 'tradesMin', label: 'Of at least', unit: 'trades' },
      { name: 'windowMinutes', label: 'Within', unit: 'minutes' },
      { name: 'pauseMinutes', label: 'It rests for', unit: 'minutes' },
    ],
  },
  {
    key: 'orderRate',
    title: 'Order rate',
    what: 'Against a strategy or a hand that has run wild.',
    numbers: [
      { name: 'ordersPerMinuteMax', label: 'Most orders', unit: 'a minute' },
      { name: 'cancelPctMax', label: 'Most cancelled', unit: '% a minute' },
    ],
  },
  {
    key: 'sizePrecaution',
    title: 'Unusual size',
    what: 'A person’s order beyond this waits until it is accepted by name.',
    numbers: [
      { name: 'timesUsualMax', label: 'Times the usual', unit: '×' },
      { name: 'valueMax', label: 'Or worth more than', unit: 'money' },
    ],
  },
];

export type ProtectionValue = boolean | number | string;

export type ProtectionsOutcome =
  | { readonly kind: 'kept'; readonly protections: Protections }
  | { readonly kind: 'wrong'; readonly text: string };

/** The protections with one value changed, or what is wrong with it. */
export function withProtection(
  protections: Protections,
  key: ProtectionKey,
  name: string,
  value: ProtectionValue,
): ProtectionsOutcome {
  const parsed = protectionSettings.safeParse({
    ...protections,
    [key]: { ...protections[key], [name]: value },
  });
  if (parsed.success) return { kind: 'kept', protections: parsed.data };
  return { kind: 'wrong', text: parsed.error.issues[0]?.message ?? 'not a value it can have' };
}

/** The value of a part, whichever protection it belongs to. */
export function protectionValue(
  protections: Protections,
  key: ProtectionKey,
  name: string,
): ProtectionValue | undefined {
  return Object.entries(protections[key]).find(([part]) => part === name)?.[1];
}
