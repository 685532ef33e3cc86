import type { OrderTerms } from '#domain/orders/order';
import type { Decimal } from '#domain/values/decimal';
import type { BrokerBalance, BrokerPosition } from '#engine/ports/broker';
import type { BrokerVenueDouble, VenueAnswer, VenueCommand, VenueNews } from '../broker-vendor.ts';
import { GatewayAccount } from './gateway-account.ts';
import { GatewayBook, type GatewayExecution, type GatewayOrder } from './gateway-book.ts';
import { askedContracts, contractFrames, GATEWAY_CONTRACTS } from './gateway-contracts.ts';
import { GatewayFrames, type ToldStatus } from './gateway-frames.ts';
import { GatewayLine, type GatewaySession } from './gateway-line.ts';
import { GatewayOrderDesk } from './gateway-order-desk.ts';
import { FieldReader, wireFrame } from './gateway-wire.ts';
import { readPlacedOrder } from './placed-order.ts';

export interface GatewayDoubleOptions {
  readonly now: () => number;
  readonly accounts?: readonly string[];
  /** Of the messages, as TWS answers a client that knows this one; 193 when left out. */
  readonly version?: number;
  readonly sizeStep?: string;
  /** What a unit of a currency is worth in that of the account; 1 when left out. */
  readonly rates?: Readonly<Record<string, string>>;
}

/** A Gateway on this machine that speaks the documented protocol, and does what a test tells it. */
export class GatewayDouble implements BrokerVenueDouble {
  /** Every message that reached it, as fields. */
  readonly heard: string[][] = [];
  /** Takes connections, and then says nothing: a Gateway that waits for its login. */
  isMute = false;
  /** Tells fees with fills; false keeps them for {@link tellFees}. */
  tellsFees = true;
  /** Takes messages of sessions that stand and does nothing with them: a network that swallows. */
  isDeaf = false;
  /** Client numbers that other programs use. */
  readonly takenClients = new Set<number>();
  readonly #options: GatewayDoubleOptions;
  readonly #frames: GatewayFrames;
  readonly #book: GatewayBook;
  readonly #account: GatewayAccount;
  readonly #line: GatewayLine;
  readonly #desk: GatewayOrderDesk;

