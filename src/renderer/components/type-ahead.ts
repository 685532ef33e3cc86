import { useRef } from 'react';

/** Letters typed further apart begin anew. */
const PAUSE_MS = 900;

export interface Offered {
  readonly text: string;
  readonly isDisabled?: boolean;
}

/**
 * Which choice typed letters mean: the first from the top that begins with them, so that `Market` is never the `Market if
 * touched` below it; one letter again and again walks on. −1 for none.
 */
export function typedChoice(choices: readonly Offered[], typed: string, current: number): number {
  const fits = (start: string) => (choice: Offered) =>
    choice.isDisabled !== true && choice.text.toLowerCase().startsWith(start);
  const first = choices.findIndex(fits(typed));
  const letter = typed[0] ?? '';
  if (first >= 0 || typed !== letter.repeat(typed.length)) return first;
  const rest = [...choices.keys()].map((i) => (current + 1 + i) % choices.length);
  return rest.find((i) => fits(letter)(choices[i] ?? { text: '' })) ?? -1;
}

/** Reads letters typed on a choice; undefined for a key that is none of them. */
export function useTypeAhead(
  choices: readonly Offered[],
): (key: string, current: number, time: number) => number | undefined {
  const typed = useRef({ text: '', time: Number.NEGATIVE_INFINITY });
  return (key, current, time) => {
    const isNew = time - typed.current.time > PAUSE_MS;
    if (key.length !== 1 || (key === ' ' && isNew)) return undefined;
    typed.current = { text: (isNew ? '' : typed.current.text) + key.toLowerCase(), time };
    const choice = typedChoice(choices, typed.current.text, current);
    if (choice >= 0 || isNew) return choice;
    // Letters that go on to nothing begin another word.
    typed.current = { text: key.toLowerCase(), time };
    return typedChoice(choices, typed.current.text, current);
  };
}
