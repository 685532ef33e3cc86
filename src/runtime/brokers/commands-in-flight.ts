import type { BrokerEvent } from '#engine/ports/broker';

type Command = Extract<BrokerEvent, { kind: 'unsent' | 'outcome-unknown' }>['command'];

/** A command that was sent and whose fate has not been told yet. */
export interface CommandInFlight {
  readonly command: Command;
  readonly clientOrderId: string;
}

/** What must be called unknown when the one who was to send it is no more. */
export class CommandsInFlight {
  readonly #commands = new Map<string, Set<Command>>();

  sent({ command, clientOrderId }: CommandInFlight): void {
    const commands = this.#commands.get(clientOrderId) ?? new Set();
    this.#commands.set(clientOrderId, commands.add(command));
  }

  /** Takes off what an event settles. */
  heard(event: BrokerEvent): void {
    switch (event.kind) {
      case 'acknowledged':
        this.#settle(event.clientOrderId, 'submit');
        break;
      case 'filled':
        this.#settle(event.fill.clientOrderId, 'submit');
        break;
      case 'cancelled':
      case 'rejected':
      case 'expired':
        this.#commands.delete(event.clientOrderId);
        break;
      case 'replaced':
      case 'replace-rejected':
        this.#settle(event.clientOrderId, 'replace');
        break;
      case 'cancel-rejected':
        this.#settle(event.clientOrderId, 'cancel');
        break;
      case 'unsent':
      case 'outcome-unknown':
        this.#settle(event.clientOrderId, event.command);
        break;
      case 'external':
      case 'unreadable':
        break;
    }
  }

  /** All that is left, oldest order first; afterwards there is none. */
  drain(): CommandInFlight[] {
    const left = [...this.#commands].flatMap(([clientOrderId, commands]) =>
      [...commands].map((command) => ({ command, clientOrderId })),
    );
    this.#commands.clear();
    return left;
  }

  #settle(clientOrderId: string | null, command: Command): void {
    if (clientOrderId === null) return;
    const commands = this.#commands.get(clientOrderId);
    commands?.delete(command);
    if (commands?.size === 0) this.#commands.delete(clientOrderId);
  }
}
