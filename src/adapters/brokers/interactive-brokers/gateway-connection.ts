import type { Contract } from '@stoqey/ib';
import type { OrderChange } from '#domain/orders/order';
import type {
  BrokerBalance,
  BrokerConnection,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
  BrokerPosition,
  BrokerSink,
} from '#engine/ports/broker';
import { clientOrderIdOf } from '#engine/ports/broker';
import { BrokerError, type BrokerErrorKind } from '#engine/ports/broker-error';
import { AccountDesk } from './account-desk.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { ContractBook } from './contract-book.ts';
import { isCombo } from './contract-query.ts';
import { exactAmount, roundedAmount } from './exact-number.ts';
import type { GatewayMessage } from './gateway-codec.ts';
import { GatewayQuestions } from './gateway-questions.ts';
import { GatewaySession } from './gateway-session.ts';
import { OrderCommands } from './order-commands.ts';
import { OrderRegister, reportOf } from './order-register.ts';

/** How often orders placed or ended without a word to this connection are looked for. */
const LOOK_MS = 30_000;
const UNANSWERED_MAX = 2;
/** Fees of past fills come shortly after them. */
const FEE_WAIT_MS = 300;
const RAW_LENGTH_MAX = 500;

/** An account at Interactive Brokers, through a session with TWS or Gateway. */
export class GatewayConnection implements BrokerConnection {
  readonly #ports: BrokerPorts;
  readonly #sink: BrokerSink;
  readonly #settings: ConnectionSettings;
  readonly #register = new OrderRegister();
  readonly #session: GatewaySession;
  readonly #questions: GatewayQuestions;
  readonly #contracts: ContractBook;
  readonly #commands: OrderCommands;
  #desk: AccountDesk | null = null;
  #offLook: (() => void) | null = null;
  #unanswered = 0;
  #isClosed = false;

