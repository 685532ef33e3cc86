import type { OrderChange } from '#domain/orders/order';
import type {
  BrokerBalance,
  BrokerConnection,
  BrokerDefinition,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
  BrokerPosition,
  BrokerSink,
  BrokerState,
} from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import {
  type AnswerForm,
  type BrokerCommand,
  type BrokerQuestion,
  type BrokerRequest,
  brokerAnswer,
  brokerReply,
} from '#engine/ports/broker-protocol';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import { createRestartBackOff } from '../processes/restart-back-off.ts';
import { CommandsInFlight } from './commands-in-flight.ts';

export interface BrokerProcessOptions extends Pick<BrokerPorts, 'environment' | 'addresses' | 'keepField'> {
  readonly definition: BrokerDefinition;
  /** Of the process, for people: `broker-alpaca-main`. */
  readonly id: string;
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked before each start. Rejects with the sentence of what a person has to do first. */
  readonly fields: () => Promise<BrokerPorts['fields']>;
}

/** A process that has not said it is up by then is ended. */
const START_LIMIT_MS = 15_000;
const PING_PERIOD_MS = 5_000;
/** A process that has said nothing for so long is ended: its pings stand in line behind whatever holds it up. */
const SILENCE_LIMIT_MS = 20_000;
const FAREWELL_LIMIT_MS = 2_000;
const RAW_MAX = 4_096;

type Fate = Extract<BrokerEvent, { kind: 'unsent' | 'outcome-unknown' }>;

interface Question {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: BrokerError) => void;
}

/**
 * A broker's adapter in a process of its own, as a connection. When the process dies, each command it had not answered
 * becomes `outcome-unknown` and is never sent again, each question is refused, and a new process opens the connection
 * after 0.1 s to 30 s. While there is none, commands are `unsent`.
 */
export class BrokerProcess implements BrokerConnection {
  readonly #options: BrokerProcessOptions;
  readonly #sink: BrokerSink;
  readonly #inFlight = new CommandsInFlight();
  readonly #questions = new Map<number, Question>();
  readonly #backOff;
  #process: HostedProcess | null = null;
  #isUp = false;
  #isClosed = false;
  #attempt = 0;
  #asked = 0;
  #heardTime = 0;
  #last: BrokerState | null = null;
  #stopTimers: () => void = () => undefined;

  constructor(options: BrokerProcessOptions, sink: BrokerSink) {
    this.#options = options;
    this.#sink = sink;
    this.#backOff = createRestartBackOff(() => options.clock.monotonic());
    void this.#start();
  }

  submit(order: BrokerOrder): void {
    this.#send({ kind: 'submit', order });
  }

  cancel(order: BrokerOrderRef): void {
    this.#send({ kind: 'cancel', order });
  }

