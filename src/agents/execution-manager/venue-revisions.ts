import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { Projection } from '#engine/journal/projection';
import { type BrokerFill, type BrokerOrderReport, revisionOf, venueClientId } from '#engine/ports/broker';

/** One of the orders at the venue that an order of ours has been, one after the other. */
export interface VenueRevision {
  readonly clientOrderId: string;
  /** 0 for the first. */
  readonly revision: number;
}

/** Which orders at a venue without replacement are which order of ours: each replacement made a new one there. */
export class VenueRevisions {
  readonly #projection: Pick<Projection, 'order'>;
  /** The revision that stands at the venue, where it is known. */
  readonly #current = new Map<string, number>();
  /** What had filled before a revision was sent, by its id. */
  readonly #filledBefore = new Map<string, Decimal>();

  constructor(projection: Pick<Projection, 'order'>) {
    this.#projection = projection;
  }

  /** Ours of an id at the venue; an id that no replacement made is our own. */
  ownerOf(venueId: string): VenueRevision {
    return revisionOf(venueId) ?? { clientOrderId: venueId, revision: 0 };
  }

  /** Undefined where the order may bear any of its ids: it was replaced before this start. */
  current(clientOrderId: string): number | undefined {
    return this.#current.get(clientOrderId);
  }

  /** From now on the order stands at the venue as this revision. */
  stands({ clientOrderId, revision }: VenueRevision): void {
    this.#current.set(clientOrderId, revision);
  }

  /** The venue works an order of this id: of several that it may be, ours is this one. */
  seen(venueId: string): void {
    const owner = this.ownerOf(venueId);
    if (this.current(owner.clientOrderId) === undefined) this.stands(owner);
  }

  /** A revision is about to be sent for what is left; answers its id. */
  send({ clientOrderId, revision }: VenueRevision, filledBefore: Decimal): string {
    const id = venueClientId({ clientOrderId, revision });
    this.#filledBefore.set(id, filledBefore);
    return id;
  }

  /** A report in the words of our order: with what its former revisions have filled. */
  report(told: BrokerOrderReport): BrokerOrderReport {
    if (told.clientOrderId === null) return told;
    const owner = this.ownerOf(told.clientOrderId);
    if (owner.revision === 0) return told;
    const order = this.#projection.order(owner.clientOrderId);
    const total = order?.pendingChange?.quantity ?? order?.quantity ?? told.quantity;
    const least = total > told.quantity ? total - told.quantity : DECIMAL_ZERO;
    const before = this.#filledBefore.get(told.clientOrderId) ?? least;
    return {
      ...told,
      clientOrderId: owner.clientOrderId,
      quantity: before + told.quantity,
      filledQuantity: before + told.filledQuantity,
    };
  }

  fill(fill: BrokerFill): BrokerFill {
    const { clientOrderId } = fill;
    return clientOrderId === null
      ? fill
      : { ...fill, clientOrderId: this.ownerOf(clientOrderId).clientOrderId };
  }
}
