/** The body as text, or undefined when it is longer than `bytesMax`; no more than that is ever read. */
export async function readBody(response: Response, bytesMax: number): Promise<string | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop early cancels the stream.
  for await (const part of response.body) {
    bytes += part.byteLength;
    if (bytes > bytesMax) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
