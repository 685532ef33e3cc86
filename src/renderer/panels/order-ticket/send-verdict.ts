import type { LivePreview } from './use-preview.ts';

/**
 * What stands between an order and its sending, by its newest preview: nothing known, questions that a person may tick, or
 * a refusal. An older draft's answer stands until there is a newer one, so that the button does not change with each key.
 */
export type SendVerdict = 'open' | 'asked' | 'refused';

/** Reads the verdict of a preview. */
export function sendVerdict({ preview, problem }: Pick<LivePreview, 'preview' | 'problem'>): SendVerdict {
  if (problem !== null) return 'refused';
  if (preview === null || preview.isAccepted) return 'open';
  const waiting = preview.precautions.flatMap(({ text, isAccepted }) => (isAccepted ? [] : [text]));
  return preview.refusals.every((refusal) => waiting.includes(refusal)) ? 'asked' : 'refused';
}
