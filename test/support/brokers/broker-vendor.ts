import type { OrderTerms, OrderType, TimeInForce } from '#domain/orders/order';
import type { Decimal } from '#domain/values/decimal';
import type {
  BrokerBalance,
  BrokerConnection,
  BrokerDefinition,
  BrokerOrder,
  BrokerPosition,
} from '#engine/ports/broker';

/** How a venue meets a command. Whatever is no `accept` holds for one command, and the next is accepted again. */
export type VenueAnswer =
  | { readonly kind: 'accept' }
  /** Refused at once. */
  | { readonly kind: 'reject'; readonly reason: string }
  /** Taken; nobody is told: neither is the command answered, nor does its line bring any news of it. */
  | { readonly kind: 'accept-silently' }
  /** Taken; the connection ends in the place of an answer, and no line brings news of it. */
  | { readonly kind: 'accept-and-cut' }
  /** An answer of the kind 5xx. `isTaken`: the order stands all the same, without news of it. */
  | { readonly kind: 'trouble'; readonly isTaken: boolean }
  /** 429 or its like: not taken. */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number };

/** A command as it reached the venue, read back from its wire by the double's own reading. */
export interface VenueCommand {
  readonly command: 'submit' | 'cancel' | 'replace';
  /** The id we gave, with its mark of the revision; null where the vendor's protocol has none. */
  readonly clientId: string | null;
  /** The venue's number of the order it is about; of a submit or replace: the one it gave, null when it took none. */
  readonly venueOrderId: string | null;
  /** Of submits all of them; of replacements at least what was changed; empty for a cancel. */
  readonly terms: Partial<Omit<OrderTerms, 'symbol'>> & { readonly symbol?: string };
}

export interface VenueNews {
  /** False: it happens, and no line says so. True when left out. */
  readonly isTold?: boolean;
}

/** A server on this machine that speaks as the vendor documents, and does what a test tells it. */
export interface BrokerVenueDouble {
  /** In the place of the vendor's, by the names of {@link BrokerDefinition.addresses}. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Every command that reached it, oldest first; refused ones too. */
  readonly commands: readonly VenueCommand[];
  /** Connections that are held open for news, not counting requests that end by themselves. */
  lines(): number;
  /** How the next command of this kind is met. */
  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void;
  fill(venueOrderId: string, quantity: Decimal, price: Decimal, news?: VenueNews): void;
  /** So many combinations of an order, each leg at its price, in the order of the legs; absent where none are taken. */
  fillLegs?(venueOrderId: string, quantity: Decimal, prices: readonly Decimal[]): void;
  /** The venue ends the order by itself, or somebody elsewhere does. */
  end(
    venueOrderId: string,
    kind: 'cancelled' | 'expired' | 'rejected',
    reason: string,
    news?: VenueNews,
  ): void;
  /** Says its last fill once more, word for word. */
  repeatFill(): void;
  /** An order of this account that was placed elsewhere, limit day; answers its number. */
  placeElsewhere(terms: Pick<OrderTerms, 'side' | 'quantity' | 'limitPrice'>): string;
  setPositions(positions: readonly BrokerPosition[]): void;
  setBalances(balances: readonly BrokerBalance[]): void;
  /** Says this where news are expected: on the line, or as the next answer to who asks for news. */
  say(text: string): void;
  /** Ends every connection without a word, and takes none until it is back. */
  goAway(): void;
  comeBack(): Promise<void>;
  /** From now on it takes neither the keys nor the tokens that it took before. Absent where a login cannot end. */
  endLogin?(): void;
  close(): Promise<void>;
}

/** What the suite has to know of a vendor. */
export interface BrokerVendor {
  readonly definition: BrokerDefinition;
  readonly environment: 'paper' | 'live';
  /** What a person would have entered. The values of secret fields are searched for in all that is said. */
  readonly fields: Readonly<Record<string, string>>;
  readonly instrument: BrokerOrder['instrument'];
  /** Of the orders that the suite places, and of their first fill. */
  readonly quantity: Decimal;
  readonly part: Decimal;
  /** Kinds of {@link VenueAnswer} that the protocol knows besides accept and reject. */
  readonly answers: readonly VenueAnswer['kind'][];
  /** Whether type and validity go together there; all do when left out. */
  readonly takes?: (type: OrderType, timeInForce: TimeInForce) => boolean;
  /** Ends that orders can come to by themselves there; all three when left out. */
  readonly ends?: readonly ('cancelled' | 'expired' | 'rejected')[];
  /** What else a venue of this form can hold, where that differs from a position of the instrument and dollars. */
  readonly positions?: readonly BrokerPosition[];
  readonly balances?: readonly BrokerBalance[];
  /**
   * A venue within the program: nothing stands between it and its answers, so that none is lost, late, repeated or put into its
   * mouth, and nobody else trades there.
   */
  readonly answersForItself?: boolean;
  /** Simulated milliseconds that go by with each real one: more for who asks again and again. 20 when left out. */
  readonly pace?: number;
  /** `now` is the suite's time, in milliseconds. */
  start(now: () => number): Promise<BrokerVenueDouble>;
}

/** The questions of a connection, to be asked in one go. */
export function askEverything(
  connection: BrokerConnection,
): readonly (readonly [string, () => Promise<unknown>])[] {
  return [
    ['openOrders', () => connection.openOrders()],
    ['fills', () => connection.fills(0)],
    ['positions', () => connection.positions()],
    ['balances', () => connection.balances()],
  ];
}
