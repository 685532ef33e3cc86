import { createServer, type Server, type Socket } from 'node:net';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderTerms } from '#domain/orders/order';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { BrokerBalance, BrokerPosition } from '#engine/ports/broker';
import type { BrokerVenueDouble, VenueAnswer, VenueCommand, VenueNews } from './broker-vendor.ts';
import {
  completedOrderFields,
  contractDataFields,
  FieldReader,
  openOrderFields,
  type PlacedOrder,
  readPlacedOrder,
  type ToldOrder,
  termsOf,
  type WireContract,
  wireFrame,
} from './gateway-wire.ts';

const NEW_YORK_BEHIND_MS = 5 * 3_600_000;
const PRICE_RULE = 26;
const FEE = '0.35125';

const CONTRACTS: readonly WireContract[] = [
  contract(265_598, 'AAPL', 'STK', 'SMART', 'NASDAQ', 'USD', 'AAPL'),
  contract(4_347_086, 'BRK B', 'STK', 'SMART', 'NYSE', 'USD', 'BRK B'),
  contract(12_087_792, 'EUR', 'CASH', 'IDEALPRO', '', 'USD', 'EUR.USD'),
  contract(479_624_278, 'BTC', 'CRYPTO', 'PAXOS', '', 'USD', 'BTC.USD'),
  contract(734_100_001, 'AAPL', 'OPT', 'SMART', '', 'USD', 'AAPL  261218C00150000'),
  contract(734_100_002, 'AAPL', 'OPT', 'SMART', '', 'USD', 'AAPL  261218C00160000'),
];
/** What TWS calls combinations. */
const BAG = contract(28_812_380, 'AAPL', 'BAG', 'SMART', '', 'USD', 'AAPL');

interface VenueOrder {
  placed: PlacedOrder;
  readonly contract: WireContract;
  readonly clientId: number;
  readonly permId: number;
  status: 'Submitted' | 'Cancelled' | 'Filled' | 'Inactive';
  filled: Decimal;
  cost: Decimal;
  endedBecause: string;
  endedTime: number;
}

interface Execution {
  readonly order: VenueOrder;
  readonly id: string;
  readonly time: number;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** What had filled with it, and for how much. */
  readonly filled: Decimal;
  readonly cost: Decimal;
  /** Of one leg of a combination. */
  readonly leg?: { readonly contract: WireContract; readonly action: string };
}

