import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyContractRouter } from '@orpc/contract';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Context, Router } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#contract/contract';
import { answerErrors } from '#contract/rpc/answer-errors';
import type { Log } from '#engine/ports/log';
import { replyError, replyJson } from './reply.ts';

const BODY_BYTES_MAX = 32 * 1024 * 1024;

export interface HttpApiOptions<T extends Context> {
  readonly router: Router<AnyContractRouter, T>;
  readonly context: NoInfer<T>;
  readonly version: string;
  readonly log: Log;
}

/** The contract over plain HTTP below `/api`, described by `/api/openapi.json`. */
export function createHttpApi<T extends Context>({ router, context, version, log }: HttpApiOptions<T>) {
  const schemaConverters = [new ZodToJsonSchemaConverter()];
  const handler = new OpenAPIHandler<T>(router, {
    plugins: [
      new BodyLimitPlugin<T>({ maxBodySize: BODY_BYTES_MAX }),
      new SmartCoercionPlugin<T>({ schemaConverters }),
    ],
    clientInterceptors: [answerErrors(log)],
  });
  let description: Promise<unknown> | undefined;

  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
    if (pathname === '/api/openapi.json' && request.method === 'GET') {
      description ??= new OpenAPIGenerator({ schemaConverters }).generate(contract, {
        info: {
          title: 'Octopus',
          version,
          description: 'One engine, eleven agents: what a client can ask of it.',
        },
        servers: [{ url: '/api' }],
        security: [{ token: [] }],
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      });
      return replyJson(response, 200, await description);
    }
    const { matched } = await handler.handle(request, response, { prefix: '/api', context });
    if (matched) return;
    const message = `nothing answers ${request.method} ${pathname.slice(0, 200)}; /api/openapi.json lists what does`;
    replyError(response, 404, 'NOT_FOUND', message);
  };
}
