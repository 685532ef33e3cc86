/** Why a text cannot name an account; undefined when it can. */
export function accountNameProblem(text: string): string | undefined {
  if (text.length > 64) return 'at most 64 letters';
  return /^[a-z0-9-]+$/.test(text) ? undefined : 'small letters, digits and hyphens';
}
