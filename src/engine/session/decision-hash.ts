import type { DecisionView } from '#contract/services/decisions';
import { canonicalJson } from '../journal/canonical-json.ts';
import { sha256Hex } from '../journal/hashing.ts';

/** Digits after the point that scores are rounded to before hashing, so that machines agree. */
const SCORE_DIGITS = 6;

/**
 * Hash over all decisions so far: the previous hash and what this decision comes to (time, symbol, action, rounded
 * scores, model version, target, verdicts). Ids, texts and timings stay out. Equal on the same inputs in all modes.
 */
export function nextDecisionHash(previous: string, decision: DecisionView): string {
  return sha256Hex(
    previous +
      canonicalJson({
        symbol: decision.symbol,
        eventTime: decision.eventTime,
        action: decision.action,
        fusedScore: rounded(decision.fusedScore),
        contributions: decision.contributions.map(({ source, score, weight }) => [
          source,
          rounded(score),
          rounded(weight),
        ]),
        regime: decision.regime.name,
        model: decision.forecast?.version ?? null,
        target: decision.sizing?.targetQuantity ?? null,
        compliance: decision.compliance?.verdict ?? null,
        risk: decision.risk?.verdict ?? null,
      }),
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(SCORE_DIGITS)) + 0;
}
