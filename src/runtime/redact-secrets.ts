/** Shorter values would blot out ordinary words. */
const LENGTH_MIN = 6;
const BLOT = '•••';

/** Takes known secrets out of all that leaves a process, in the forms they have in addresses and JSON as well. */
export interface Redaction {
  learn(secret: string): void;
  /** A copy without secrets; what holds none keeps its shape. */
  redact<Value>(value: Value): Value;
}

export function createRedaction(): Redaction {
  const secrets = new Set<string>();

  function redactText(text: string): string {
    let result = text;
    for (const secret of secrets) result = result.replaceAll(secret, BLOT);
    return result;
  }

  function redactAny(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(redactAny);
    if (value instanceof Error) return redactText(value.message);
    if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redactAny(part)]));
  }

  return {
    learn(secret) {
      for (const part of [secret, ...secret.split(/\r?\n|\\n/)]) {
        if (part.length < LENGTH_MIN || part.startsWith('-----')) continue;
        secrets.add(part);
        secrets.add(encodeURIComponent(part));
        secrets.add(JSON.stringify(part).slice(1, -1));
      }
    },
    redact: <Value>(value: Value) => redactAny(value) as Value,
  };
}
