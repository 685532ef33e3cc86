import { OctopusError } from '#contract/errors';

/** The sentence of a refusal for a person: the engine's own message, or what the browser says. */
export function refusalText(error: unknown): string {
  if (error instanceof Error && error.message !== '') return sentence(error.message);
  return `the call failed: ${String(error)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether nobody knows if the call was carried out: it may have been done all the same. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof OctopusError && (error.code === 'CHANNEL_CLOSED' || error.code === 'TIMEOUT');
}
