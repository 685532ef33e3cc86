import { ORDER_TYPES, type OrderStatus, TIMES_IN_FORCE } from '#domain/orders/order';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import { applyFill, FLAT_POSITION, type LedgerPosition } from '#domain/portfolio/ledger';
import {
  DECIMAL_ZERO,
  type Decimal,
  decimalToNumber,
  divideDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import type {
  BrokerConnection,
  BrokerDefinition,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderReport,
  BrokerSink,
} from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';
import type { BrokerVendor, BrokerVenueDouble, VenueCommand } from './broker-vendor.ts';

const ENDS: Partial<Record<BrokerEvent['kind'], BrokerOrderReport['status']>> = {
  acknowledged: 'working',
  cancelled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
};

/** The simulated venue where the suite expects a server: told prices in the place of news, asked in the place of a broker. */
class PaperVenueDouble implements BrokerVenueDouble {
  readonly addresses = {};
  readonly commands: VenueCommand[] = [];
  readonly #now: () => number;
  #venue: SimulatedVenue | undefined;
  #sink: BrokerSink | undefined;
  readonly #reports = new Map<string, BrokerOrderReport>();
  readonly #fills: BrokerFill[] = [];
  #position: LedgerPosition = FLAT_POSITION;
  #symbol = '';

  constructor(now: () => number) {
    this.#now = now;
  }

  connect(sink: BrokerSink): BrokerConnection {
    this.#sink = sink;
    const venue = new SimulatedVenue({
      // The whole of a trade may be ours: so much of an order fills as the suite says.
      profile: { ...PAPER_VENUE, costs: { volumeShareMax: 1 } },
      heldOf: () => this.#position.quantity,
      sink: (event) => this.#hear(event),
    });
    this.#venue = venue;
    const at = (run: () => void): void => {
      venue.advance(this.#now());
      run();
    };
    sink.state({ kind: 'ready', sinceTime: this.#now() });
    return {
      submit: (order) =>
        at(() => {
          const { instrument: _instrument, clientOrderId, ...terms } = order;
          this.commands.push({
            command: 'submit',
            clientId: clientOrderId,
            venueOrderId: clientOrderId,
            terms,
          });
          this.#symbol = order.symbol;
          if (venue.ask(clientOrderId) === 'unknown')
            this.#reports.set(clientOrderId, reportOf(order, this.#now()));
          venue.submit(order);
        }),
      cancel: ({ clientOrderId, venueOrderId }) =>
        at(() => {
          this.commands.push({ command: 'cancel', clientId: clientOrderId, venueOrderId, terms: {} });
          venue.cancel({ clientOrderId, venueOrderId, symbol: this.#symbol, revision: 0 });
        }),
      replace: (ref, change, terms) =>
        at(() => {
          const { clientOrderId, venueOrderId } = ref;
          this.commands.push({ command: 'replace', clientId: clientOrderId, venueOrderId, terms: change });
          venue.replace(ref, change, terms);
        }),
      order: async ({ clientOrderId }) => this.#reports.get(clientOrderId) ?? null,
      openOrders: async () => venue.openOrders().map(({ order }) => this.#reports.get(order.clientOrderId)!),
      fills: async (since) => this.#fills.filter(({ eventTime }) => eventTime >= since),
      positions: async () => [],
      balances: async () => [],
      close: () => undefined,
    };
  }

  lines(): number {
    return 1;
  }

  answerNext(): void {
    throw new Error('nothing stands between the venue and its answers');
  }

  /** A trade of so much at that price; of another order's it would be too, were there one at that price. */
  fill(_venueOrderId: string, quantity: Decimal, price: Decimal): void {
    const size = decimalToNumber(quantity);
    this.#venue?.onTick(this.#symbol, this.#now(), decimalToNumber(price), Number.NaN, Number.NaN, size);
  }

  end(): void {
    this.#venue?.endDay(this.#now());
  }

  repeatFill(): void {
    throw new Error('the venue says nothing twice');
  }

  placeElsewhere(): string {
    throw new Error('nobody else trades the account');
  }

  setPositions(): void {}
  setBalances(): void {}
  say(): void {}
  goAway(): void {}
  async comeBack(): Promise<void> {}
  async close(): Promise<void> {}

  #hear(event: BrokerEvent): void {
    if (event.kind === 'filled') this.#take(event.fill);
    else if ('clientOrderId' in event) {
      const report = this.#reports.get(event.clientOrderId);
      const status = ENDS[event.kind];
      // A repeat that is rejected is no other end of the first.
      const isRepeat = event.kind === 'rejected' && report?.status !== 'sent';
      if (report && status && isOpen(report.status) && !isRepeat) this.#put({ ...report, status });
      if (report && event.kind === 'replaced') this.#put({ ...report, ...event.change });
    }
    this.#sink?.event(event);
  }

  #take(fill: BrokerFill): void {
    this.#fills.push(fill);
    const account = { cash: DECIMAL_ZERO, feesPaid: DECIMAL_ZERO, realizedPnl: DECIMAL_ZERO };
    const booked = { ...fill, fee: fill.fee ?? DECIMAL_ZERO };
    this.#position = applyFill({ account, position: this.#position, fill: booked }).position;
    const report = this.#reports.get(fill.clientOrderId!)!;
    const filledQuantity = report.filledQuantity + fill.quantity;
    const value =
      multiplyDecimal(report.averagePrice, report.filledQuantity) +
      multiplyDecimal(fill.price, fill.quantity);
    this.#put({
      ...report,
      status: filledQuantity === report.quantity ? 'filled' : 'partially-filled',
      filledQuantity,
      averagePrice: divideDecimal(value, filledQuantity),
    });
  }

  #put(report: BrokerOrderReport): void {
    this.#reports.set(report.clientOrderId!, { ...report, updatedTime: this.#now() });
  }
}

function isOpen(status: OrderStatus): boolean {
  return status === 'sent' || status === 'working' || status === 'partially-filled';
}

function reportOf(order: BrokerOrder, now: number): BrokerOrderReport {
  const { instrument: _instrument, ...terms } = order;
  return {
    ...terms,
    venueOrderId: order.clientOrderId,
    status: 'sent',
    filledQuantity: DECIMAL_ZERO,
    averagePrice: DECIMAL_ZERO,
    updatedTime: now,
  };
}

/** The simulated venue as the suite of brokers knows a vendor. */
export function paperVendor(): BrokerVendor {
  let double: PaperVenueDouble | undefined;
  const definition: BrokerDefinition = {
    id: 'paper',
    name: 'Paper venue',
    capabilities: {
      assetClasses: ['equity', 'crypto', 'forex'],
      orderTypes: ORDER_TYPES,
      timesInForce: TIMES_IN_FORCE,
      takesReplace: true,
      takesShort: true,
      takesPostOnly: true,
      takesReduceOnly: true,
      takesIceberg: true,
      findsByClientId: true,
      clientIdLengthMax: 64,
      quantityPrecision: 8,
      note: 'The matching core behind the commands of a broker.',
    },
    fields: [],
    environments: ['paper'],
    addresses: { paper: {}, live: {} },
    open: (_ports, sink) => double!.connect(sink),
  };
  return {
    definition,
    environment: 'paper',
    fields: {},
    instrument: { symbol: 'AAPL', assetClass: 'equity', currency: 'USD', venue: 'XNAS', pricePrecision: 2 },
    quantity: parseDecimal('10.5'),
    part: parseDecimal('4.25'),
    answers: [],
    ends: ['expired'],
    answersForItself: true,
    takes: (type, validity) => !validity.startsWith('at-') || type === 'market' || type === 'limit',
    start: async (now) => {
      double = new PaperVenueDouble(now);
      return double;
    },
  };
}