interface Session {
  readonly socket: Socket;
  received: Buffer;
  clientId: number | null;
}

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
  readonly commands: VenueCommand[] = [];
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
  readonly #answers: { command: VenueCommand['command']; answer: VenueAnswer }[] = [];
  readonly #sessions = new Set<Session>();
  readonly #orders: VenueOrder[] = [];
  readonly #executions: Execution[] = [];
  #positions: readonly BrokerPosition[] = [];
  #balances: readonly BrokerBalance[] = [];
  #server: Server | null = null;
  #port = 0;
  #permId = 1_936_425_100;
  #nextOrderId = 7;

  private constructor(options: GatewayDoubleOptions) {
    this.#options = options;
  }

  static async start(options: GatewayDoubleOptions): Promise<GatewayDouble> {
    const double = new GatewayDouble(options);
    await double.comeBack();
    return double;
  }

  get addresses(): Readonly<Record<string, string>> {
    return { gateway: `127.0.0.1:${this.#port}` };
  }

  lines(): number {
    return this.#sessions.size;
  }

  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void {
    this.#answers.push({ command, answer });
  }

  fill(venueOrderId: string, quantity: Decimal, price: Decimal, { isTold = true }: VenueNews = {}): void {
    const order = this.#order(venueOrderId);
    order.filled += quantity;
    order.cost += multiplyDecimal(quantity, price);
    if (order.filled >= order.placed.quantity && order.status === 'Submitted')
      this.#end(order, 'Filled', 'Filled');
    const count = String(this.#executions.length + 1).padStart(8, '0');
    const { filled, cost } = order;
    const execution: Execution = {
      order,
      id: `0000e0d5.${count}.01.01`,
      time: this.#options.now(),
      quantity,
      price,
      filled,
      cost,
    };
    this.#executions.push(execution);
    if (!isTold) return;
    this.#tellExecution(execution);
  }

  /** TWS tells an execution of the whole, then one of each leg. */
  fillLegs(venueOrderId: string, quantity: Decimal, prices: readonly Decimal[]): void {
    const order = this.#order(venueOrderId);
    const { legs } = order.placed;
    const net = legs.reduce((sum, { action, ratio }, place) => {
      const value = (prices[place] ?? 0n) * BigInt(ratio);
      return action === 'BUY' ? sum + value : sum - value;
    }, 0n);
    order.filled += quantity;
    order.cost += multiplyDecimal(quantity, net);
    if (order.filled >= order.placed.quantity) this.#end(order, 'Filled', 'Filled');
    const { filled, cost } = order;
    const time = this.#options.now();
    const idOf = () => `0000e0d5.${String(this.#executions.length + 1).padStart(8, '0')}.01.01`;
    const told: Execution[] = [{ order, id: idOf(), time, quantity, price: net, filled, cost }];
    this.#executions.push(...told);
    for (const [place, { conId, action, ratio }] of legs.entries()) {
      const of = CONTRACTS.find((one) => one.conId === conId) ?? BAG;
      const traded = quantity * BigInt(ratio);
      const price = prices[place] ?? 0n;
      const leg = { contract: of, action };
      const own = { order, id: idOf(), time, quantity: traded, price, filled: traded, leg };
      const execution: Execution = { ...own, cost: multiplyDecimal(traded, price) };
      this.#executions.push(execution);
      told.push(execution);
    }
    for (const execution of told) this.#toClient(order.clientId, this.#executionFrame(execution, -1));
    this.#tellStatus(order);
    for (const execution of told) this.#toClient(order.clientId, this.#feeFrame(execution));
  }

  end(
    venueOrderId: string,
    kind: 'cancelled' | 'expired' | 'rejected',
    reason: string,
    news: VenueNews = {},
  ): void {
    const order = this.#order(venueOrderId);
    this.#end(order, kind === 'rejected' ? 'Inactive' : 'Cancelled', reason);
    if (news.isTold === false) return;
    this.#tellStatus(order);
    const code = kind === 'rejected' ? 201 : 202;
    const said =
      kind === 'rejected' ? `Order rejected - reason:${reason}` : `Order Canceled - reason:${reason}`;
    this.#toClient(order.clientId, this.#notice(order.placed.orderId, code, said));
  }

  repeatFill(): void {
    const last = this.#executions.at(-1);
    if (last) this.#tellExecution(last);
  }

  /** The broker sets an execution right: the same id but for its last digits. */
  correctLastFill(price: Decimal): void {
    const last = this.#executions.at(-1);
    if (!last) throw new Error('nothing has filled');
    this.#tellExecution({ ...last, id: last.id.replace(/\d+$/, '02'), price });
  }

  placeElsewhere({
    side,
    quantity,
    limitPrice,
  }: Pick<OrderTerms, 'side' | 'quantity' | 'limitPrice'>): string {
    const [first] = CONTRACTS;
    const order = this.#keep(0, first!, {
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
      account: this.#account(),
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
    this.#positions = positions;
  }
  setBalances(balances: readonly BrokerBalance[]): void {
    this.#balances = balances;
  }

  say(text: string): void {
    this.#toAll(wireFrame([text]));
  }

  /** A numbered message, of nothing when `id` is left out. */
  sayNotice(code: number, text: string, id = -1): void {
    this.#toAll(this.#notice(id, code, text));
  }

  /** The status of an order once more, or what `told` makes of it. */
  sayStatus(
    venueOrderId: string,
    told: { status?: string; filled?: Decimal; orderId?: number; permId?: number } = {},
  ): void {
    const order = this.#order(venueOrderId);
    this.#toClient(order.clientId, this.#statusFrame(order, told));
  }

  /** The fees that were kept back. */
  tellFees(): void {
    for (const execution of this.#executions)
      this.#toClient(execution.order.clientId, this.#feeFrame(execution));
  }

  goAway(): void {
    this.#server?.close();
    this.#server = null;
    this.cut();
  }

  /** Ends every connection, and takes new ones. */
  cut(): void {
    for (const { socket } of this.#sessions) socket.destroy();
    this.#sessions.clear();
  }

  async comeBack(): Promise<void> {
    const server = createServer((socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    this.goAway();
  }

  #connected(socket: Socket): void {
    const session: Session = { socket, received: Buffer.alloc(0), clientId: null };
    this.#sessions.add(session);
    let isGreeted = false;
    socket.on('error', () => this.#sessions.delete(session));
    socket.on('close', () => this.#sessions.delete(session));
    socket.on('data', (part) => {
      session.received = Buffer.concat([session.received, part]);
      if (this.isMute || (this.isDeaf && session.clientId !== null)) return;
      if (!isGreeted) {
        if (session.received.length < 8) return;
        const length = session.received.readInt32BE(4);
        if (session.received.length < 8 + length) return;
        const hello = session.received.toString('ascii', 0, 8 + length);
        session.received = session.received.subarray(8 + length);
        isGreeted = true;
        const [, oldest = '', newest = ''] = /^API\0.{4}v(\d+)\.\.(\d+)$/s.exec(hello) ?? [];
        const version = Math.min(this.#version(), Number(newest));
        if (!oldest || version < Number(oldest)) {
          socket.destroy();
          return;
        }
        socket.write(wireFrame([version, `${this.#clock(this.#options.now())} EST`]));
      }
      this.#read(session);
    });
  }

  #read(session: Session): void {
    while (session.received.length >= 4 && this.#sessions.has(session)) {
      const length = session.received.readInt32BE(0);
      if (session.received.length < 4 + length) return;
      const fields = session.received
        .toString('utf8', 4, 4 + length)
        .split('\0')
        .slice(0, -1);
      session.received = session.received.subarray(4 + length);
      this.heard.push(fields);
      this.#hear(session, fields);
    }
  }

  #hear(session: Session, fields: string[]): void {
    const reader = new FieldReader(fields);
    const kind = reader.integer();
    const reply = (...messages: (string | number)[][]) => {
      session.socket.write(Buffer.concat(messages.map(wireFrame)));
    };
    switch (kind) {
      case 3:
        this.#placed(session, readPlacedOrder(fields, this.#version()));
        break;
      case 4:
        if (this.#version() < 192) reader.skip(1);
        this.#cancelled(session, reader.integer());
        break;
      case 7: {
        reader.skip(1);
        const requestId = reader.integer();
        reader.skip(1);
        const account = reader.text();
        const own = this.#executions.filter(({ order }) => order.placed.account === account);
        for (const execution of own) session.socket.write(this.#executionFrame(execution, requestId));
        reply([55, 1, requestId]);
        if (this.tellsFees) for (const execution of own) session.socket.write(this.#feeFrame(execution));
        break;
      }
      case 9:
        this.#describe(session, reader);
        break;
      case 16: {
        for (const order of this.#orders.filter(({ status }) => status === 'Submitted')) {
          session.socket.write(wireFrame(openOrderFields(this.#told(order), this.#version())));
          session.socket.write(this.#statusFrame(order));
        }
        reply([53, 1]);
        break;
      }
      case 61:
        for (const { symbol, quantity, averagePrice } of this.#positions) {
          const held = CONTRACTS.find((one) => one.symbol === symbol) ?? CONTRACTS[0]!;
          const { conId, symbol: name, secType, exchange, currency, localSymbol, tradingClass } = held;
          const of = [conId, name, secType, '', '0', '', '', exchange, currency, localSymbol, tradingClass];
          reply([61, 3, this.#account(), ...of, formatDecimal(quantity), formatDecimal(averagePrice)]);
          reply([61, 3, 'DU9999999', ...of, '77', '1.5']);
        }
        reply([62, 1]);
        break;
      case 62:
        reader.skip(1);
        this.#tellBalances(session, reader.integer());
        break;
      case 63:
      case 64:
        break;
      case 71:
        reader.skip(1);
        this.#begun(session, reader.integer());
        break;
      case 91:
        reply([93, reader.integer(), 2, '0.0', '0.0001', '1.0', '0.01']);
        break;
      case 99: {
        const ended = this.#orders.filter(({ status }) => status !== 'Submitted');
        reply(...ended.map((order) => completedOrderFields(this.#told(order), this.#version())), [102]);
        break;
      }
      default:
        throw new Error(`message ${kind} is not known: ${fields.join('|')}`);
    }
  }

  #begun(session: Session, clientId: number): void {
    if (this.takenClients.has(clientId)) {
      const said = 'Unable to connect as the client id is already in use. Retry with a unique client id.';
      session.socket.write(this.#notice(-1, 326, said));
      session.socket.end();
      return;
    }
    session.clientId = clientId;
    session.socket.write(wireFrame([15, 1, (this.#options.accounts ?? [this.#account()]).join(',')]));
    session.socket.write(wireFrame([9, 1, this.#nextOrderId]));
    session.socket.write(this.#notice(-1, 2104, 'Market data farm connection is OK:usfarm'));
  }

  #placed(session: Session, placed: PlacedOrder): void {
    const clientId = session.clientId ?? -1;
    const before = this.#orders.find(
      (one) => one.clientId === clientId && one.placed.orderId === placed.orderId,
    );
    const command = before ? 'replace' : 'submit';
    const answer = this.#nextAnswer(command);
    const { orderRef, contractSymbol, orderId } = placed;
    const note = (venueOrderId: string | null) => {
      const terms = { ...termsOf(placed), symbol: contractSymbol, ...comboOf(placed) };
      this.commands.push({ command, clientId: orderRef, venueOrderId, terms });
    };
    const known = placed.secType === 'BAG' ? BAG : CONTRACTS.find(({ conId }) => conId === placed.conId);
    if (!known || placed.transmit !== '1' || placed.outsideRth !== '0') {
      throw new Error(`order ${orderId} is not as it should be`);
    }
    if (before && before.status !== 'Submitted') {
      note(String(before.permId));
      session.socket.write(this.#notice(orderId, 104, 'Cannot modify a filled order.'));
      return;
    }
    if (answer.kind === 'reject') {
      note(before ? String(before.permId) : null);
      session.socket.write(this.#notice(orderId, 201, `Order rejected - reason:${answer.reason}`));
      return;
    }
    this.#nextOrderId = Math.max(this.#nextOrderId, orderId + 1);
    if (before) before.placed = placed;
    const order = before ?? this.#keep(clientId, known, placed);
    note(String(order.permId));
    if (answer.kind === 'accept-and-cut') this.cut();
    if (answer.kind !== 'accept') return;
    // TWS describes an order, states it, and likes to do both again.
    session.socket.write(
      wireFrame(openOrderFields({ ...this.#told(order), status: 'PreSubmitted' }, this.#version())),
    );
    session.socket.write(this.#statusFrame(order, { status: 'PreSubmitted' }));
    session.socket.write(wireFrame(openOrderFields(this.#told(order), this.#version())));
    session.socket.write(this.#statusFrame(order));
    session.socket.write(this.#statusFrame(order));
  }

  #cancelled(session: Session, orderId: number): void {
    const order = this.#orders.find(
      (one) => one.clientId === session.clientId && one.placed.orderId === orderId,
    );
    const answer = this.#nextAnswer('cancel');
    const venueOrderId = order ? String(order.permId) : null;
    this.commands.push({ command: 'cancel', clientId: null, venueOrderId, terms: {} });
    if (!order) {
      session.socket.write(
        this.#notice(orderId, 10_147, `OrderId ${orderId} that needs to be cancelled is not found.`),
      );
    } else if (answer.kind === 'reject' || order.status !== 'Submitted') {
      const state = answer.kind === 'reject' ? answer.reason : order.status;
      const said = `OrderId ${orderId} that needs to be cancelled cannot be cancelled, state: ${state}.`;
      session.socket.write(this.#notice(orderId, 10_148, said));
    } else {
      this.#end(order, 'Cancelled', 'Cancelled by Trader');
      if (answer.kind === 'accept-and-cut') this.cut();
      if (answer.kind !== 'accept') return;
      session.socket.write(this.#statusFrame(order, { status: 'PendingCancel' }));
      session.socket.write(this.#statusFrame(order));
      session.socket.write(this.#notice(orderId, 202, 'Order Canceled - reason:'));
    }
  }

  #describe(session: Session, reader: FieldReader): void {
    reader.skip(1);
    const requestId = reader.integer();
    reader.skip(1);
    const symbol = reader.text();
    const secType = reader.text();
    const option = optionPart(reader);
    const exchange = reader.text();
    reader.skip(1);
    const currency = reader.text();
    const found = CONTRACTS.filter(
      (one) =>
        one.symbol === symbol &&
        one.secType === secType &&
        one.localSymbol.endsWith(option) &&
        one.exchange === exchange &&
        one.currency === currency,
    );
    if (found.length === 0) {
      const said = 'No security definition has been found for the request';
      session.socket.write(this.#notice(requestId, 200, said));
      return;
    }
    const terms = {
      ruleId: PRICE_RULE,
      sizeStep: this.#options.sizeStep ?? '0.0001',
      version: this.#version(),
    };
    for (const one of found) session.socket.write(wireFrame(contractDataFields(requestId, one, terms)));
    session.socket.write(wireFrame([52, 1, requestId]));
  }

  #tellBalances(session: Session, requestId: number): void {
    const tell = (account: string, tag: string, value: string, currency: string) =>
      session.socket.write(wireFrame([63, 1, requestId, account, tag, value, currency]));
    const account = this.#account();
    tell('DU9999999', 'NetLiquidation', '1', 'USD');
    tell(account, 'CashBalance', '99999', 'BASE');
    for (const { currency, cash, buyingPower, equity } of this.#balances) {
      if (equity !== null) tell(account, 'NetLiquidation', formatDecimal(equity), currency);
      if (buyingPower !== null) tell(account, 'BuyingPower', formatDecimal(buyingPower), currency);
      tell(account, 'CashBalance', formatDecimal(cash), currency);
      tell(account, 'ExchangeRate', this.#options.rates?.[currency] ?? '1.00', currency);
    }
    session.socket.write(wireFrame([64, 1, requestId]));
  }

  #tellExecution(execution: Execution): void {
    const { order } = execution;
    this.#toClient(order.clientId, this.#executionFrame(execution, -1));
    this.#tellStatus(order);
    if (this.tellsFees) this.#toClient(order.clientId, this.#feeFrame(execution));
  }

  #executionFrame(
    { order, id, time, quantity, price, filled, cost, leg }: Execution,
    requestId: number,
  ): Buffer {
    const { placed, permId, clientId } = order;
    const { contract: of, action } = leg ?? { contract: order.contract, action: placed.action };
    return wireFrame([
      ...[
        11,
        requestId,
        placed.orderId,
        of.conId,
        of.symbol,
        of.secType,
        '',
        '0.0',
        '',
        '',
        of.exchange,
        of.currency,
      ],
      ...[of.localSymbol, of.tradingClass, id, `${this.#clock(time)} US/Eastern`, placed.account, 'ARCA'],
      ...[
        action === 'BUY' ? 'BOT' : 'SLD',
        formatDecimal(quantity),
        formatDecimal(price),
        permId,
        clientId,
        0,
      ],
      ...[formatDecimal(filled), formatDecimal(divideDecimal(cost, filled)), placed.orderRef, '', '', '', 2],
      ...(this.#version() >= 178 ? [0] : []),
    ]);
  }

  #feeFrame({ id }: Execution): Buffer {
    return wireFrame([59, 1, id, FEE, 'USD', '1.7976931348623157E308', '1.7976931348623157E308', '']);
  }

  #tellStatus(order: VenueOrder): void {
    this.#toClient(order.clientId, this.#statusFrame(order));
  }

  #statusFrame(
    order: VenueOrder,
    told: { status?: string; filled?: Decimal; orderId?: number; permId?: number } = {},
  ): Buffer {
    const filled = told.filled ?? order.filled;
    const average =
      order.filled === DECIMAL_ZERO ? '0' : formatDecimal(divideDecimal(order.cost, order.filled));
    return wireFrame([
      ...[3, told.orderId ?? order.placed.orderId, told.status ?? order.status, formatDecimal(filled)],
      ...[
        formatDecimal(absoluteDecimal(order.placed.quantity - filled)),
        average,
        told.permId ?? order.permId,
        0,
      ],
      ...['0', order.clientId, '', '0'],
    ]);
  }

  #notice(id: number, code: number, text: string): Buffer {
    return wireFrame([4, 2, id, code, text, ...(this.#version() >= 166 ? [''] : [])]);
  }

  #told(order: VenueOrder): ToldOrder {
    const { placed, contract: of, clientId, permId, status, filled, endedBecause, endedTime } = order;
    const completedTime = endedTime === 0 ? '' : `${this.#clock(endedTime)} US/Eastern`;
    return {
      placed,
      contract: of,
      clientId,
      permId,
      status,
      filled,
      completedTime,
      completedStatus: endedBecause,
    };
  }

  #keep(clientId: number, of: WireContract, placed: PlacedOrder): VenueOrder {
    const order: VenueOrder = {
      placed,
      contract: of,
      clientId,
      permId: this.#permId++,
      status: 'Submitted',
      filled: DECIMAL_ZERO,
      cost: DECIMAL_ZERO,
      endedBecause: '',
      endedTime: 0,
    };
    this.#orders.push(order);
    return order;
  }

  #end(order: VenueOrder, status: 'Cancelled' | 'Filled' | 'Inactive', reason: string): void {
    order.status = status;
    order.endedBecause = reason;
    order.endedTime = this.#options.now();
  }

  #order(venueOrderId: string): VenueOrder {
    const order = this.#orders.find(({ permId }) => String(permId) === venueOrderId);
    if (!order) throw new Error(`there is no order ${venueOrderId}`);
    return order;
  }

  #nextAnswer(command: VenueCommand['command']): VenueAnswer {
    const place = this.#answers.findIndex((one) => one.command === command);
    return place < 0 ? { kind: 'accept' } : this.#answers.splice(place, 1)[0]!.answer;
  }

  #toClient(clientId: number, frame: Buffer): void {
    for (const session of this.#sessions) if (session.clientId === clientId) session.socket.write(frame);
  }

  #toAll(frame: Buffer): void {
    for (const { socket } of this.#sessions) socket.write(frame);
  }

  #account(): string {
    return this.#options.accounts?.[0] ?? 'DU1234567';
  }

  #version(): number {
    return this.#options.version ?? 193;
  }

  /** As a clock in New York shows it in winter. */
  #clock(time: number): string {
    const [date = '', clock = ''] = new Date(time - NEW_YORK_BEHIND_MS).toISOString().split('T');
    return `${date.replaceAll('-', '')} ${clock.slice(0, 8)}`;
  }
}

/** Date, right and strike of an option as its symbol ends; nothing of what has none. */
function optionPart(reader: FieldReader): string {
  const date = reader.text();
  const strike = Number(reader.text());
  const right = reader.text();
  const multiplier = reader.text();
  if (date === '') return '';
  if (multiplier !== '100') throw new Error(`an option of ${multiplier} units`);
  return `${date.slice(2)}${right}${String(Math.round(strike * 1_000)).padStart(8, '0')}`;
}

/** The legs of an order, by what their numbers stand for. */
function comboOf({ legs, action }: PlacedOrder): Pick<OrderTerms, 'symbol' | 'legs'> | undefined {
  if (legs.length === 0) return undefined;
  if (action !== 'BUY') throw new Error('a combination is bought as its legs stand');
  const told = legs.map(({ conId, ratio, action: side }) => ({
    symbol: CONTRACTS.find((one) => one.conId === conId)?.localSymbol.replaceAll(' ', '') ?? '',
    side: side === 'BUY' ? ('buy' as const) : ('sell' as const),
    ratio,
  }));
  return { symbol: comboSymbol(told), legs: told };
}

function contract(
  ...[conId, symbol, secType, exchange, primaryExchange, currency, localSymbol]: [
    number,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
): WireContract {
  const tradingClass = secType === 'STK' ? 'NMS' : localSymbol;
  return { conId, symbol, secType, exchange, primaryExchange, currency, localSymbol, tradingClass };
}
