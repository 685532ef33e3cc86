import type { ConnectionSettings } from './connection-settings.ts';
import type { LineEnd } from './gateway-line.ts';

/** Why there is no line to TWS, and what a person can do. */
export function lostReason(
  { kind, detail }: LineEnd,
  { host, port, environment }: Pick<ConnectionSettings, 'host' | 'port' | 'environment'>,
): string {
  const where = `${host}:${port}`;
  switch (kind) {
    case 'refused':
      return `nothing answers at ${where}: start TWS or Gateway, log in to the ${environment} account and enable its API`;
    case 'unreachable':
      return `${where} cannot be reached (${detail}): check host and port`;
    case 'silent':
      return `TWS at ${where} does not greet (${detail}): log in, and let it trust this machine under API, Settings`;
    case 'unfit':
      return `what answers at ${where} cannot be spoken to: ${detail}`;
    case 'lost':
    case 'closed':
      return `the line to TWS at ${where} was lost (${detail})`;
  }
}
