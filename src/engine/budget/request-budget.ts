import type { Clock } from '../ports/clock.ts';
import type { BudgetRule } from '../ports/data-provider.ts';
import type { DocumentStore } from '../ports/market-store.ts';
import { ProviderError, retryAdvice } from '../ports/provider-error.ts';

/** One rule and how much of it is left. */
export interface BudgetState extends BudgetRule {
  readonly left: number;
  /** When the next request becomes possible; null while some are left. */
  readonly nextTime: number | null;
}

export interface RequestBudgetOptions {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly BudgetRule[];
  readonly documents: DocumentStore;
  readonly clock: Clock;
}

const COLLECTION = 'provider-budgets';
/** A window is counted in so many slots: what is kept stays small, at most one slot too strict. */
const SLOTS = 60;

/** Slot number → requests begun in it, for one rule. */
type Counts = Record<string, number>;

/**
 * Counts requests to one vendor, across restarts, and refuses those that would exceed a rule in any window of its
 * length, wherever the vendor's own day begins. A slot counts until a whole window has passed since its end.
 */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
  }

  /** Counts one request about to be sent. Throws a ProviderError `rate-limited`, counting nothing, when none is left. */
  spend(): void {
    const { rules, clock, id, name, documents } = this.#options;
    const now = clock.now();
    const counts = this.#read();
    for (const [index, rule] of rules.entries()) {
      const { left, nextTime } = stateOf(rule, counts[index] ?? {}, now);
      if (left > 0) continue;
      const waitMs = nextTime === null ? null : Math.max(0, nextTime - now);
      throw new ProviderError(
        'rate-limited',
        name,
        `the budget of ${rule.requests} requests ${periodText(rule.perMs)} is used up; ${retryAdvice(waitMs)}`,
        waitMs,
      );
    }
    const next = rules.map((rule, index) => {
      const slot = slotOf(now, rule);
      const kept = currentOf(rule, counts[index] ?? {}, now);
      return { ...kept, [slot]: (kept[slot] ?? 0) + 1 };
    });
    const longestMs = Math.max(0, ...rules.map((rule) => rule.perMs));
    documents.put(COLLECTION, id, next, now + 2 * longestMs);
  }

  state(): BudgetState[] {
    const { rules, clock } = this.#options;
    const counts = this.#read();
    const now = clock.now();
    return rules.map((rule, index) => ({ ...rule, ...stateOf(rule, counts[index] ?? {}, now) }));
  }

  #read(): readonly Counts[] {
    const { documents, id, clock } = this.#options;
    return (documents.get(COLLECTION, id, clock.now()) ?? []) as Counts[];
  }
}

function slotMs(rule: BudgetRule): number {
  return Math.max(1, Math.ceil(rule.perMs / SLOTS));
}

function slotOf(time: number, rule: BudgetRule): number {
  return Math.floor(time / slotMs(rule));
}

/** Slots that still count. Those further ahead than a window come from a clock that was set wrong. */
function currentOf(rule: BudgetRule, counts: Counts, now: number): Counts {
  const length = slotMs(rule);
  return Object.fromEntries(
    Object.entries(counts).filter(([slot]) => {
      const start = Number(slot) * length;
      return start + length + rule.perMs > now && start <= now + rule.perMs;
    }),
  );
}

function stateOf(rule: BudgetRule, counts: Counts, now: number): { left: number; nextTime: number | null } {
  const current = Object.entries(currentOf(rule, counts, now)).sort(([a], [b]) => Number(a) - Number(b));
  const used = current.reduce((sum, [, count]) => sum + count, 0);
  const left = Math.max(0, rule.requests - used);
  if (left > 0) return { left, nextTime: null };
  let toFree = used - rule.requests + 1;
  for (const [slot, count] of current) {
    toFree -= count;
    if (toFree <= 0) return { left, nextTime: (Number(slot) + 1) * slotMs(rule) + rule.perMs };
  }
  return { left, nextTime: null };
}

function periodText(perMs: number): string {
  const names: readonly (readonly [number, string])[] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ];
  const [unit, name] = names.find(([length]) => perMs >= length) ?? [1_000, 'second'];
  const count = perMs / unit;
  return count === 1 ? `a ${name}` : `in ${Number(count.toFixed(1))} ${name}s`;
}
