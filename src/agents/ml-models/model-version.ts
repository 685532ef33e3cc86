import type { SmoothingModel } from './exponential-smoothing.ts';

/** A short name that is equal for equal models: kind, then FNV-1a (32 bit, hex) of kind and parameters. */
export function modelVersion(model: SmoothingModel): string {
  const text = [model.kind, model.level, model.trend, model.damping].join(' ');
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${model.kind}-${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
