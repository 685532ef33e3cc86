/** Takes a value into the four elements of a Laguerre filter, which start flat at the first (Ehlers 2002). */
export function advanceLaguerre(elements: Float64Array, gamma: number, value: number): void {
  if (Number.isNaN(elements[0]!)) elements.fill(value);
  let entering = (1 - gamma) * value + gamma * elements[0]!;
  for (let i = 0; i < 4; i++) {
    const before = elements[i]!;
    elements[i] = entering;
    if (i < 3) entering = before - gamma * entering + gamma * elements[i + 1]!;
  }
}
