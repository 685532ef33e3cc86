import type { TaskView } from '#contract/services/agents';
import type { ImportMapping, PreviewImportRequest } from '#contract/services/import';
import type { Timeframe } from '#domain/market/timeframe';
import { requireEngine } from '../../client/connection.ts';
import { desktopBridge } from '../../client/open-channels.ts';
import { formatBytes } from '../../format/number.ts';

/** Bytes of a file that a preview is made of; the engine looks at 64 kB of them. */
const HEAD_BYTES = 96 * 1024;
const PARQUET_BYTES_MAX = 10_000_000;
/** Characters that can be sent to the engine in one piece. */
export const TEXT_LENGTH_MAX = 24_000_000;
const PARQUET_MAGIC = 'PAR1';

/** A file as it can be shown to the engine, and what is known of its length. */
export interface OfferedFile {
  readonly file: File;
  /** Where it is on the engine's machine; null in a browser. */
  readonly path: string | null;
  readonly form: 'text' | 'gzip' | 'parquet';
  /** Estimated from the beginning; null where the file is packed. */
  readonly lines: number | null;
  readonly preview: Pick<PreviewImportRequest, 'fileName' | 'base64' | 'path'>;
}

/** Looks at the beginning of a file. Rejects with a sentence when a browser cannot import it. */
export async function openOfferedFile(file: File): Promise<OfferedFile> {
  const path = desktopBridge()?.pathOf(file) || null;
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const form = formOf(head);
  const lines = form === 'text' ? estimatedLines(head, file.size) : null;
  if (path !== null) return { file, path, form, lines, preview: { path } };
  if (form === 'parquet' && file.size > PARQUET_BYTES_MAX) throw new Error(tooLong(file, PARQUET_BYTES_MAX));
  if (form === 'text' && file.size > TEXT_LENGTH_MAX) throw new Error(tooLong(file, TEXT_LENGTH_MAX));
  const bytes = form === 'parquet' ? new Uint8Array(await file.arrayBuffer()) : head;
  return { file, path, form, lines, preview: { fileName: file.name, base64: base64Of(bytes) } };
}

export function formOf(head: Uint8Array): OfferedFile['form'] {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return String.fromCharCode(...head.subarray(0, 4)) === PARQUET_MAGIC ? 'parquet' : 'text';
}

/** Lines of a file of `size` bytes that goes on as it begins. */
export function estimatedLines(head: Uint8Array, size: number): number {
  const ends = head.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  return head.length === 0 ? 0 : Math.round((Math.max(1, ends) / head.length) * size);
}

export interface ImportChoices {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly mapping?: ImportMapping;
}

/** Queues the import; the engine reads the file itself where it can. Rejects with a sentence when it cannot be sent. */
export async function submitImport(offered: OfferedFile, choices: ImportChoices): Promise<TaskView> {
  const { file, path, form } = offered;
  const engine = requireEngine();
  if (path !== null) return engine.marketData.importFile({ path, ...choices });
  if (form === 'parquet')
    throw new Error(`${file.name} is a Parquet file, which a browser cannot hand over; ${elsewhere(file)}`);
  const text = await textOf(file, form);
  if (text.length > TEXT_LENGTH_MAX) throw new Error(tooLong(file, TEXT_LENGTH_MAX));
  const data = { fileName: file.name, text, ...choices };
  return engine.agents.submitTask(
    { agent: 'data_collector', type: 'ingest', data, lane: 3 },
    { context: { timeoutMs: 120_000 } },
  );
}

async function textOf(file: File, form: OfferedFile['form']): Promise<string> {
  const stream = form === 'gzip' ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  return decodeText(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** UTF-16 by its mark, UTF-8 where it holds, else the Western encoding of old exports. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(binary);
}

function tooLong(file: File, max: number): string {
  return `${file.name} has ${formatBytes(file.size)}; a browser hands over ${formatBytes(max)} of text at most; ${elsewhere(file)}`;
}

function elsewhere(file: File): string {
  return `drop it on the desktop window, or use: octopus import ${file.name}`;
}
