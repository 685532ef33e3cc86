import type { ExitRequest, SavedExits } from '#contract/services/exits';
import { exitLegs, exitsInPrice } from '#domain/orders/exit-legs';
import { type ExitUnit, mapExits } from '#domain/orders/map-exits';
import {
  DECIMAL_ONE,
  type Decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import { readAmount } from '../../trading/amount-text.ts';

/** One target as it is being written; its share in percent. */
export interface TargetDraft {
  readonly distance: string;
  readonly share: string;
}

/** An exit template as it is being written: texts as typed, empty for none. */
export interface ExitsDraft {
  /** Under which it is kept; empty for one that is not. */
  readonly name: string;
  readonly unit: ExitUnit;
  readonly targets: readonly TargetDraft[];
  readonly stop: string;
  readonly after: string;
  readonly offset: string;
  readonly trail: string;
}

export const EMPTY_EXITS: ExitsDraft = {
  name: '',
  unit: 'ticks',
  targets: [
    { distance: '', share: '50' },
    { distance: '', share: '50' },
  ],
  stop: '',
  after: '',
  offset: '',
  trail: '',
};

export const TARGETS_MAX = 10;
const HUNDRED = 100n * DECIMAL_ONE;

/** What a template sends, or why it cannot be sent. */
export interface ExitsCheck {
  readonly exits: ExitRequest | null;
  readonly error: string | undefined;
  /** Where its stop would stand; null without one, or without a price to reckon from. */
  readonly stop: Decimal | null;
}

/** What an entry is reckoned by. */
export interface EntryFacts {
  readonly side: 'buy' | 'sell';
  /** Null while no price is known. */
  readonly price: Decimal | null;
  readonly tick: Decimal;
}

/** Reads a template; lines that are empty are left out. */
export function checkExits(draft: ExitsDraft, { side, price, tick }: EntryFacts): ExitsCheck {
  const none = { exits: null, stop: null };
  const errors: string[] = [];
  const read = (typed: string, what: string): string | undefined => {
    const { amount, error } = readAmount(typed, what);
    if (error !== undefined) errors.push(error);
    return amount === null ? undefined : formatDecimal(amount);
  };
  const targets = draft.targets.flatMap(({ distance, share }, i) => {
    const away = read(distance, `distance of target ${i + 1}`);
    if (away === undefined) return [];
    const part = read(share, `share of target ${i + 1}`);
    if (part === undefined) errors.push(`say what share target ${i + 1} takes`);
    return [{ distance: away, share: formatDecimal(divideDecimal(parseDecimal(part ?? '0'), HUNDRED)) }];
  });
  const stop = read(draft.stop, 'stop');
  const trail = read(draft.trail, 'trail');
  const after = read(draft.after, 'break-even');
  const offset = draft.offset.trim() === '0' ? '0' : read(draft.offset, 'offset');
  if (errors.length > 0) return { ...none, error: errors[0] };
  if (targets.length === 0 && stop === undefined && trail === undefined) return { ...none, error: undefined };
  const exits = {
    unit: draft.unit,
    ...(targets.length > 0 ? { targets } : {}),
    ...(stop === undefined ? {} : { stop: { distance: stop } }),
    ...(trail === undefined ? {} : { trail: { distance: trail } }),
    ...(after === undefined ? {} : { breakEven: { after, ...(offset === undefined ? {} : { offset }) } }),
  };
  try {
    const entry = { price: price ?? HUNDRED, tick };
    const told = exitsInPrice(mapExits(exits, parseDecimal), draft.unit, entry);
    const [first] = price === null ? [] : exitLegs(told, side === 'buy', price, tick);
    return { exits, error: undefined, stop: first?.kind === 'stop' ? (first.stop ?? null) : null };
  } catch (error) {
    return { ...none, error: error instanceof Error ? error.message : String(error) };
  }
}

/** A kept template as it is written. */
export function draftOfExits({ name, unit, targets = [], stop, breakEven, trail }: SavedExits): ExitsDraft {
  return {
    name,
    unit,
    targets: targets.map(({ distance, share }) => ({
      distance,
      share: formatDecimal(multiplyDecimal(parseDecimal(share), HUNDRED)),
    })),
    stop: stop?.distance ?? '',
    after: breakEven?.after ?? '',
    offset: breakEven?.offset ?? '',
    trail: trail?.distance ?? '',
  };
}
