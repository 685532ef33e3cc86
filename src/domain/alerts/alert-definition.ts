/** How an alert is told: the colour of its notification. */
export const ALERT_SEVERITIES = ['info', 'success', 'warning', 'error'] as const;

/** What a person writes down for an alert: everything but what became of it. */
export interface AlertDefinition {
  readonly name: string;
  /** Symbol that conditions mean when they name none. */
  readonly symbol: string;
  /** Text of the rule, as `formatAlertRule` writes it. */
  readonly rule: string;
  /** Text of the frequency, as `formatAlertFrequency` writes it. */
  readonly frequency: string;
  /** Instant from which it no longer fires, or null for never. */
  readonly expiresTime: number | null;
  /** Text with placeholders; empty for the usual one. */
  readonly message: string;
  readonly severity: (typeof ALERT_SEVERITIES)[number];
  readonly isSoundOn: boolean;
}

/** What made an alert fire. */
export interface AlertCause {
  readonly kind: 'tick' | 'bar' | 'time';
  readonly symbol: string;
  readonly eventTime: number;
  /** Last price, or close of the bar; null of a moment without one. */
  readonly price: number | null;
  /** The venue's number of the tick, where it gives one. */
  readonly sequence: number | null;
}

/** One condition as it stood. */
export interface ConditionReading {
  readonly text: string;
  readonly value: number | null;
  readonly threshold: number | null;
}
