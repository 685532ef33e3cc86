/** Shorter values would take away ordinary words with them. */
const SECRET_LENGTH_MIN = 4;

/** The text with every secret, plain or as it stands in an address, replaced by `***`. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SECRET_LENGTH_MIN)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** The first words of an answer, on one line, fit for a message. */
export function firstWords(text: string): string {
  const plain = text
    .slice(0, 4_000)
    .replace(/<(script|style)\b.*?<\/\1>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}
