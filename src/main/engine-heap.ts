/**
 * Keeps the engine's space for new objects small, in MiB: it allocates little, and left alone V8 lets that space grow to
 * twice what all of the engine's living objects take.
 */
export const ENGINE_HEAP_FLAG = '--max-semi-space-size=4';
