import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { AlgorithmState, AlgorithmTerms } from './algorithm-terms.ts';
import { participationQuantity } from './participation.ts';
import { dueSlice, nextSlice, type Slice, sliceQuantity } from './slice-plan.ts';

/** How far an order that is worked in parts has come. */
export interface AlgorithmProgress {
  readonly terms: AlgorithmTerms;
  readonly lot: Decimal;
  /** Of `twap` and `vwap`; empty for the others. */
  readonly plan: readonly Slice[];
  readonly state: AlgorithmState;
  /** Of `ending`. */
  readonly endsAs?: 'finished' | 'cancelled';
  readonly reason: string;
  readonly filled: Decimal;
  /** Sent, and neither filled nor ended. */
  readonly working: Decimal;
  /** Whether an order of it may still trade; one of unknown outcome does. */
  readonly hasOpenChild: boolean;
  /** Highest number of a part sent so far, 0 before the first. */
  readonly lastNumber: number;
  readonly isRestSent: boolean;
  /** What has traded in the market since its start, in units. */
  readonly volume: number;
}

export type AlgorithmStep =
  /** Nothing now; `nextTime` is null when only a fill or a person can bring the next step. */
  | { readonly kind: 'wait'; readonly nextTime: number | null }
  /** Number 0 is the rest at the end, at the market. */
  | { readonly kind: 'send'; readonly number: number; readonly quantity: Decimal }
  /** What works is cancelled; it is over once that is confirmed. */
  | { readonly kind: 'end'; readonly endsAs: 'finished' | 'cancelled'; readonly reason: string }
  | { readonly kind: 'close'; readonly endsAs: 'finished' | 'cancelled'; readonly reason: string };

/** Between two looks at the volume, ms. */
const LOOK_EVERY_MS = 1_000;
/** The rest is not sent at the market when its time ended longer ago: nobody expects it any more. */
const REST_LATE_MS_MAX = 300_000;
/** A part that follows the volume is at least this part of the order: smaller ones cost more in minimum fees than they hide. */
const PARTS_MAX = 100n;

/** What an order that is worked in parts does next. The same progress and time give the same step. */
export function nextStep(progress: AlgorithmProgress, now: number): AlgorithmStep {
  const { terms, state, filled } = progress;
  const { startTime, endTime, quantity } = terms;
  if (state === 'finished' || state === 'cancelled') return { kind: 'wait', nextTime: null };
  if (state === 'ending') return stepOfEnding(progress, now);
  if (filled >= quantity) return { kind: 'close', endsAs: 'finished', reason: 'all of it has filled' };
  if (endTime !== undefined && now >= endTime)
    return {
      kind: 'end',
      endsAs: state === 'paused' ? 'cancelled' : 'finished',
      reason: state === 'paused' ? 'its time ended while it was paused' : 'its time is over',
    };
  if (state === 'paused') return { kind: 'wait', nextTime: endTime ?? null };
  if (now < startTime) return { kind: 'wait', nextTime: startTime };
  if (terms.kind === 'pov') return stepOfVolume(progress, now);
  return terms.kind === 'iceberg' ? stepOfIceberg(progress) : stepOfPlan(progress, now);
}

function stepOfEnding(progress: AlgorithmProgress, now: number): AlgorithmStep {
  const { terms, endsAs = 'finished', reason, hasOpenChild, isRestSent } = progress;
  const left = leftOf(progress);
  if (hasOpenChild) return { kind: 'wait', nextTime: null };
  if (left <= DECIMAL_ZERO) return { kind: 'close', endsAs, reason: 'all of it has filled' };
  const unsent = `${reason}; ${toldDecimal(left)} of ${toldDecimal(terms.quantity)} were not traded`;
  if (endsAs === 'cancelled' || terms.atEnd === 'cancel' || isRestSent)
    return { kind: 'close', endsAs, reason: unsent };
  if (now - (terms.endTime ?? now) > REST_LATE_MS_MAX)
    return {
      kind: 'close',
      endsAs,
      reason: `${unsent}: the end was missed, and the rest is not sent so late`,
    };
  return { kind: 'send', number: 0, quantity: left };
}

function stepOfPlan(progress: AlgorithmProgress, now: number): AlgorithmStep {
  const { terms, plan, lot, lastNumber } = progress;
  const due = dueSlice(plan, lastNumber, now);
  const quantity = due ? sliceQuantity(leftOf(progress), plan, due.number, lot) : DECIMAL_ZERO;
  if (due && quantity > DECIMAL_ZERO) return { kind: 'send', number: due.number, quantity };
  return { kind: 'wait', nextTime: nextSlice(plan, lastNumber, now)?.time ?? terms.endTime ?? null };
}

function stepOfVolume(progress: AlgorithmProgress, now: number): AlgorithmStep {
  const { terms, lot, volume, filled, working, lastNumber } = progress;
  const { endTime, participation = 0, childQuantityMax: most, quantity } = terms;
  const left = leftOf(progress);
  const due = participationQuantity({
    volume,
    share: participation,
    taken: filled + working,
    left,
    lot,
    ...(most === undefined ? {} : { most }),
  });
  const isWorthwhile = due === left || due === most || due * PARTS_MAX >= quantity;
  if (due > DECIMAL_ZERO && isWorthwhile) return { kind: 'send', number: lastNumber + 1, quantity: due };
  return { kind: 'wait', nextTime: Math.min(now + LOOK_EVERY_MS, endTime ?? Number.POSITIVE_INFINITY) };
}

function stepOfIceberg(progress: AlgorithmProgress): AlgorithmStep {
  const { terms, hasOpenChild, lastNumber } = progress;
  const { endTime = null, displayQuantity = terms.quantity } = terms;
  const left = leftOf(progress);
  if (hasOpenChild || left <= DECIMAL_ZERO) return { kind: 'wait', nextTime: endTime };
  const quantity = displayQuantity < left ? displayQuantity : left;
  return { kind: 'send', number: lastNumber + 1, quantity };
}

/** Neither filled nor on its way. */
function leftOf({ terms, filled, working }: AlgorithmProgress): Decimal {
  return terms.quantity - filled - working;
}
