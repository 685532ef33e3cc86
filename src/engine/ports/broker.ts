import type { Instrument } from '#domain/instruments/instrument';
import type {
  Order,
  OrderChange,
  OrderLeg,
  OrderStatus,
  OrderTerms,
  OrderType,
  Side,
  TimeInForce,
} from '#domain/orders/order';
import type { PositionEffect } from '#domain/orders/position-effects';
import type { Decimal } from '#domain/values/decimal';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What a broker takes as it is; everything else the engine emulates, or refuses with a sentence. */
export interface BrokerCapabilities {
  readonly assetClasses: readonly Instrument['assetClass'][];
  readonly orderTypes: readonly OrderType[];
  readonly timesInForce: readonly TimeInForce[];
  readonly takesPostOnly: boolean;
  readonly takesReduceOnly: boolean;
  readonly takesIceberg: boolean;
  /** A working order can be changed in place; without it a replacement is a cancel and a new order. */
  readonly takesReplace: boolean;
  readonly takesShort: boolean;
  /** Most legs of a combination, which is sent as one order; without it none is taken. */
  readonly comboLegsMax?: number;
  /** Whether an order can be asked for by the id we gave it: without it an unknown outcome needs a person. */
  readonly findsByClientId: boolean;
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision: number;
  /** Characters a client order id may have at most. */
  readonly clientIdLengthMax: number;
  /** What to know before relying on it, in a sentence or two. */
  readonly note: string;
}

/** Hours in which a broker's servers are down by plan, milliseconds, `end` exclusive: the line comes back by itself. */
export interface PlannedDowntime {
  /** In small letters: `nightly reset`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export type BrokerState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | {
      readonly kind: 'ready';
      readonly sinceTime: number;
      readonly note?: string;
      /** The next one, of a broker that has them by a plan. */
      readonly downtime?: PlannedDowntime;
    }
  /** Comes back by itself at `retryTime`: lost line, nightly reset, too many requests. */
  | {
      readonly kind: 'waiting';
      readonly retryTime: number;
      readonly reason: string;
      /** The one that it is in: nobody has to do anything while it lasts. */
      readonly downtime?: PlannedDowntime;
    }
  /** A person has to do something first; `reason` says what. */
  | { readonly kind: 'needs-login'; readonly reason: string }
  | { readonly kind: 'closed'; readonly reason: string };

/** An order as a broker is given it. */
export interface BrokerOrder extends OrderTerms {
  readonly clientOrderId: string;
  /** Of an order on options: whether each leg, or the order, opens or closes a position; in their order. */
  readonly effects?: readonly PositionEffect[];
  readonly instrument: Pick<Instrument, 'symbol' | 'assetClass' | 'currency' | 'venue' | 'pricePrecision'>;
  /** The opening that it waits for, for a venue of our own; a broker knows its exchanges. */
  readonly waitsUntil?: number;
}

/** Which order is meant. `revision` counts the replacements asked for before this one. */
export interface BrokerOrderRef {
  readonly clientOrderId: string;
  /** Null when the broker never told one. */
  readonly venueOrderId: string | null;
  readonly symbol: string;
  readonly revision: number;
}

/** What a broker knows of an order now. */
export interface BrokerOrderReport {
  /**
   * Ours, without the mark of its revision; of a venue that knows no replacement with it. Null for an order that was placed
   * elsewhere.
   */
  readonly clientOrderId: string | null;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly legs?: readonly OrderLeg[];
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: Decimal;
  readonly limitPrice?: Decimal;
  readonly stopPrice?: Decimal;
  readonly status: Extract<
    OrderStatus,
    | 'sent'
    | 'working'
    | 'partially-filled'
    | 'pending-cancel'
    | 'pending-replace'
    | 'filled'
    | 'cancelled'
    | 'rejected'
    | 'expired'
  >;
  readonly filledQuantity: Decimal;
  readonly averagePrice: Decimal;
  readonly reason?: string;
  /** Milliseconds, when the broker says it last changed. */
  readonly updatedTime: number;
}

/** One execution. `fillId` is the broker's own and unique within the account. */
export interface BrokerFill {
  readonly fillId: string;
  readonly clientOrderId: string | null;
  readonly venueOrderId: string;
  /** Of a combination one leg. */
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** In the account's currency; null where the broker tells it later or never. */
  readonly fee: Decimal | null;
  readonly eventTime: number;
  readonly liquidity?: 'maker' | 'taker';
}

export interface BrokerPosition {
  readonly symbol: string;
  /** Negative when short. */
  readonly quantity: Decimal;
  readonly averagePrice: Decimal;
}

export interface BrokerBalance {
  readonly currency: string;
  readonly cash: Decimal;
  readonly buyingPower: Decimal | null;
  /** Of the account as the broker reckons it; null where it does not. */
  readonly equity: Decimal | null;
}

/**
 * What becomes of a command, in the order the broker says it. `unsent`: it certainly never arrived.
 * `outcome-unknown`: nobody can tell whether it did; it is never sent again, but asked for.
 */
