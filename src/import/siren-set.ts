/** SIREN kept four bytes each, and looked for by halving: two million take eight megabytes, where a `Set` of texts takes two hundred. */
export class SirenSet {
  #numbers = new Uint32Array(1024)
  #size = 0

  /** Adds SIREN of nine digits that come in ascending order, after all those added before. */
  append(sirens: readonly string[]): void {
    const needed = this.#size + sirens.length
    if (needed > this.#numbers.length) {
      const larger = new Uint32Array(Math.max(needed, this.#numbers.length * 2))
      larger.set(this.#numbers.subarray(0, this.#size))
      this.#numbers = larger
    }
    for (const siren of sirens) this.#numbers[this.#size++] = Number(siren)
  }

  has(siren: string): boolean {
    const number = Number(siren)
    let [low, high] = [0, this.#size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#numbers[middle] as number) < number) low = middle + 1
      else high = middle
    }
    return low < this.#size && this.#numbers[low] === number
  }
}
