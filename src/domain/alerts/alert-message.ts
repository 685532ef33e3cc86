/** What a message may speak of, by placeholder. */
export interface MessageValues {
  readonly name: string;
  readonly symbol: string;
  readonly rule: string;
  readonly price: string;
  readonly value: string;
  readonly threshold: string;
  readonly time: string;
}

export const MESSAGE_PLACEHOLDERS = [
  'name',
  'symbol',
  'rule',
  'price',
  'value',
  'threshold',
  'time',
] as const;

/** The message with `{price}` and the like replaced; what is no placeholder stays as it is written. */
export function renderAlertMessage(template: string, values: MessageValues): string {
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    (MESSAGE_PLACEHOLDERS as readonly string[]).includes(name) ? values[name as keyof MessageValues] : whole,
  );
}
