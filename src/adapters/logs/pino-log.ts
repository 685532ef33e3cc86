import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, pino } from 'pino';
import type { Log } from '#engine/ports/log';

/** A log file larger than this is put aside (one generation) when the next start opens it. */
const ROTATE_BYTES = 10 * 1024 * 1024;
/** Field names whose values never reach the log. */
const SECRET_FIELDS = [
  'token',
  'password',
  'secret',
  'apiKey',
  'authorization',
  '*.token',
  '*.password',
  '*.secret',
  '*.apiKey',
  '*.authorization',
];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A log of JSON lines in a file, made together with its folder. Lines are on disk when the call returns. */
export function createFileLog(path: string, level: LogLevel = 'info'): Log {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > ROTATE_BYTES) renameSync(path, `${path}.1`);
  return fromPino(
    pino({ level, redact: SECRET_FIELDS, base: null }, destination({ dest: path, sync: true })),
  );
}

/** A log of JSON lines on standard error, so that standard output stays for results. */
export function createErrorStreamLog(level: LogLevel = 'warn'): Log {
  return fromPino(pino({ level, redact: SECRET_FIELDS, base: null }, destination({ dest: 2, sync: true })));
}

function fromPino(logger: ReturnType<typeof pino>): Log {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
}
