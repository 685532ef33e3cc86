/**
 * JSON text that is the same for equal values on every machine: keys sorted by code unit, no white space, numbers
 * as ECMAScript prints them. Throws a `TypeError` that names the path of a value JSON cannot hold (NaN, infinity,
 * bigint, function, Map, typed array); `undefined` properties are left out.
 */
export function canonicalJson(value: unknown): string {
  // Most values are canonical as they stand, and are written several times faster at once.
  return isCanonical(value) ? JSON.stringify(value) : write(value, '$');
}

/** Whether `JSON.stringify` writes the value canonically: plain values alone, and keys that stand in their order. */
function isCanonical(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (Array.isArray(value) ? value.every(isCanonical) : areKeysInOrder(value));
    default:
      return false;
  }
}

function areKeysInOrder(value: object): boolean {
  if (!isPlain(value) || typeof value['toJSON'] === 'function') return false;
  let previous = '';
  for (const key in value) {
    const item = value[key];
    if (key < previous || (item !== undefined && !isCanonical(item))) return false;
    previous = key;
  }
  return true;
}

const isPlain = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value))
        throw new TypeError(`${path} is ${value}; a journal holds only finite numbers`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value))
        return `[${Array.from(value, (item, i) => write(item ?? null, `${path}[${i}]`)).join(',')}]`;
      if (!isPlain(value))
        throw new TypeError(`${path} is a ${value.constructor.name}; a journal holds only JSON values`);
      return writeObject(value, path);
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
