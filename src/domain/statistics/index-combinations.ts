/** How many ways there are to choose `chosen` of `count`. */
export function countChoices(count: number, chosen: number): number {
  let ways = 1;
  for (let i = 1; i <= chosen; i++) ways = (ways * (count - chosen + i)) / i;
  return Math.round(ways);
}

/** Every choice of `chosen` of the indices 0 to `count` − 1, each ascending, in the order of their names. */
export function* indexChoices(count: number, chosen: number): Generator<readonly number[]> {
  const choice = Array.from({ length: chosen }, (_, i) => i);
  if (chosen > count) return;
  for (;;) {
    yield [...choice];
    let i = chosen - 1;
    while (i >= 0 && choice[i] === count - chosen + i) i -= 1;
    if (i < 0) return;
    choice[i]! += 1;
    for (let j = i + 1; j < chosen; j++) choice[j] = choice[j - 1]! + 1;
  }
}
