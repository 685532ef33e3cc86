/** The value pushed `bars` pushes ago, NaN before there was one; 0 bars give the value itself. */
export class Delay {
  declare private readonly window: Float64Array;
  private position = 0;

  constructor(bars: number) {
    this.window = new Float64Array(bars).fill(Number.NaN);
  }

  push(value: number): number {
    const { window, position } = this;
    if (window.length === 0) return value;
    const leaving = window[position]!;
    window[position] = value;
    this.position = position + 1 === window.length ? 0 : position + 1;
    return leaving;
  }
}
