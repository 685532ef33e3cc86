import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { revisionId } from '#engine/journal/hashing';
import type { Projection } from '#engine/journal/projection';
import type { BrokerFill, BrokerOrderReport } from '#engine/ports/broker';

/** One of the orders at the venue that an order of ours has been, one after the other. */
export interface VenueRevision {
  readonly clientOrderId: string;
  /** 0 for the first. */
  readonly revision: number;
}

/** Which orders at a venue without replacement are which order of ours: each replacement made a new one there. */
export class VenueRevisions {
  readonly #projection: Pick<Projection, 'order' | 'openOrders'>;
  readonly #owners = new Map<string, VenueRevision>();
  /** The revision that stands at the venue, where it is known. */
  readonly #current = new Map<string, number>();
  /** What had filled before a revision was sent, by its id. */
  readonly #filledBefore = new Map<string, Decimal>();

  constructor(projection: Pick<Projection, 'order' | 'openOrders'>, account: string) {
    this.#projection = projection;
    for (const { clientOrderId, revision = 0 } of projection.openOrders(account))
      for (let i = 1; i <= revision; i++)
        this.#owners.set(revisionId(clientOrderId, i), { clientOrderId, revision: i });
  }

  /** Ours of an id at the venue; an id that no replacement made is our own. */
  ownerOf(venueId: string): VenueRevision {
    return this.#owners.get(venueId) ?? { clientOrderId: venueId, revision: 0 };
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
    const id = revisionId(clientOrderId, revision);
    this.#owners.set(id, { clientOrderId, revision });
    this.#filledBefore.set(id, filledBefore);
    return id;
  }

  /** A report in the words of our order: with what its former revisions have filled. */
  report(told: BrokerOrderReport): BrokerOrderReport {
    const owner = told.clientOrderId === null ? undefined : this.#owners.get(told.clientOrderId);
    if (!owner || told.clientOrderId === null) return told;
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
