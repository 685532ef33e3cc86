import type { BrokerConnection, BrokerDefinition, BrokerSink } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import type { BrokerQuestion, BrokerReply, BrokerRequest } from '#engine/ports/broker-protocol';
import type { Log } from '#engine/ports/log';
import type { StructuredChannel } from '#engine/ports/process-host';
import { createLiveClock } from '../processes/live-clock.ts';
import { BROKERS } from './brokers.ts';
import { createRedaction, type Redaction } from './redact-secrets.ts';

/** Leaves a connection the time to take its leave. */
const FAREWELL_MS = 200;
const LAST_WORDS_MS = 100;

/**
 * The life of the process of one account at a broker: opens the connection it is told to, does its commands, answers
 * questions, says what it hears. No secret leaves it but a field the broker has changed itself, which is to be kept.
 * The answer is what to do with an error that nobody caught: the process tells it and ends.
 */
export function runBroker(
  line: StructuredChannel,
  exit: (code: number) => void,
  brokers: readonly BrokerDefinition[] = BROKERS,
): (error: unknown) => void {
  const redaction = createRedaction();
  const say = (reply: BrokerReply): void => line.post(redaction.redact(reply));
  let connection: BrokerConnection | undefined;

  function open(request: Extract<BrokerRequest, { kind: 'open' }>): void {
    const definition = brokers.find(({ id }) => id === request.broker);
    if (!definition) {
      say({
        kind: 'state',
        state: { kind: 'closed', reason: `this process knows no broker ${request.broker}` },
      });
      return;
    }
    connection = openConnection(definition, request, { line, say, redaction });
  }

  line.onMessage((message) => {
    // The engine is of the same build: what it says needs no check.
    const request = message as BrokerRequest;
    if (request.kind === 'open') open(request);
    else if (request.kind === 'ping') say({ kind: 'pong' });
    else if (request.kind === 'command') send(connection, request.command);
    else if (request.kind === 'ask') void answer(connection, request, say);
    else {
      connection?.close();
      setTimeout(() => exit(0), FAREWELL_MS);
    }
  });
  say({ kind: 'up' });
  return (error) => {
    connection = undefined;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say({ kind: 'log', level: 'error', message: 'the process of a broker failed', fields: { reason } });
    setTimeout(() => exit(1), LAST_WORDS_MS);
  };
}

function openConnection(
  definition: BrokerDefinition,
  { fields, environment, addresses }: Extract<BrokerRequest, { kind: 'open' }>,
  {
    line,
    say,
    redaction,
  }: { line: StructuredChannel; say: (reply: BrokerReply) => void; redaction: Redaction },
): BrokerConnection {
  for (const { name, isSecret } of definition.fields) if (isSecret) redaction.learn(fields[name] ?? '');
  const sink: BrokerSink = {
    event: (event) => say({ kind: 'event', event }),
    state: (state) => say({ kind: 'state', state }),
  };
  const keepField = (name: string, value: string): void => {
    const isSecret = definition.fields.find((field) => field.name === name)?.isSecret ?? true;
    if (isSecret) redaction.learn(value);
    line.post({ kind: 'keep-field', name, value } satisfies BrokerReply);
  };
  return definition.open(
    {
      clock: createLiveClock(),
      log: logOver(say),
      random: Math.random,
      fields,
      environment,
      addresses,
      keepField,
    },
    sink,
  );
}

function send(
  connection: BrokerConnection | undefined,
  command: Extract<BrokerRequest, { kind: 'command' }>['command'],
): void {
  if (command.kind === 'submit') connection?.submit(command.order);
  else if (command.kind === 'cancel') connection?.cancel(command.order);
  else connection?.replace(command.order, command.change, command.terms);
}

async function answer(
  connection: BrokerConnection | undefined,
  { number, question }: Extract<BrokerRequest, { kind: 'ask' }>,
  say: (reply: BrokerReply) => void,
): Promise<void> {
  try {
    if (!connection) throw new BrokerError('unavailable', 'The broker', 'no connection is open');
    say({ kind: 'answer', number, answer: await ask(connection, question) });
  } catch (error) {
    const { kind, message, retryAfterMs } = error instanceof BrokerError ? error : unforeseen(error);
    say({ kind: 'refusal', number, error: { kind, message, retryAfterMs } });
  }
}

function ask(connection: BrokerConnection, question: BrokerQuestion): Promise<unknown> {
  if (question.about === 'order') return connection.order(question.order);
  if (question.about === 'fills') return connection.fills(question.since);
  return connection[question.about]();
}

/** A fault of the adapter itself: an answer it did not expect is the usual cause. */
function unforeseen(error: unknown): Pick<BrokerError, 'kind' | 'message' | 'retryAfterMs'> {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'malformed', message, retryAfterMs: null };
}

function logOver(say: (reply: BrokerReply) => void): Log {
  const at =
    (level: Extract<BrokerReply, { kind: 'log' }>['level']) =>
    (message: string, fields: Record<string, unknown> = {}): void =>
      say({ kind: 'log', level, message, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
