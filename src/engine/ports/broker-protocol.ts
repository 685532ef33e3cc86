import { z } from 'zod';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import type {
  BrokerBalance,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
  BrokerPosition,
  BrokerState,
} from './broker.ts';

/** A command for an account at a broker. */
export type BrokerCommand =
  | { readonly kind: 'submit'; readonly order: BrokerOrder }
  | { readonly kind: 'cancel'; readonly order: BrokerOrderRef }
  | {
      readonly kind: 'replace';
      readonly order: BrokerOrderRef;
      readonly change: Extract<BrokerEvent, { kind: 'replaced' }>['change'];
      readonly terms: BrokerOrder;
    };

/** A question to an account at a broker. */
export type BrokerQuestion =
  | { readonly about: 'order'; readonly order: BrokerOrderRef }
  | { readonly about: 'fills'; readonly since: number }
  | { readonly about: 'openOrders' | 'positions' | 'balances' };

/** Engine to the process of one account. Structured clones: amounts stay bigint. */
export type BrokerRequest =
  | ({ readonly kind: 'open'; readonly broker: string } & Pick<
      BrokerPorts,
      'fields' | 'environment' | 'addresses'
    >)
  | { readonly kind: 'command'; readonly command: BrokerCommand }
  | { readonly kind: 'ask'; readonly number: number; readonly question: BrokerQuestion }
  | { readonly kind: 'ping' }
  | { readonly kind: 'close' };

const time = z.number();
const amount = z.bigint();
const order = {
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(ORDER_TYPES),
  quantity: amount,
  limitPrice: amount.exactOptional(),
  stopPrice: amount.exactOptional(),
  timeInForce: z.enum(TIMES_IN_FORCE),
};
const report: z.ZodType<BrokerOrderReport> = z.object({
  ...order,
  legs: z.array(z.object({ symbol: z.string(), side: order.side, ratio: z.number() })).exactOptional(),
  clientOrderId: z.string().nullable(),
  venueOrderId: z.string(),
  status: z.enum([
    'sent',
    'working',
    'partially-filled',
    'pending-cancel',
    'pending-replace',
    'filled',
    'cancelled',
    'rejected',
    'expired',
  ]),
  filledQuantity: amount,
  averagePrice: amount,
  reason: z.string().exactOptional(),
  updatedTime: time,
});
const fill: z.ZodType<BrokerFill> = z.object({
  fillId: z.string(),
  clientOrderId: z.string().nullable(),
  venueOrderId: z.string(),
  symbol: z.string(),
  side: order.side,
  quantity: amount,
  price: amount,
  fee: amount.nullable(),
  eventTime: time,
  liquidity: z.enum(['maker', 'taker']).exactOptional(),
});
const position: z.ZodType<BrokerPosition> = z.object({
  symbol: z.string(),
  quantity: amount,
  averagePrice: amount,
});
const balance: z.ZodType<BrokerBalance> = z.object({
  currency: z.string(),
  cash: amount,
  buyingPower: amount.nullable(),
  equity: amount.nullable(),
});

const told = { clientOrderId: z.string(), eventTime: time };
const change = z.object({
  quantity: amount.exactOptional(),
  limitPrice: amount.exactOptional(),
  stopPrice: amount.exactOptional(),
  trailAmount: amount.exactOptional(),
});
const event: z.ZodType<BrokerEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged'), ...told, venueOrderId: z.string() }),
  z.object({ kind: z.literal('filled'), fill }),
  z.object({
    kind: z.enum(['cancelled', 'rejected', 'expired', 'cancel-rejected', 'replace-rejected']),
    ...told,
    reason: z.string(),
  }),
  z.object({ kind: z.literal('replaced'), ...told, venueOrderId: z.string(), change }),
  z.object({
    kind: z.enum(['unsent', 'outcome-unknown']),
    ...told,
    command: z.enum(['submit', 'cancel', 'replace']),
    reason: z.string(),
  }),
  z.object({ kind: z.literal('external'), report }),
  z.object({ kind: z.literal('unreadable'), raw: z.string(), reason: z.string(), eventTime: time }),
]);

const downtime = z.object({ name: z.string(), start: time, end: time });

const state: z.ZodType<BrokerState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting'), attempt: z.number() }),
  z.object({
    kind: z.literal('ready'),
    sinceTime: time,
    note: z.string().exactOptional(),
    downtime: downtime.exactOptional(),
  }),
  z.object({
    kind: z.literal('waiting'),
    retryTime: time,
    reason: z.string(),
    downtime: downtime.exactOptional(),
  }),
  z.object({ kind: z.enum(['needs-login', 'closed']), reason: z.string() }),
]);

/** What the process of an account says, as the engine takes it: anything else is refused before it can do harm. */
export const brokerReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['up', 'pong']) }),
  z.object({ kind: z.literal('event'), event }),
  z.object({ kind: z.literal('state'), state }),
  z.object({ kind: z.literal('answer'), number: z.number(), answer: z.unknown() }),
  z.object({
    kind: z.literal('refusal'),
    number: z.number(),
    error: z.object({
      kind: z.enum(['unauthorised', 'rate-limited', 'unavailable', 'malformed', 'unsupported']),
      message: z.string(),
      retryAfterMs: z.number().nullable(),
    }),
  }),
  z.object({ kind: z.literal('keep-field'), name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
]);

/** Process of an account to engine. */
export type BrokerReply = z.infer<typeof brokerReply>;

/** What an answer has to look like. */
export type AnswerForm<Answer> = z.ZodType<Answer>;

/** The forms of the answers, by what was asked about. */
export const brokerAnswer = {
  order: report.nullable(),
  openOrders: z.array(report),
  fills: z.array(fill),
  positions: z.array(position),
  balances: z.array(balance),
} as const;
