/** Every word quoted for FTS5, so that none is taken for an operator; a star at its end asks for all that begin so. */
export function matchOf(words: string): string {
  const isWord = (word: string): boolean => /[\p{L}\p{N}]/u.test(word);
  return words
    .split(/\s+/)
    .filter(isWord)
    .map((word) => `"${word.replaceAll('"', '""').replace(/\*+$/, '')}"${word.endsWith('*') ? '*' : ''}`)
    .join(' ');
}