  constructor(ports: BrokerPorts, sink: BrokerSink, settings: ConnectionSettings) {
    const { clock, log, random } = ports;
    this.#ports = ports;
    this.#sink = sink;
    this.#settings = settings;
    this.#session = new GatewaySession({
      clock,
      log,
      random,
      settings,
      onState: (state) => sink.state(state),
      onMessage: (message, fields) => this.#take(message, fields),
      onOpen: () => this.#catchUp(),
      onLost: (reason) => this.#lost(reason),
    });
    const session = this.#session;
    this.#questions = new GatewayQuestions(clock, (write, onDropped) =>
      session.send(write, () => undefined, onDropped),
    );
    this.#contracts = new ContractBook(this.#questions);
    this.#commands = new OrderCommands({
      clock,
      log,
      settings,
      session,
      register: this.#register,
      questions: this.#questions,
      contracts: this.#contracts,
      tell: (event) => this.#tell(event),
    });
    session.connect();
  }

  submit(order: BrokerOrder): void {
    if (!this.#isClosed) this.#commands.submit(order);
  }

  cancel(order: BrokerOrderRef): void {
    if (!this.#isClosed) this.#commands.cancel(order);
  }

  replace(order: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    if (!this.#isClosed) this.#commands.replace(order, change, terms);
  }

  async order(ref: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    const desk = this.#opened();
    // A list that is under way may be older than the order.
    if (this.#questions.isListing()) await this.#questions.openOrders();
    const listed = await this.#questions.openOrders();
    const entry = this.#register.byRef(ref);
    const venueOrderId = entry?.venueOrderId ?? ref.venueOrderId;
    if (entry?.venueOrderId && listed.includes(entry.venueOrderId)) return reportOf(entry);
    const completed = (await this.#questions.completedOrders()).find(
      ({ order }) =>
        String(order.permId) === venueOrderId || clientOrderIdOf(order.orderRef ?? '') === ref.clientOrderId,
    );
    if (completed) return this.#readable('an order', () => desk.report(completed));
    const isTraded = (await this.fills(0)).some(({ clientOrderId }) => clientOrderId === ref.clientOrderId);
    if (venueOrderId !== null || isTraded) {
      throw this.#error(
        'unavailable',
        `it tells no more of order ${venueOrderId ?? ''}, which it once knew; look for it in the trade log of TWS`,
      );
    }
    return null;
  }

  async openOrders(): Promise<readonly BrokerOrderReport[]> {
    this.#opened();
    const listed = await this.#questions.openOrders();
    return listed.flatMap((venueOrderId) => {
      const entry = this.#register.byVenueOrderId(venueOrderId);
      const report = entry && !entry.hasEnded ? reportOf(entry) : null;
      return report ? [report] : [];
    });
  }

  async fills(since: number): Promise<readonly BrokerFill[]> {
    const desk = this.#opened();
    const items = await this.#questions.executions(this.#settings.account());
    const read = () => {
      // Of an execution that was corrected the last version counts.
      const fills = new Map(
        items
          .filter(({ contract }) => !isCombo(contract))
          .map(({ contract, execution }) => {
            const fill = desk.fills.read(contract, execution);
            return [fill.fillId, fill] as const;
          }),
      );
      return [...fills.values()];
    };
    let fills = await this.#readable('an execution', async () => read());
    if (fills.some(({ fee }) => fee === null)) {
      await this.#ports.clock.sleep(FEE_WAIT_MS);
      fills = read();
    }
    // TWS tells whole seconds, so that a moment within one includes all of it.
    const from = Math.floor(since / 1_000) * 1_000;
    return fills.filter(({ eventTime }) => eventTime >= from).sort((a, b) => a.eventTime - b.eventTime);
  }

  async positions(): Promise<readonly BrokerPosition[]> {
    this.#opened();
    const items = await this.#questions.positions();
    return this.#readable('a position', async () =>
      items
        .filter(({ account, quantity }) => account === this.#settings.account() && quantity !== 0)
        .map(({ contract, quantity, averageCost }) => ({
          symbol: this.#contracts.symbolOf(contract),
          quantity: exactAmount(quantity, 'quantity'),
          // What a contract has cost, for a unit of what it is on.
          averagePrice: (roundedAmount(averageCost) ?? 0n) / unitsOf(contract),
        })),
    );
  }

  async balances(): Promise<readonly BrokerBalance[]> {
    const desk = this.#opened();
    const values = await this.#questions.accountValues();
    return this.#readable('a balance', async () => desk.money.read(values, this.#settings.account()));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#commands.close('the connection was closed');
    this.#lost('the connection was closed');
    this.#desk?.close();
    this.#session.close();
    this.#isClosed = true;
  }

  #take(message: GatewayMessage, fields: readonly string[]): void {
    const unreadable = (reason: string) => {
      const raw = fields.join('|').slice(0, RAW_LENGTH_MAX);
      this.#tell({ kind: 'unreadable', raw, reason, eventTime: this.#ports.clock.now() });
    };
    if (message.kind === 'unreadable') {
      unreadable(message.reason);
      return;
    }
    if (message.kind === 'open-order') this.#session.noteOrderId(message.orderId);
    if (this.#questions.take(message)) return;
    try {
      if (message.kind === 'notice') this.#notice(message.id, message.code, message.text);
      else this.#desk?.take(message);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      unreadable(`TWS sent a message (${message.kind}) that is not taken: ${error.message}`);
    }
  }

  #notice(id: number, code: number, text: string): void {
    const entry = this.#register.byOrderId(this.#settings.clientId, id);
    if (entry) this.#desk?.news.notice(entry, code, text);
    else this.#ports.log.warn(`TWS on number ${id}, which nobody here knows: ${text} (${code})`);
  }

  async #catchUp(): Promise<void> {
    const { clock, log } = this.#ports;
    this.#desk ??= new AccountDesk({
      clock,
      log,
      account: this.#settings.account(),
      clientId: this.#settings.clientId,
      register: this.#register,
      questions: this.#questions,
      contracts: this.#contracts,
      offsetMs: () => this.#session.offsetMs,
      tell: (event) => this.#tell(event),
    });
    await this.#desk.catchUp();
    this.#unanswered = 0;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#offLook?.();
    this.#offLook = this.#ports.clock.after(LOOK_MS, () => {
      this.#offLook = null;
      this.#desk?.lookAround().then(
        () => this.#looked(0),
        (error: unknown) => {
          this.#ports.log.warn('the open orders could not be looked through', { reason: String(error) });
          this.#looked(this.#unanswered + 1);
        },
      );
    });
  }

  /** A line that no longer answers is dead, though nobody has said so. */
  #looked(unanswered: number): void {
    this.#unanswered = unanswered;
    if (!this.#session.isReady) return;
    if (unanswered < UNANSWERED_MAX) this.#lookLater();
    else this.#session.drop();
  }

  #lost(reason: string): void {
    this.#offLook?.();
    this.#offLook = null;
    this.#desk?.lost();
    this.#commands.lost(reason);
    this.#questions.failAll(this.#error('unavailable', `${reason}; ask again when it is back`));
  }

  /** The desk of a session that stands. Throws a BrokerError while there is none. */
  #opened(): AccountDesk {
    if (this.#session.isReady && this.#desk) return this.#desk;
    const { state } = this.#session;
    throw state === 'needs-login'
      ? this.#error('unauthorised', 'there is no session with TWS; log in there')
      : this.#error('unavailable', `there is no session with TWS (${state}); ask again when there is`);
  }

  async #readable<Answer>(what: string, read: () => Promise<Answer>): Promise<Answer> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw this.#error('malformed', `${what} of TWS cannot be read: ${error.message}; compare with TWS`);
    }
  }

  #error(kind: BrokerErrorKind, sentence: string): BrokerError {
    return new BrokerError(kind, 'Interactive Brokers', sentence);
  }

  #tell(event: BrokerEvent): void {
    if (!this.#isClosed) this.#sink.event(event);
  }
}

/** Units that one contract is of. */
function unitsOf({ multiplier }: Contract): bigint {
  const units = Number(multiplier);
  return Number.isSafeInteger(units) && units > 0 ? BigInt(units) : 1n;
}
