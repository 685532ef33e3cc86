import type { OrderChange } from '#domain/orders/order';
import { type BrokerEvent, type BrokerOrder, type BrokerOrderRef, venueClientId } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { ConnectionSettings } from './connection-settings.ts';
import { type ContractBook, type KnownContract, stepFault } from './contract-book.ts';
import type { GatewayQuestions } from './gateway-questions.ts';
import type { GatewaySession } from './gateway-session.ts';
import type { Command, OrderEntry, OrderRegister } from './order-register.ts';
import { orderTicket, refuseCombo } from './order-ticket.ts';

/** Longer than TWS takes to say anything of an order. */
const SILENCE_MS = 10_000;

export interface OrderCommandsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: ConnectionSettings;
  readonly session: GatewaySession;
  readonly register: OrderRegister;
  readonly questions: GatewayQuestions;
  readonly contracts: ContractBook;
  readonly tell: (event: BrokerEvent) => void;
}

/** Sends commands, each at most once, and says what became of those nobody answered. */
export class OrderCommands {
  readonly #options: OrderCommandsOptions;
  /** What was asked for and is still being put together. */
  readonly #unready = new Set<{ readonly command: Command; readonly clientOrderId: string }>();

  constructor(options: OrderCommandsOptions) {
    this.#options = options;
  }

