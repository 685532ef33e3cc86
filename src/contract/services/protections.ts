import { z } from 'zod';
import { PRECAUTIONS } from '#domain/risk/protections/precaution-names';
import { PROTECTIONS, type ProtectionSettings } from '#domain/risk/protections/protection-settings';
import { epochMs, symbolText } from './shared.ts';

const isOn = z.boolean();
const percent = z.number().min(0.1).max(100);
/** A minute to a year. */
const minutes = z.number().int().min(1).max(525_600);
export const protectionEffect = z.enum(['halt', 'reduce']);

/** Fuses of one account, as they are set; what each means is told where the domain defines it. */
export const protectionSettings = z.strictObject({
  dailyLoss: z.strictObject({ isOn, lossPctMax: percent, effect: protectionEffect }),
  drawdown: z.strictObject({ isOn, fallPctMax: percent, pauseMinutes: minutes, effect: protectionEffect }),
  coolDown: z.strictObject({ isOn, minutes }),
  stopLossGuard: z.strictObject({
    isOn,
    stopOutsMax: z.number().int().min(1).max(1_000),
    windowMinutes: minutes,
    pauseMinutes: minutes,
    isPerSymbol: z.boolean(),
  }),
  lowProfit: z.strictObject({
    isOn,
    tradesMin: z.number().int().min(1).max(1_000),
    windowMinutes: minutes,
    profitPctMin: z.number().min(-100).max(1_000),
    pauseMinutes: minutes,
  }),
  orderRate: z.strictObject({
    isOn,
    ordersPerMinuteMax: z.number().int().min(1).max(100_000),
    cancelPctMax: percent,
  }),
  sizePrecaution: z.strictObject({
    isOn,
    timesUsualMax: z.number().min(1).max(1_000),
    valueMax: z.number().min(1).max(1e12),
  }),
}) satisfies z.ZodType<ProtectionSettings>;

/** A protection that holds an account, or one symbol of it, now. */
export const protectionLock = z.object({
  id: z.string(),
  protection: z.enum(PROTECTIONS),
  /** Null when it holds the whole account. */
  symbol: symbolText.nullable(),
  effect: protectionEffect,
  /** A sentence with the figures that made it fire. */
  reason: z.string(),
  sinceTime: epochMs,
  /** From then on it holds no longer, in the account's own time: that of the market in a replay. */
  untilTime: epochMs,
});
export type ProtectionLock = z.infer<typeof protectionLock>;

/** Names a request may accept: the order is unusually large in units, or in value. */
export const precautionName = z.enum(PRECAUTIONS);
export type PrecautionName = z.infer<typeof precautionName>;

/** Why an order waits until a person says that it is meant. */
export const precaution = z.object({ name: precautionName, text: z.string(), isAccepted: z.boolean() });
export type Precaution = z.infer<typeof precaution>;
