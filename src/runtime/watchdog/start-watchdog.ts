import type { BrokerDefinition } from '#engine/ports/broker';
import type { Log } from '#engine/ports/log';
import type { SecretStore } from '#engine/ports/secret-store';
import { brokerFields } from '../brokers/broker-fields.ts';
import { createLiveClock } from '../processes/live-clock.ts';
import { openWorkerLine } from '../processes/worker-line.ts';
import { runWatchdog } from './run-watchdog.ts';

const KEEP_ALIVE_MS = 60_000;

/** Makes this process the watchdog of the engine that started it. It ends by itself, not with its engine's terminal. */
export function startWatchdog({
  brokers,
  secrets,
  log,
}: {
  readonly brokers: readonly BrokerDefinition[];
  readonly secrets: SecretStore;
  readonly log: Log;
}): void {
  // Ctrl-C reaches every process of a terminal: the engine says good-bye by itself, or is to be acted for.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // Without the line to the engine nothing else would keep this process: it is then that it is needed.
  setInterval(() => undefined, KEEP_ALIVE_MS);
  let lineLost = (): void => undefined;
  const watchdog = runWatchdog(
    openWorkerLine(() => lineLost()),
    {
      clock: createLiveClock(),
      log,
      brokers,
      fields: (definition, { account, fields }) =>
        brokerFields(secrets, definition, { accountId: account, fields }),
      keepField:
        (definition, { account }) =>
        (field, value) => {
          const isSecret = definition.fields.find(({ name }) => name === field)?.isSecret ?? true;
          if (!isSecret) return;
          secrets
            .set({ owner: definition.id, account, field }, value)
            .catch((error: unknown) => log.warn('a renewed secret is not kept', { error: String(error) }));
        },
      exit: (code) => process.exit(code),
      freeze: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
    },
  );
  lineLost = watchdog.lineLost;
}
