interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/**
 * What a reader of the promised schema, or a writer by it, would stumble over in the new one: a field gone, of another
 * form, or newly required. An added optional field is none.
 */
export function incompatibilities(promised: JsonSchema, now: JsonSchema): string[] {
  const found: string[] = [];
  for (const [name, form] of Object.entries(promised.properties ?? {})) {
    const other = now.properties?.[name];
    if (other === undefined) found.push(`field ${name} is gone`);
    else if (JSON.stringify(other) !== JSON.stringify(form))
      found.push(`field ${name} was ${JSON.stringify(form)} and is ${JSON.stringify(other)}`);
  }
  for (const name of now.required ?? [])
    if (!promised.required?.includes(name)) found.push(`field ${name} is newly required`);
  if (promised.type !== now.type) found.push(`it was ${promised.type} and is ${now.type}`);
  return found;
}
