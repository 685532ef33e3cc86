import { ORPCError } from '@orpc/client';
import { ValidationError } from '@orpc/contract';
import { ERROR_CODES, type ErrorCode, OctopusError } from '../errors.ts';

/** The part of a log that RPC writes to; the engine's Log fits. */
export interface RpcLog {
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/**
 * What is sent for an error thrown while `method` ran: an OctopusError keeps its code, message and details; a failed
 * validation names the fields; anything else is INTERNAL_SERVER_ERROR with its own message, and is logged with its stack.
 */
export function toWireError(error: unknown, method: string, log: RpcLog): ORPCError<string, unknown> {
  if (error instanceof OctopusError) {
    const { status } = ERROR_CODES[error.code];
    if (status >= 500)
      log.error(`${method} failed: ${error.message}`, { code: error.code, details: error.details });
    return new ORPCError(error.code, { status, message: error.message, data: error.details, cause: error });
  }
  if (error instanceof ORPCError) return withReadableIssues(error, method, log);
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  log.error(`${method} failed: ${message}`, { stack: error instanceof Error ? error.stack : undefined });
  const name = error instanceof Error ? error.name : typeof error;
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    status: 500,
    message: `${method} failed: ${message}`,
    data: { name },
    cause: error,
  });
}

/** What a caller gets for an error that crossed the line: an OctopusError again; other errors as they are. */
export function fromWireError(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error;
  const data: unknown = error.data;
  const details =
    typeof data === 'object' && data !== null ? { ...data } : data === undefined ? {} : { data };
  if (isErrorCode(error.code)) return new OctopusError(error.code, error.message, details);
  return new OctopusError('INTERNAL_SERVER_ERROR', error.message, { ...details, receivedCode: error.code });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

function withReadableIssues(
  error: ORPCError<string, unknown>,
  method: string,
  log: RpcLog,
): ORPCError<string, unknown> {
  if (!(error.cause instanceof ValidationError)) return error;
  const issues = error.cause.issues.map((issue) => ({
    path: pathText(issue.path ?? []),
    message: issue.message,
  }));
  const sentences = issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  const isInput = error.code === 'BAD_REQUEST';
  const message = isInput
    ? `${method}: ${sentences}`
    : `${method} answered something its contract does not allow: ${sentences}`;
  if (!isInput) log.error(message, { issues });
  return new ORPCError(error.code, { status: error.status, message, data: { issues }, cause: error.cause });
}

function pathText(path: readonly (PropertyKey | { readonly key: PropertyKey })[]): string {
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
