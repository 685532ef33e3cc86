import type { AlertState } from '#agents/realtime-processor/armed-alert';
import type { AlertTriggerView } from '#contract/services/alerts';
import type { AlertDefinition } from '#domain/alerts/alert-definition';
import { ruleOfLegacyAlert } from '#domain/alerts/legacy-alert';

/** An alert as it is kept on disk. */
export interface AlertDocument {
  readonly id: string;
  readonly definition: AlertDefinition;
  readonly state: AlertState;
  readonly createdTime: number;
  readonly triggerCount: number;
  readonly lastTrigger: AlertTriggerView | null;
  /** When it fired last, as far as that holds it back; null when nothing does. */
  readonly restsSince: number | null;
}

interface LegacyDocument {
  readonly id: string;
  readonly condition: {
    readonly symbol: string;
    readonly measure: string;
    readonly operator: string;
    readonly threshold: number;
  };
  readonly state: AlertState;
  readonly createdTime: number;
  readonly triggeredTime: number | null;
}

/** A kept alert, one of before rules were text included: that becomes one that fires once. */
export function readAlertDocument(document: unknown): AlertDocument {
  const kept = document as AlertDocument | LegacyDocument;
  if (!('condition' in kept)) return kept;
  return {
    id: kept.id,
    definition: {
      name: '',
      symbol: kept.condition.symbol,
      rule: ruleOfLegacyAlert(kept.condition),
      frequency: 'once',
      expiresTime: null,
      message: '',
      severity: 'info',
      isSoundOn: false,
    },
    state: kept.state,
    createdTime: kept.createdTime,
    triggerCount: kept.triggeredTime === null ? 0 : 1,
    lastTrigger: null,
    restsSince: kept.triggeredTime,
  };
}
