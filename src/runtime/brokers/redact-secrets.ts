import { redact } from '#domain/values/redact';

/** Shorter lines of a key would take away ordinary words with them. */
const LINE_LENGTH_MIN = 6;

/** Takes known secrets out of all that leaves a process. */
export interface Redaction {
  learn(secret: string): void;
  /** A copy without secrets; what holds none keeps its shape. */
  redact<Value>(value: Value): Value;
}

export function createRedaction(): Redaction {
  const secrets = new Set<string>();

  function redactAny(value: unknown): unknown {
    if (typeof value === 'string') return redact(value, [...secrets]);
    if (Array.isArray(value)) return value.map(redactAny);
    if (value instanceof Error) return redactAny(value.message);
    if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redactAny(part)]));
  }

  return {
    learn(secret) {
      secrets.add(secret);
      secrets.add(JSON.stringify(secret).slice(1, -1));
      // A key of several lines is told by each of them.
      for (const line of secret.split(/\r?\n|\\n/))
        if (line.length >= LINE_LENGTH_MIN && !line.startsWith('-----')) secrets.add(line);
    },
    redact: <Value>(value: Value) => redactAny(value) as Value,
  };
}
