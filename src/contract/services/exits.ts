import { z } from 'zod';
import { EXIT_UNITS } from '#domain/orders/map-exits';
import { decimalText } from './shared.ts';

/** A profit target and a protective stop by their prices; one takes off the other what it fills. */
export const bracket = z.object({ takeProfit: decimalText.optional(), stopLoss: decimalText.optional() });

const distance = z.object({ distance: decimalText });

/** Exits by their distances from the average price that the entry fills at. */
export const exitTemplate = z.strictObject({
  /** Of all its distances: price units, ticks of the instrument, or percent of the price the entry is reckoned to fill at. */
  unit: z.enum(EXIT_UNITS).default('price'),
  /** The share is a fraction of what is entered; those of all come to 1 at most. */
  targets: z
    .array(distance.extend({ share: decimalText }))
    .max(10)
    .readonly()
    .optional(),
  /** Takes what the targets have left. */
  stop: distance.optional(),
  /** Once the price has gone `after` in favour, the stop moves to the entry's price and `offset` beyond it. */
  breakEven: z.object({ after: decimalText, offset: decimalText.optional() }).optional(),
  /** The stop follows the best price since the entry at this distance. */
  trail: distance.optional(),
});
export type ExitRequest = z.input<typeof exitTemplate>;

/** What is sent with an entry once it fills: a bracket of prices, or a template of distances. */
export interface WantedExits {
  readonly bracket?: z.infer<typeof bracket> | undefined;
  readonly exits?: ExitRequest | undefined;
  /** What a target takes is a multiple of this, and of the smallest quantity of the account. */
  readonly shareStep?: string;
}

/** A template that a person has kept under a name. */
export const savedExits = exitTemplate.extend({ name: z.string().trim().min(1).max(40) });
export type SavedExits = z.infer<typeof savedExits>;

/** One exit as it would be sent: its prices are reckoned from the price that the entry is expected to fill at. */
export const exitPreview = z.object({
  kind: z.enum(['stop', 'target']),
  type: z.string(),
  quantity: decimalText,
  /** Limit of a target, where a stop begins; null of a stop that begins at the market. */
  price: decimalText.nullable(),
  trailAmount: decimalText.optional(),
  breakEvenAt: decimalText.optional(),
  breakEvenTo: decimalText.optional(),
  /** What it would bring against the entry's expected price, fees left out; below zero a loss; null without a price. */
  profit: decimalText.nullable(),
});
export type ExitPreview = z.infer<typeof exitPreview>;
