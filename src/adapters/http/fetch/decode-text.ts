const CHARSET = /charset\s*=\s*["']?\s*([\w.:-]+)/i;
const XML_ENCODING = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i;
/** Where a text declares its own charset, it does so early. */
const DECLARATION_BYTES = 1_024;

/**
 * Bytes as text: by their byte order mark, else the charset of the content type, else what an XML declaration or a
 * `<meta charset>` says, else UTF-8. An unknown charset counts as UTF-8; bytes that it cannot read become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const charset = markedCharset(bytes) ?? CHARSET.exec(contentType)?.[1] ?? declaredCharset(bytes);
  return decoderOf(charset ?? 'utf-8').decode(bytes);
}

function markedCharset(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES));
  if (!/^\s*</.test(start)) return undefined;
  return XML_ENCODING.exec(start)?.[1] ?? /<meta\b[^>]*>/gi.exec(start)?.[0].match(CHARSET)?.[1];
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
