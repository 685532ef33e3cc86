/** Runs that can stand side by side at most. */
export const COMPARED_MAX = 5;

/** Marks or unmarks a run; the oldest mark gives way to a sixth. The first marked is what the others are compared with. */
export function toggleMark(marked: readonly string[], id: string): readonly string[] {
  if (marked.includes(id)) return marked.filter((each) => each !== id);
  return [...marked, id].slice(-COMPARED_MAX);
}

/** Tags of a text with commas between: trimmed, each once, as many and as long as the engine takes. */
export function readTags(text: string): string[] {
  const tags = text
    .split(',')
    .map((tag) => tag.trim().slice(0, 40))
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, 20);
}