  submit(order: BrokerOrder): void {
    const { register, settings } = this.#options;
    const { clientOrderId } = order;
    if (!this.#isReady('submit', clientOrderId)) return;
    if (register.byRef({ clientOrderId, venueOrderId: null })) {
      this.#unsent('submit', clientOrderId, 'an order of this id is at Interactive Brokers already');
      return;
    }
    const entry = register.add(order, settings.clientId);
    this.#inTurn(entry, async () => {
      const contract = await this.#fitting(order, 'submit');
      if (!contract) return;
      this.#place(entry, order, {
        command: 'submit',
        contract,
        orderId: this.#options.session.takeOrderId(),
      });
    });
  }

  replace(ref: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    if (!this.#isReady('replace', ref.clientOrderId)) return;
    this.#withOrder(ref, 'replace', async (entry, orderId) => {
      if (entry.asked && entry.waits.replace) {
        this.#unsent(
          'replace',
          ref.clientOrderId,
          'another replacement of it is under way; wait for its answer',
        );
        return;
      }
      const contract = await this.#fitting(terms, 'replace');
      if (!contract) return;
      entry.asked = change;
      this.#place(entry, terms, { command: 'replace', contract, orderId });
    });
  }

  cancel(ref: BrokerOrderRef): void {
    if (!this.#isReady('cancel', ref.clientOrderId)) return;
    this.#withOrder(ref, 'cancel', async (entry, orderId) => {
      entry.isCancelAsked = true;
      this.#options.session.send(
        (encoder) => encoder.cancelOrder(orderId, {}),
        () => this.#await(entry, 'cancel'),
        (reason) => this.#unsent('cancel', ref.clientOrderId, reason),
      );
    });
  }

  /** Of everything sent and not answered nobody knows now whether it arrived. */
  lost(reason: string): void {
    for (const entry of this.#options.register.all()) {
      for (const command of Object.keys(entry.waits) as Command[]) {
        entry.waits[command]?.();
        delete entry.waits[command];
        this.#unknown(entry, command, reason);
      }
    }
  }

  /** The connection ends: what has not gone out never will. */
  close(reason: string): void {
    this.lost(reason);
    for (const { command, clientOrderId } of this.#unready) this.#unsent(command, clientOrderId, reason);
    this.#unready.clear();
  }

  #place(
    entry: OrderEntry,
    order: BrokerOrder,
    {
      command,
      contract,
      orderId,
    }: { command: 'submit' | 'replace'; contract: KnownContract; orderId: number },
  ): void {
    const { settings, session, register } = this.#options;
    const ticket = orderTicket(order, { account: settings.account(), orderRef: venueClientId(order) });
    register.number(entry, orderId);
    session.send(
      (encoder) => encoder.placeOrder(orderId, contract.contract, ticket),
      () => this.#await(entry, command),
      (reason) => {
        this.#takeBack(entry, command);
        this.#unsent(command, order.clientOrderId, reason);
      },
    );
  }

  /** What was not sent is not waited for. */
  #takeBack(entry: OrderEntry, command: Command): void {
    if (command === 'replace') entry.asked = null;
    if (command !== 'submit') return;
    entry.hasEnded = true;
    entry.status = 'rejected';
  }

  /** The contract of an order, when the order fits it; else it is told unsent. */
  async #fitting(order: BrokerOrder, command: 'submit' | 'replace'): Promise<KnownContract | null> {
    // Before its legs are looked up one by one.
    refuseCombo(order);
    const contract = await this.#options.contracts.findOrder(order);
    const fault = stepFault(order, contract);
    if (fault !== undefined) throw new RangeError(fault);
    // While it was looked up the line may have gone.
    return this.#isReady(command, order.clientOrderId) ? contract : null;
  }

  /** Does it with the order that is meant, looked for at TWS when nothing here is it. */
  #withOrder(
    ref: BrokerOrderRef,
    command: 'cancel' | 'replace',
    work: (entry: OrderEntry, orderId: number) => Promise<void>,
  ): void {
    const { register, questions, settings } = this.#options;
    const refuse = (reason: string) => this.#refused(command, ref.clientOrderId, reason);
    const withEntry = async (entry: OrderEntry) => {
      const { orderId, clientId } = entry;
      if (!this.#isReady(command, ref.clientOrderId)) return;
      if (entry.hasEnded) refuse(`it is ${entry.status} already`);
      else if (clientId !== settings.clientId)
        refuse(`it was placed by client ${clientId} of TWS, and only that one or TWS itself can change it`);
      else if (orderId === null) refuse('it was never sent');
      else await work(entry, orderId);
    };
    const known = register.byRef(ref);
    if (known) {
      this.#inTurn(known, () => withEntry(known), command);
      return;
    }
    questions
      .openOrders()
      .then(() => {
        const found = register.byRef(ref);
        if (found) this.#inTurn(found, () => withEntry(found), command);
        else refuse('Interactive Brokers has no such open order');
      })
      .catch((error: unknown) => this.#unsent(command, ref.clientOrderId, String(error)));
  }

  /** One after the other, so that a cancel never overtakes its order. What cannot be sent is told. */
  #inTurn(entry: OrderEntry, work: () => Promise<void>, command: Command = 'submit'): void {
    const { clientOrderId } = entry;
    const unready = { command, clientOrderId: clientOrderId ?? '' };
    if (clientOrderId !== null) this.#unready.add(unready);
    entry.turn = entry.turn
      .then(work)
      .catch((error: unknown) => {
        this.#takeBack(entry, command);
        if (clientOrderId === null) return;
        const isSentence = error instanceof RangeError || error instanceof BrokerError;
        if (!isSentence)
          this.#options.log.error('a command could not be put together', { command, reason: String(error) });
        this.#unsent(
          command,
          clientOrderId,
          isSentence ? error.message : `it could not be put together: ${String(error)}`,
        );
      })
      .finally(() => this.#unready.delete(unready));
  }

  #await(entry: OrderEntry, command: Command): void {
    entry.waits[command]?.();
    entry.waits[command] = this.#options.clock.after(SILENCE_MS, () => {
      delete entry.waits[command];
      const told = entry.remark ? `; it said: ${entry.remark}` : '';
      this.#unknown(entry, command, `TWS has not answered for ${SILENCE_MS / 1_000} s${told}`);
    });
  }

  #isReady(command: Command, clientOrderId: string): boolean {
    const { session } = this.#options;
    if (session.isReady) return true;
    this.#unsent(
      command,
      clientOrderId,
      `there is no session with TWS (${session.state}); send it again when there is`,
    );
    return false;
  }

  #refused(command: 'cancel' | 'replace', clientOrderId: string, reason: string): void {
    const eventTime = this.#options.clock.now();
    this.#options.tell({ kind: `${command}-rejected`, clientOrderId, reason, eventTime });
  }

  #unsent(command: Command, clientOrderId: string, reason: string): void {
    this.#options.tell({
      kind: 'unsent',
      command,
      clientOrderId,
      reason,
      eventTime: this.#options.clock.now(),
    });
  }

  #unknown({ clientOrderId }: OrderEntry, command: Command, reason: string): void {
    if (clientOrderId === null) return;
    const eventTime = this.#options.clock.now();
    this.#options.tell({ kind: 'outcome-unknown', command, clientOrderId, reason, eventTime });
  }
}
