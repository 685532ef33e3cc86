import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { replyError } from './reply.ts';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** Names the bundler gave a content hash, which never change under one name. */
const HASHED_NAME = /-[\w-]{8,}\.\w+$/;

/** Headers that go with the page itself and with no other file. */
export type PageHeaders = Record<string, string>;

/**
 * Serves the files of one folder, `/` being its index.html; never lists a folder, and never leaves it: not by `..`,
 * not by encoded slashes, not by a link out. Hidden files are not there.
 */
export function createStaticFiles(folder: string, pageHeaders: PageHeaders) {
  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return replyError(response, 405, 'METHOD_NOT_SUPPORTED', `${request.method} does not apply to a file`);
    }
    const name = pathname === '/' ? '/index.html' : pathname;
    const found = await findFile(folder, name);
    if (found === undefined) {
      const message =
        name === '/index.html'
          ? `no screen in ${folder}; build it first with: npm run build`
          : `no file ${name.slice(0, 200)}`;
      return replyError(response, 404, 'NOT_FOUND', message);
    }
    const tag = `"${found.size.toString(36)}-${Math.trunc(found.modifiedMs).toString(36)}"`;
    const isPage = extname(found.path) === '.html';
    const isForEver = pathname.startsWith('/assets/') && HASHED_NAME.test(pathname);
    response.setHeader('etag', tag);
    response.setHeader('cache-control', isForEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (isPage) for (const [header, value] of Object.entries(pageHeaders)) response.setHeader(header, value);
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    const type = CONTENT_TYPES[extname(found.path).toLowerCase()] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': found.size });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(found.path), response);
  };
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

async function findFile(folder: string, pathname: string): Promise<FoundFile | undefined> {
  const name = decodePath(pathname);
  if (name === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, name));
    if (!path.startsWith(root + sep)) return undefined;
    const facts = await stat(path);
    return facts.isFile() ? { path, size: facts.size, modifiedMs: facts.mtimeMs } : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** The decoded path, or undefined when a part of it is hidden, climbs, or cannot be a file name. */
function decodePath(pathname: string): string | undefined {
  try {
    const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
    const isPlain = parts.every((part) => !part.startsWith('.') && !/[/\\:\0]/.test(part));
    return isPlain && parts.length > 0 ? parts.join('/') : undefined;
  } catch {
    return undefined;
  }
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP';
}
