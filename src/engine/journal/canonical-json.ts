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
      return writeObject(value as Readonly<Record<string, unknown>>, path);
    }
    default:
      throw new TypeError(`${path} is a ${typeof value}; a journal holds only JSON values`);
  }
}

function writeObject(value: Readonly<Record<string, unknown>>, path: string): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(item, `${path}.${key}`)}`;
  }
  return `{${text}}`;
}
