import type { ErrorCode } from './errors.ts';

/** Engine to worker. Values are structured clones, so typed arrays stay typed arrays. */
export type WorkerRequest =
  | { readonly kind: 'run'; readonly taskId: string; readonly task: string; readonly input: unknown }
  | { readonly kind: 'stop' };

/** Worker to engine. A worker runs one task at a time. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly taskId: string; readonly fraction: number }
  | { readonly kind: 'done'; readonly taskId: string; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly taskId: string;
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly details: Record<string, unknown>;
      };
    };