export type BrokerEvent =
  | {
      readonly kind: 'acknowledged';
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly eventTime: number;
    }
  | { readonly kind: 'filled'; readonly fill: BrokerFill }
  | {
      readonly kind: 'cancelled' | 'rejected' | 'expired';
      readonly clientOrderId: string;
      readonly reason: string;
      readonly eventTime: number;
    }
  | {
      readonly kind: 'replaced';
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly change: OrderChange;
      readonly eventTime: number;
    }
  | {
      readonly kind: 'cancel-rejected' | 'replace-rejected';
      readonly clientOrderId: string;
      readonly reason: string;
      readonly eventTime: number;
    }
  | {
      readonly kind: 'unsent' | 'outcome-unknown';
      readonly command: 'submit' | 'cancel' | 'replace';
      readonly clientOrderId: string;
      readonly reason: string;
      readonly eventTime: number;
    }
  /** An order that nobody here sent, or sent in another life: news of it. */
  | { readonly kind: 'external'; readonly report: BrokerOrderReport }
  /** A message that cannot be read or does not belong to anything, as it came, secrets left out. */
  | {
      readonly kind: 'unreadable';
      readonly raw: string;
      readonly reason: string;
      readonly eventTime: number;
    };

/** Where a connection puts what it hears. Calls are synchronous; none may throw. */
export interface BrokerSink {
  event(event: BrokerEvent): void;
  state(state: BrokerState): void;
}

/**
 * An account at a broker. Commands answer nothing: what becomes of them are events. A command is sent at most once,
 * whatever happens on the line. Questions are promises that reject with a {@link BrokerError}; they may be repeated.
 */
export interface BrokerConnection {
  submit(order: BrokerOrder): void;
  cancel(order: BrokerOrderRef): void;
  replace(order: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void;
  /** Null when the broker is sure that it knows no such order. */
  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null>;
  openOrders(): Promise<readonly BrokerOrderReport[]>;
  /** With `eventTime` ≥ `since`, oldest first. */
  fills(since: number): Promise<readonly BrokerFill[]>;
  positions(): Promise<readonly BrokerPosition[]>;
  balances(): Promise<readonly BrokerBalance[]>;
  close(): void;
}

/** What a person enters to connect: shown as a form, kept in the keychain when secret. */
export interface BrokerField {
  readonly name: string;
  readonly label: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly default?: string;
  readonly hint?: string;
}

export interface BrokerPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to 1, for back-off. */
  readonly random: () => number;
  /** By {@link BrokerField.name}. */
  readonly fields: Readonly<Record<string, string>>;
  readonly environment: 'paper' | 'live';
  /** In the place of the vendor's addresses: tests, gateways, proxies. By the names of {@link BrokerDefinition.addresses}. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Keeps a field the broker has changed itself, such as a refreshed token. */
  readonly keepField: (name: string, value: string) => void;
}

/** What an adapter exports. Every one passes `test/contract/broker.ts`. */
export interface BrokerDefinition {
  readonly id: string;
  readonly name: string;
  /** Names of closed services this one stands in for, with the sentence that says so. */
  readonly aliases?: readonly { readonly id: string; readonly name: string; readonly notice: string }[];
  readonly capabilities: BrokerCapabilities;
  readonly fields: readonly BrokerField[];
  readonly environments: readonly ('paper' | 'live')[];
  /** The vendor's addresses by name and environment, as they are used when nothing else is told. */
  readonly addresses: Readonly<Record<'paper' | 'live', Readonly<Record<string, string>>>>;
  /** Loads the vendor's library when first used. Never throws: what is wrong comes as a state. */
  open(ports: BrokerPorts, sink: BrokerSink): BrokerConnection;
}

/** The id an order bears at the venue: ours, and from its first replacement on with a mark of the revision. */
export function venueClientId(order: Pick<Order, 'clientOrderId'> & { readonly revision?: number }): string {
  return order.revision ? `${order.clientOrderId}-${order.revision}` : order.clientOrderId;
}

const OF_OURS = /^([A-Z2-7]{26})(?:-(\d+))?$/;

/** The reverse of {@link venueClientId}; null for an id that is not of our form. */
export function revisionOf(
  venueId: string,
): { readonly clientOrderId: string; readonly revision: number } | null {
  const [, clientOrderId, revision = '0'] = OF_OURS.exec(venueId) ?? [];
  return clientOrderId === undefined ? null : { clientOrderId, revision: Number(revision) };
}

/** Ours of an id at the venue, without its mark; null for an id that is not of our form. */
export function clientOrderIdOf(venueId: string): string | null {
  return revisionOf(venueId)?.clientOrderId ?? null;
}

/** An id at a venue as it stands there, its mark included; null for one that is not of our form. */
export function ownVenueId(venueId: string): string | null {
  return OF_OURS.test(venueId) ? venueId : null;
}
