import { type Settings, settings as settingsSchema } from '#contract/services/settings';

/** Why the settings with `changes` would be refused, by dotted path of the field; empty when they are fine. */
export function fieldProblems(current: Settings, changes: Partial<Settings>): ReadonlyMap<string, string> {
  const checked = settingsSchema.safeParse({ ...current, ...changes });
  if (checked.success) return new Map();
  return new Map(checked.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
}
