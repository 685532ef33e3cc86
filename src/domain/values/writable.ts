/** An object whose fields are written over, where others only read them. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
