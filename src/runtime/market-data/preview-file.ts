import { previewImport, requireOneForm, wholeLinesOf } from '#agents/data-collector/import/preview-import';
import type { ImportPreview, PreviewImportRequest } from '#contract/services/import';
import { openImportSource, readHead, readHeadOfBytes } from './import-sources.ts';

/** Characters of a file that a preview looks at. */
const HEAD = 65_536;

/**
 * Shows how a file would be read, given its beginning or its path on this machine. `now` in milliseconds. Throws an
 * OctopusError FILE_UNREADABLE, or BAD_REQUEST.
 */
export async function previewFile(request: PreviewImportRequest, now: number): Promise<ImportPreview> {
  const { text, base64, path, timeframe, mapping } = request;
  requireOneForm([text, base64, path]);
  const { fileName, head } = await headOf(request);
  return previewImport({
    fileName,
    text: wholeLinesOf(head.text, head.isWhole),
    now,
    ...(timeframe ? { timeframe } : {}),
    ...(mapping ? { mapping } : {}),
  });
}

async function headOf({ fileName = 'the file', text, base64, path }: PreviewImportRequest) {
  if (path !== undefined) {
    const source = await openImportSource(path);
    return { fileName: source.fileName, head: await readHead(source) };
  }
  if (base64 !== undefined)
    return { fileName, head: await readHeadOfBytes(fileName, Buffer.from(base64, 'base64')) };
  const given = text ?? '';
  return { fileName, head: { text: given.slice(0, HEAD), isWhole: given.length < HEAD } };
}