  private constructor(options: GatewayDoubleOptions) {
    const { now, accounts, version = 193, rates = {} } = options;
    this.#options = options;
    this.#frames = new GatewayFrames(version);
    this.#book = new GatewayBook(now);
    this.#account = new GatewayAccount(accounts?.[0] ?? 'DU1234567', rates);
    this.#line = new GatewayLine({
      now,
      version,
      isListening: ({ clientId }) => !(this.isMute || (this.isDeaf && clientId !== null)),
      hear: (session, fields) => this.#hear(session, fields),
    });
    this.#desk = new GatewayOrderDesk({ book: this.#book, frames: this.#frames, line: this.#line });
  }

  static async start(options: GatewayDoubleOptions): Promise<GatewayDouble> {
    const double = new GatewayDouble(options);
    await double.comeBack();
    return double;
  }

  get addresses(): Readonly<Record<string, string>> {
    return { gateway: this.#line.address };
  }

  get commands(): readonly VenueCommand[] {
    return this.#desk.commands;
  }

  lines(): number {
    return this.#line.sessions.size;
  }

  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void {
    this.#desk.answerNext(command, answer);
  }

  fill(venueOrderId: string, quantity: Decimal, price: Decimal, { isTold = true }: VenueNews = {}): void {
    const execution = this.#book.fill(this.#book.get(venueOrderId), quantity, price);
    if (isTold) this.#tellExecution(execution);
  }

  /** TWS tells an execution of the whole, then one of each leg. */
  fillLegs(venueOrderId: string, quantity: Decimal, prices: readonly Decimal[]): void {
    const order = this.#book.get(venueOrderId);
    const executions = this.#book.fillLegs(order, quantity, prices);
    for (const execution of executions) this.#tell(order, this.#frames.execution(execution, -1));
    this.#tell(order, this.#frames.status(order));
    for (const execution of executions) this.#tell(order, this.#frames.fee(execution));
  }

  end(
    venueOrderId: string,
    kind: 'cancelled' | 'expired' | 'rejected',
    reason: string,
    news: VenueNews = {},
  ): void {
    const order = this.#book.get(venueOrderId);
    this.#book.end(order, kind === 'rejected' ? 'Inactive' : 'Cancelled', reason);
    if (news.isTold === false) return;
    this.#tell(order, this.#frames.status(order));
    const code = kind === 'rejected' ? 201 : 202;
    const said =
      kind === 'rejected' ? `Order rejected - reason:${reason}` : `Order Canceled - reason:${reason}`;
    this.#tell(order, this.#frames.notice(order.placed.orderId, code, said));
  }

  repeatFill(): void {
    const last = this.#book.executions.at(-1);
    if (last) this.#tellExecution(last);
  }

  /** The broker sets an execution right: the same id but for its last digits. */
  correctLastFill(price: Decimal): void {
    const last = this.#book.executions.at(-1);
    if (!last) throw new Error('nothing has filled');
    this.#tellExecution({ ...last, id: last.id.replace(/\d+$/, '02'), price });
  }

  placeElsewhere({
    side,
    quantity,
    limitPrice,
  }: Pick<OrderTerms, 'side' | 'quantity' | 'limitPrice'>): string {
    const [first] = GATEWAY_CONTRACTS;
    const order = this.#book.add(0, first!, {
      legs: [],
      orderId: 0,
      conId: first!.conId,
      contractSymbol: first!.symbol,
      secType: first!.secType,
      exchange: first!.exchange,
      currency: first!.currency,
      action: side === 'buy' ? 'BUY' : 'SELL',
      quantity,
      orderType: 'LMT',
      limit: limitPrice,
      aux: undefined,
      tif: 'DAY',
      account: this.#account.name,
      orderRef: '',
      transmit: '1',
      displaySize: '',
      outsideRth: '0',
      goodTillDate: '',
      trailStop: undefined,
      trailPercent: undefined,
      limitOffset: undefined,
    });
    return String(order.permId);
  }

  setPositions(positions: readonly BrokerPosition[]): void {
    this.#account.positions = positions;
  }
  setBalances(balances: readonly BrokerBalance[]): void {
    this.#account.balances = balances;
  }

  say(text: string): void {
    this.#line.toAll(wireFrame([text]));
  }

  /** A numbered message, of nothing when `id` is left out. */
  sayNotice(code: number, text: string, id = -1): void {
    this.#line.toAll(this.#frames.notice(id, code, text));
  }

  /** The status of an order once more, or what `told` makes of it. */
  sayStatus(venueOrderId: string, told: ToldStatus = {}): void {
    const order = this.#book.get(venueOrderId);
    this.#tell(order, this.#frames.status(order, told));
  }

  /** The fees that were kept back. */
  tellFees(): void {
    for (const execution of this.#book.executions) this.#tell(execution.order, this.#frames.fee(execution));
  }

  goAway(): void {
    this.#line.close();
  }

  /** Ends every connection, and takes new ones. */
  cut(): void {
    this.#line.cut();
  }

  async comeBack(): Promise<void> {
    await this.#line.open();
  }

  async close(): Promise<void> {
    this.goAway();
  }

  #hear(session: GatewaySession, fields: string[]): void {
    this.heard.push(fields);
    const reader = new FieldReader(fields);
    const kind = reader.integer();
    const { version } = this.#frames;
    const reply = (...frames: Buffer[]): void => {
      for (const frame of frames) session.socket.write(frame);
    };
    switch (kind) {
      case 3:
        this.#desk.place(session, readPlacedOrder(fields, version));
        break;
      case 4:
        if (version < 192) reader.skip(1);
        this.#desk.cancel(session, reader.integer());
        break;
      case 7: {
        reader.skip(1);
        const requestId = reader.integer();
        reader.skip(1);
        const account = reader.text();
        const own = this.#book.executions.filter(({ order }) => order.placed.account === account);
        reply(...own.map((execution) => this.#frames.execution(execution, requestId)));
        reply(wireFrame([55, 1, requestId]));
        if (this.tellsFees) reply(...own.map((execution) => this.#frames.fee(execution)));
        break;
      }
      case 9: {
        reader.skip(1);
        const requestId = reader.integer();
        const found = askedContracts(reader);
        const said = 'No security definition has been found for the request';
        const terms = { sizeStep: this.#options.sizeStep ?? '0.0001', version };
        if (found.length === 0) reply(this.#frames.notice(requestId, 200, said));
        else reply(...contractFrames(requestId, found, terms));
        break;
      }
      case 16:
        for (const order of this.#book.orders.filter(({ status }) => status === 'Submitted'))
          reply(this.#frames.openOrder(order), this.#frames.status(order));
        reply(wireFrame([53, 1]));
        break;
      case 61:
        reply(...this.#account.positionFrames());
        break;
      case 62:
        reader.skip(1);
        reply(...this.#account.balanceFrames(reader.integer()));
        break;
      case 63:
      case 64:
        break;
      case 71:
        reader.skip(1);
        this.#begin(session, reader.integer());
        break;
      case 91:
        reply(wireFrame([93, reader.integer(), 2, '0.0', '0.0001', '1.0', '0.01']));
        break;
      case 99: {
        const ended = this.#book.orders.filter(({ status }) => status !== 'Submitted');
        reply(...ended.map((order) => this.#frames.completedOrder(order)), wireFrame([102]));
        break;
      }
      default:
        throw new Error(`message ${kind} is not known: ${fields.join('|')}`);
    }
  }

  #begin(session: GatewaySession, clientId: number): void {
    const { socket } = session;
    if (this.takenClients.has(clientId)) {
      const said = 'Unable to connect as the client id is already in use. Retry with a unique client id.';
      socket.write(this.#frames.notice(-1, 326, said));
      socket.end();
      return;
    }
    session.clientId = clientId;
    socket.write(wireFrame([15, 1, (this.#options.accounts ?? [this.#account.name]).join(',')]));
    socket.write(wireFrame([9, 1, this.#desk.nextOrderId]));
    socket.write(this.#frames.notice(-1, 2104, 'Market data farm connection is OK:usfarm'));
  }

  #tellExecution(execution: GatewayExecution): void {
    const { order } = execution;
    this.#tell(order, this.#frames.execution(execution, -1));
    this.#tell(order, this.#frames.status(order));
    if (this.tellsFees) this.#tell(order, this.#frames.fee(execution));
  }

  #tell({ clientId }: GatewayOrder, frame: Buffer): void {
    this.#line.toClient(clientId, frame);
  }
}