  replace(order: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    this.#send({ kind: 'replace', order, change, terms });
  }

  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    return this.#ask({ about: 'order', order }, brokerAnswer.order);
  }

  openOrders(): Promise<readonly BrokerOrderReport[]> {
    return this.#ask({ about: 'openOrders' }, brokerAnswer.openOrders);
  }

  fills(since: number): Promise<readonly BrokerFill[]> {
    return this.#ask({ about: 'fills', since }, brokerAnswer.fills);
  }

  positions(): Promise<readonly BrokerPosition[]> {
    return this.#ask({ about: 'positions' }, brokerAnswer.positions);
  }

  balances(): Promise<readonly BrokerBalance[]> {
    return this.#ask({ about: 'balances' }, brokerAnswer.balances);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopTimers();
    const process = this.#process;
    if (!process) {
      this.#closed();
      return;
    }
    this.#post({ kind: 'close' });
    this.#stopTimers = this.#options.clock.after(FAREWELL_LIMIT_MS, () => process.kill());
  }

  async #start(): Promise<void> {
    this.#tell({ kind: 'connecting', attempt: ++this.#attempt });
    let fields: BrokerPorts['fields'];
    try {
      fields = await this.#options.fields();
    } catch (error) {
      this.#tell({ kind: 'needs-login', reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (this.#isClosed) return;
    try {
      this.#spawn(fields);
    } catch (error) {
      this.#ended(error instanceof Error ? error.message : String(error));
    }
  }

  #spawn(fields: BrokerPorts['fields']): void {
    const { clock, host, id } = this.#options;
    const process = host.spawn('broker', id);
    this.#process = process;
    this.#stopTimers = clock.after(START_LIMIT_MS, () => process.kill());
    process.channel.onMessage((message) => {
      if (this.#process === process) this.#receive(message, fields);
    });
    process.onExit((code, signal) => {
      if (this.#process === process) this.#ended(signal ?? `exit code ${code}`);
    });
  }

  #receive(message: unknown, fields: BrokerPorts['fields']): void {
    this.#heardTime = this.#options.clock.monotonic();
    const parsed = brokerReply.safeParse(message);
    if (!parsed.success) {
      this.#unreadable(message, parsed.error.issues[0]?.path.join('.') ?? '');
      return;
    }
    const reply = parsed.data;
    switch (reply.kind) {
      case 'up':
        this.#open(fields);
        break;
      case 'pong':
        break;
      case 'event':
        this.#inFlight.heard(reply.event);
        this.#sink.event(reply.event);
        break;
      case 'state':
        this.#tell(reply.state);
        break;
      case 'answer':
        this.#questionOf(reply.number)?.resolve(reply.answer);
        break;
      case 'refusal': {
        const { kind, message: text, retryAfterMs } = reply.error;
        this.#questionOf(reply.number)?.reject(this.#error(kind, text, retryAfterMs));
        break;
      }
      case 'keep-field':
        this.#options.keepField(reply.name, reply.value);
        break;
      case 'log':
        this.#options.log[reply.level](reply.message, { broker: this.#options.id, ...reply.fields });
    }
  }

  #open(fields: BrokerPorts['fields']): void {
    const { clock, definition, environment, addresses } = this.#options;
    this.#isUp = true;
    this.#backOff.started();
    this.#stopTimers();
    this.#stopTimers = clock.every(PING_PERIOD_MS, () => {
      if (clock.monotonic() - this.#heardTime > SILENCE_LIMIT_MS) this.#process?.kill();
      else this.#post({ kind: 'ping' });
    });
    this.#post({ kind: 'open', broker: definition.id, fields, environment, addresses });
  }

  #send(command: BrokerCommand): void {
    const { clientOrderId } = command.order;
    if (this.#isUp && !this.#isClosed) {
      this.#inFlight.sent({ command: command.kind, clientOrderId });
      this.#post({ kind: 'command', command });
      return;
    }
    const reason = `${this.#options.definition.name} is not connected: its process is ${this.#isClosed ? 'closed' : 'starting'}`;
    // Events never come within the call that causes them.
    queueMicrotask(() => this.#tellFate({ kind: 'unsent', command: command.kind, clientOrderId, reason }));
  }

  async #ask<Answer>(question: BrokerQuestion, form: AnswerForm<Answer>): Promise<Answer> {
    if (!this.#isUp || this.#isClosed)
      throw this.#error('unavailable', 'it is not connected; ask again when it is ready');
    const number = ++this.#asked;
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#questions.set(number, { resolve, reject });
      this.#post({ kind: 'ask', number, question });
    });
    const parsed = form.safeParse(answer);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw this.#error(
      'malformed',
      `its ${question.about} cannot be read (at ${where}); this is a fault of the adapter`,
    );
  }

  #questionOf(number: number): Question | undefined {
    const question = this.#questions.get(number);
    this.#questions.delete(number);
    return question;
  }

  #ended(how: string): void {
    const { clock, definition, id, log } = this.#options;
    this.#process = null;
    this.#isUp = false;
    this.#stopTimers();
    const reason = `the process of ${definition.name} ended (${how})`;
    for (const { command, clientOrderId } of this.#inFlight.drain()) {
      const text = `${reason} before it told what became of the ${command}`;
      this.#tellFate({ kind: 'outcome-unknown', command, clientOrderId, reason: text });
    }
    for (const { reject } of this.#questions.values())
      reject(this.#error('unavailable', `${reason}; ask again`));
    this.#questions.clear();
    if (this.#isClosed) {
      this.#closed();
      return;
    }
    const delayMs = this.#backOff.nextDelayMs();
    log.warn('the process of a broker ended unexpectedly', { broker: id, how, delayMs });
    this.#tell({ kind: 'waiting', retryTime: clock.now() + delayMs, reason });
    this.#stopTimers = clock.after(delayMs, () => void this.#start());
  }

  #closed(): void {
    if (this.#last?.kind !== 'closed') this.#tell({ kind: 'closed', reason: 'closed on request' });
  }

  #unreadable(message: unknown, where: string): void {
    const raw = JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? `${value}` : value)) ?? '';
    const reason = `the adapter of ${this.#options.definition.name} said something that is of no known form, at ${where}`;
    this.#sink.event({
      kind: 'unreadable',
      raw: raw.slice(0, RAW_MAX),
      reason,
      eventTime: this.#options.clock.now(),
    });
  }

  #tellFate(fate: Omit<Fate, 'eventTime'>): void {
    this.#sink.event({ ...fate, eventTime: this.#options.clock.now() });
  }

  #tell(state: BrokerState): void {
    this.#last = state;
    this.#sink.state(state);
  }

  #post(request: BrokerRequest): void {
    this.#process?.channel.post(request);
  }

  #error(kind: BrokerError['kind'], text: string, retryAfterMs: number | null = null): BrokerError {
    const { name } = this.#options.definition;
    // An adapter's own error already begins with its name.
    const sentence = text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text;
    return new BrokerError(kind, name, sentence, retryAfterMs);
  }
}
