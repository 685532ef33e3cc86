import './schema-mode.ts';
import { z } from 'zod';

/**
 * Every way a call can be refused. The message is a sentence for a person: what was wrong, where, what to do.
 * `details` carries machine-readable parts such as nearest names.
 */
export const ERROR_CODES = {
  BAD_REQUEST: { status: 400 },
  UNKNOWN_SYMBOL: { status: 404 },
  UNKNOWN_AGENT: { status: 404 },
  UNKNOWN_TASK: { status: 404 },
  UNKNOWN_TASK_TYPE: { status: 404 },
  UNKNOWN_STRATEGY: { status: 404 },
  UNKNOWN_INDICATOR: { status: 404 },
  UNKNOWN_PARAMETER: { status: 400 },
  NOT_FOUND: { status: 404 },
  ORDER_REFUSED: { status: 422 },
  TRADING_HALTED: { status: 423 },
  STORE_READ_ONLY: { status: 409 },
  STORE_FAILURE: { status: 500 },
  FILE_UNREADABLE: { status: 422 },
  TASK_FAILED: { status: 500 },
  PROVIDER_FAILED: { status: 502 },
  BROKER_FAILED: { status: 502 },
  TIMEOUT: { status: 504 },
  CHANNEL_CLOSED: { status: 499 },
  INTERNAL_SERVER_ERROR: { status: 500 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export const errorDetails = z.record(z.string(), z.unknown());

/** The error thrown everywhere inside the engine; the edge carries its three parts across, losing none. */
export class OctopusError extends Error {
  override readonly name = 'OctopusError';
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Whether the store refused to keep something: what was being done is undone, and may be done again. */
export function isStoreFailure(error: unknown): boolean {
  return (
    error instanceof OctopusError && (error.code === 'STORE_FAILURE' || error.code === 'STORE_READ_ONLY')
  );
}

export { nearestNames, unknownName } from '#domain/values/nearest-names';
