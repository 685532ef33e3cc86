import { standIn } from '#adapters/brokers/stand-in/stand-in';
import { createErrorStreamLog } from '#adapters/logs/pino-log';
import { createKeyringSecretStore } from '#adapters/secrets/keyring/keyring-secret-store';
import { BROKERS } from '../brokers/brokers.ts';
import { startWatchdog } from '../watchdog/start-watchdog.ts';

startWatchdog({
  brokers: [...BROKERS, standIn],
  secrets: createKeyringSecretStore({ environment: process.env, platform: process.platform }),
  log: createErrorStreamLog(),
});
