import type { CommissionReport, Contract, ContractDetails, Execution, Order, OrderState } from '@stoqey/ib';
import type { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';
import { BrokerError } from '#engine/ports/broker-error';
import { lengthOf } from './gateway-line.ts';
import { type MarketMessage, marketMessageOf } from './option-chains/market-message.ts';

/** What TWS says, one message each. Numbers are as the library reads them and may be missing. */
export type GatewayMessage =
  | { readonly kind: 'next-order-id'; readonly orderId: number }
  | { readonly kind: 'accounts'; readonly accounts: readonly string[] }
  | {
      readonly kind: 'open-order';
      readonly orderId: number;
      readonly contract: Contract;
      readonly order: Order;
      readonly state: OrderState;
    }
  | { readonly kind: 'open-orders-end' }
  | {
      readonly kind: 'completed-order';
      readonly contract: Contract;
      readonly order: Order;
      readonly state: OrderState;
    }
  | { readonly kind: 'completed-orders-end' }
  | { readonly kind: 'status'; readonly status: GatewayStatus }
  | {
      readonly kind: 'execution';
      readonly requestId: number;
      readonly contract: Contract;
      readonly execution: Execution;
    }
  | { readonly kind: 'executions-end'; readonly requestId: number }
  | { readonly kind: 'commission'; readonly report: CommissionReport }
  | {
      readonly kind: 'position';
      readonly account: string;
      readonly contract: Contract;
      readonly quantity: number | undefined;
      readonly averageCost: number | undefined;
    }
  | { readonly kind: 'positions-end' }
  | {
      readonly kind: 'account-value';
      readonly requestId: number;
      readonly account: string;
      readonly tag: string;
      readonly value: string;
      readonly currency: string;
    }
  | { readonly kind: 'account-values-end'; readonly requestId: number }
  | { readonly kind: 'contract'; readonly requestId: number; readonly details: ContractDetails }
  | { readonly kind: 'contracts-end'; readonly requestId: number }
  | { readonly kind: 'market-rule'; readonly ruleId: number; readonly steps: readonly PriceStep[] }
  /** `id` is an order's or a request's; −1 for news of the connection. */
  | { readonly kind: 'notice'; readonly id: number; readonly code: number; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | MarketMessage;

export interface GatewayStatus {
  readonly orderId: number;
  readonly status: string;
  readonly filled: number | undefined;
  readonly remaining: number | undefined;
  readonly averagePrice: number | undefined;
  readonly permId: number | undefined;
  readonly clientId: number | undefined;
  readonly whyHeld: string;
}

/** From `lowEdge` on, inclusive, prices are multiples of `increment`. */
export interface PriceStep {
  readonly lowEdge: number;
  readonly increment: number;
}

/** The library's reading and writing of messages, without its sockets and queues: those would send again what was meant once. */
export interface GatewayCodec {
  /** The frames of what `write` says. Throws a BrokerError for what the TWS of this version does not know. */
  encode(serverVersion: number, write: (encoder: Encoder) => void): Buffer[];
  /** Never throws. */
  decode(serverVersion: number, fields: readonly string[]): GatewayMessage[];
}

/** Loads the library when it is first used. */
export async function loadGatewayCodec(): Promise<GatewayCodec> {
  const [{ Encoder: LibraryEncoder }, { Decoder: LibraryDecoder }] = await Promise.all([
    import('@stoqey/ib/dist/core/io/encoder.js'),
    import('@stoqey/ib/dist/core/io/decoder.js'),
  ]);
  return {
    encode(serverVersion, write) {
      const frames: Buffer[] = [];
      write(
        new LibraryEncoder({
          serverVersion,
          sendMsg: (...fields) => {
            frames.push(frameOf(fields));
          },
          emitError: (text) => {
            throw new BrokerError('unsupported', 'Interactive Brokers', `${text} Update TWS or Gateway`);
          },
        }),
      );
      return frames;
    },
    decode(serverVersion, fields) {
      const messages: GatewayMessage[] = [];
      // One decoder a message: what a broken one leaves behind cannot spoil the next.
      const decoder = new LibraryDecoder({
        serverVersion,
        emitEvent: (name, ...values) => {
          const message = messageOf(name, values);
          if (message) messages.push(message);
        },
        emitError: (text, code, id) => {
          messages.push(
            id === undefined
              ? { kind: 'unreadable', reason: withoutAdvice(text) }
              : { kind: 'notice', id, code, text },
          );
        },
        emitInfo: (text, code) => {
          messages.push({ kind: 'notice', id: -1, code, text });
        },
      });
      try {
        decoder.enqueueMessage([...fields]);
        decoder.process();
      } catch (error) {
        messages.push({ kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) });
      }
      return messages;
    },
  };
}

/** A message: yes and no are 1 and 0, what is absent is empty; each field ends with NUL. */
export function frameOf(fields: readonly unknown[]): Buffer {
  const text = fields
    .flat(3)
    .map((field) => `${typeof field === 'boolean' ? Number(field) : (field ?? '')}\0`)
    .join('');
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([lengthOf(body), body]);
}

function withoutAdvice(text: string): string {
  return text.replace(/\s*Please report to .*$/s, '').replace(/\s*\(\[.*\]\)/s, '');
}

/** Undefined for messages nobody here asks for. */
function messageOf(name: string, values: unknown[]): GatewayMessage | undefined {
  switch (name) {
    case 'nextValidId':
      return { kind: 'next-order-id', orderId: Number(values[0]) };
    case 'managedAccounts':
      return { kind: 'accounts', accounts: String(values[0]).split(',').filter(Boolean) };
    case 'openOrder': {
      const [orderId, contract, order, state] = values as [number, Contract, Order, OrderState];
      return { kind: 'open-order', orderId, contract, order, state };
    }
    case 'openOrderEnd':
      return { kind: 'open-orders-end' };
    case 'completedOrder': {
      const [contract, order, state] = values as [Contract, Order, OrderState];
      return { kind: 'completed-order', contract, order, state };
    }
    case 'completedOrdersEnd':
      return { kind: 'completed-orders-end' };
    case 'orderStatus':
      return { kind: 'status', status: statusOf(values as StatusValues) };
    case 'execDetails': {
      const [requestId, contract, execution] = values as [number, Contract, Execution];
      return { kind: 'execution', requestId, contract, execution };
    }
    case 'execDetailsEnd':
      return { kind: 'executions-end', requestId: Number(values[0]) };
    case 'commissionReport':
      return { kind: 'commission', report: values[0] as CommissionReport };
    case 'position': {
      const [account, contract, quantity, averageCost] = values as [string, Contract, number?, number?];
      return { kind: 'position', account, contract, quantity, averageCost };
    }
    case 'positionEnd':
      return { kind: 'positions-end' };
    case 'accountSummary': {
      const [requestId, account, tag, value, currency] = values as [number, string, string, string, string];
      return { kind: 'account-value', requestId, account, tag, value, currency };
    }
    case 'accountSummaryEnd':
      return { kind: 'account-values-end', requestId: Number(values[0]) };
    case 'contractDetails': {
      const [requestId, details] = values as [number, ContractDetails];
      return { kind: 'contract', requestId, details };
    }
    case 'contractDetailsEnd':
      return { kind: 'contracts-end', requestId: Number(values[0]) };
    case 'marketRule': {
      const [ruleId, steps] = values as [number, PriceStep[]];
      return { kind: 'market-rule', ruleId, steps };
    }
    default:
      return marketMessageOf(name, values);
  }
}

type StatusValues = [
  orderId: number,
  status: string,
  filled: number | undefined,
  remaining: number | undefined,
  averagePrice: number | undefined,
  permId: number | undefined,
  parentId: number | undefined,
  lastPrice: number | undefined,
  clientId: number | undefined,
  whyHeld: string | undefined,
];

function statusOf(values: StatusValues): GatewayStatus {
  const [orderId, status, filled, remaining, averagePrice, permId, , , clientId, whyHeld] = values;
  return { orderId, status, filled, remaining, averagePrice, permId, clientId, whyHeld: whyHeld ?? '' };
}
