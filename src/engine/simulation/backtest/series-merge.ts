/**
 * The next of many sorted columns: a tree of losers over one float64 key a column, so that a step costs as many
 * comparisons as the tree is high and moves no object. Equal keys come in the order of the columns.
 */
export class SeriesMerge {
  /** Column whose key is smallest. */
  winner: number;
  readonly #keys: Float64Array;
  readonly #losers: Int32Array;
  readonly #leaves: number;

  /** `keys[i]` is the first key of column i; a column without any has Infinity. */
  constructor(keys: Float64Array) {
    let leaves = 1;
    while (leaves < keys.length) leaves *= 2;
    this.#leaves = leaves;
    this.#keys = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
    this.#keys.set(keys);
    this.#losers = new Int32Array(leaves);
    this.winner = this.#build(1);
  }

  /** Smallest key; Infinity when every column is at its end. */
  get key(): number {
    return this.#keys[this.winner]!;
  }

  /** Gives the winner's column its next key, Infinity at its end, and finds the new winner. */
  advance(key: number): void {
    const keys = this.#keys;
    const losers = this.#losers;
    let champion = this.winner;
    let best = key;
    keys[champion] = key;
    for (let node = (champion + this.#leaves) >>> 1; node >= 1; node >>>= 1) {
      const rival = losers[node]!;
      const other = keys[rival]!;
      if (other < best || (other === best && rival < champion)) {
        losers[node] = champion;
        champion = rival;
        best = other;
      }
    }
    this.winner = champion;
  }

  #build(node: number): number {
    if (node >= this.#leaves) return node - this.#leaves;
    const left = this.#build(node * 2);
    const right = this.#build(node * 2 + 1);
    const isRight = this.#keys[right]! < this.#keys[left]!;
    this.#losers[node] = isRight ? left : right;
    return isRight ? right : left;
  }
}
