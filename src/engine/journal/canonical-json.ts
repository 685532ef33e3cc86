/**
 * JSON text that is the same for equal values on every machine: keys sorted by code unit, no white space, numbers
 * as ECMAScript prints them. Throws a `TypeError` that names the path of a value JSON cannot hold (NaN, infinity,
 * bigint, function, Map, typed array); `undefined` properties are left out.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value))
        throw new TypeError(`${path} is ${value}; a journal holds only finite numbers`);
      return JSON.stringify(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value))
        return `[${Array.from(value, (item, i) => write(item ?? null, `${path}[${i}]`)).join(',')}]`;
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null)
        throw new TypeError(`${path} is a ${value.constructor.name}; a journal holds only JSON values`);
      const entries = Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item, `${path}.${key}`)}`).join(',')}}`;
    }
    default:
      throw new TypeError(`${path} is a ${typeof value}; a journal holds only JSON values`);
  }
}
