/** What a protection does to an account: `halt` sends nothing, `reduce` only what leads towards flat. */
export type ProtectionEffect = 'halt' | 'reduce';

/** Names of the protections that lock an account, or one symbol of it, for a time. */
export const PROTECTIONS = [
  'daily-loss',
  'drawdown',
  'cool-down',
  'stop-loss-guard',
  'low-profit',
  'order-rate',
  'cancel-ratio',
] as const;
export type ProtectionName = (typeof PROTECTIONS)[number];

/** What a person set for one account. Percentages are of the equity at the day's start, or at its peak. */
export interface ProtectionSettings {
  /** At this loss since the previous close, until the next trading day. */
  readonly dailyLoss: {
    readonly isOn: boolean;
    readonly lossPctMax: number;
    readonly effect: ProtectionEffect;
  };
  /** At this fall from the highest close, for so many minutes. */
  readonly drawdown: {
    readonly isOn: boolean;
    readonly fallPctMax: number;
    readonly pauseMinutes: number;
    readonly effect: ProtectionEffect;
  };
  /** After every loss in a symbol, that symbol rests. */
  readonly coolDown: { readonly isOn: boolean; readonly minutes: number };
  /** After so many stop-outs within the window, the whole account or the symbol rests. */
  readonly stopLossGuard: {
    readonly isOn: boolean;
    readonly stopOutsMax: number;
    readonly windowMinutes: number;
    readonly pauseMinutes: number;
    readonly isPerSymbol: boolean;
  };
  /** A symbol whose closed trades within the window made less than this rests. */
  readonly lowProfit: {
    readonly isOn: boolean;
    readonly tradesMin: number;
    readonly windowMinutes: number;
    /** Sum of the trades' profits, in percent of what they cost. */
    readonly profitPctMin: number;
    readonly pauseMinutes: number;
  };
  readonly orderRate: {
    readonly isOn: boolean;
    /** Orders within one minute. */
    readonly ordersPerMinuteMax: number;
    /** Largest share of orders cancelled by the account within one minute, in percent, from ten orders on. */
    readonly cancelPctMax: number;
  };
  /** What a person's order is held up by until it is accepted by name. */
  readonly sizePrecaution: {
    readonly isOn: boolean;
    /** Times the usual quantity of the symbol: the middle of its newest orders. */
    readonly timesUsualMax: number;
    /** Value of one order, in the account's currency. */
    readonly valueMax: number;
  };
}

const OFF: ProtectionSettings = {
  dailyLoss: { isOn: false, lossPctMax: 5, effect: 'reduce' },
  drawdown: { isOn: false, fallPctMax: 15, pauseMinutes: 1_440, effect: 'reduce' },
  coolDown: { isOn: false, minutes: 30 },
  stopLossGuard: {
    isOn: false,
    stopOutsMax: 3,
    windowMinutes: 1_440,
    pauseMinutes: 240,
    isPerSymbol: false,
  },
  lowProfit: { isOn: false, tradesMin: 3, windowMinutes: 10_080, profitPctMin: 0, pauseMinutes: 1_440 },
  orderRate: { isOn: false, ordersPerMinuteMax: 60, cancelPctMax: 95 },
  sizePrecaution: { isOn: true, timesUsualMax: 5, valueMax: 100_000 },
};

/**
 * What an account begins with. One that trades money has its daily loss and its order rate watched from the start; in
 * every other only unusual sizes are asked about.
 */
export function usualProtections(environment: 'simulated' | 'paper' | 'live'): ProtectionSettings {
  if (environment !== 'live') return OFF;
  return {
    ...OFF,
    dailyLoss: { ...OFF.dailyLoss, isOn: true },
    orderRate: { ...OFF.orderRate, isOn: true },
  };
}
