/** A window is kept in so many steps: what it says of its far end is exact to this share of it. */
const STEPS = 256;
const ROOM = STEPS + 2;

/** The lowest or highest value of the newest stretch of time. Constant memory; constant time a value, all in all. */
export class WindowExtreme {
  private readonly windowMs: number;
  private readonly stepMs: number;
  private readonly sign: 1 | -1;
  private readonly times = new Float64Array(ROOM);
  private readonly values = new Float64Array(ROOM);
  private first = 0;
  private count = 0;

  constructor(windowMs: number, which: 'lowest' | 'highest') {
    this.windowMs = windowMs;
    this.stepMs = windowMs / STEPS;
    this.sign = which === 'lowest' ? 1 : -1;
  }

  /** Takes the value at `time`, and answers the extreme of the window that ends there. An earlier time starts anew. */
  take(time: number, value: number): number {
    const { times, values, sign } = this;
    const step = Math.floor(time / this.stepMs) * this.stepMs;
    const signed = value * sign;
    if (this.count > 0 && step < times[(this.first + this.count - 1) % ROOM]!) this.count = 0;
    while (this.count > 0 && times[this.first]! <= time - this.windowMs - this.stepMs) {
      this.first = (this.first + 1) % ROOM;
      this.count -= 1;
    }
    while (this.count > 0 && values[(this.first + this.count - 1) % ROOM]! >= signed) this.count -= 1;
    if (this.count === 0 || times[(this.first + this.count - 1) % ROOM]! < step) {
      const place = (this.first + this.count) % ROOM;
      times[place] = step;
      values[place] = signed;
      this.count += 1;
    }
    return values[this.first]! * sign;
  }

  clear(): void {
    this.count = 0;
  }
}

/** The value a stretch of time ago. */
export class WindowStart {
  private readonly windowMs: number;
  private readonly stepMs: number;
  private readonly times = new Float64Array(ROOM);
  private readonly values = new Float64Array(ROOM);
  private first = 0;
  private count = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.stepMs = windowMs / STEPS;
  }

  /** Takes the value at `time`, and answers the newest that is `windowMs` old; NaN before there is one. */
  take(time: number, value: number): number {
    const { times, values } = this;
    const step = Math.floor(time / this.stepMs) * this.stepMs;
    const last = (this.first + this.count - 1) % ROOM;
    if (this.count > 0 && step < times[last]!) this.count = 0;
    if (this.count > 0 && times[last] === step) values[last] = value;
    else {
      const place = (this.first + this.count) % ROOM;
      times[place] = step;
      values[place] = value;
      this.count += 1;
    }
    const horizon = step - this.windowMs;
    while (this.count > 1 && times[(this.first + 1) % ROOM]! <= horizon) {
      this.first = (this.first + 1) % ROOM;
      this.count -= 1;
    }
    return times[this.first]! <= horizon ? values[this.first]! : Number.NaN;
  }

  clear(): void {
    this.count = 0;
  }
}
