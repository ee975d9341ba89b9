import type { Db } from '../database/connect.ts'
import { countWrites } from '../database/writes.ts'

/**
 * Tells which state the data are in: the same text, the same data. Asked by many at once, the database answers once for all
 * of them; never by a question put before the caller came, so that what was committed before is always seen.
 */
export class DataState {
  readonly #db: Db
  #asking: Promise<string> | null = null
  #next: Promise<string> | null = null

  constructor(db: Db) {
    this.#db = db
  }

  /** Throws what the database throws. */
  current(): Promise<string> {
    if (this.#asking === null) return this.#ask()
    this.#next ??= this.#asking.then(
      () => this.#ask(),
      () => this.#ask(),
    )
    return this.#next
  }

  #ask(): Promise<string> {
    this.#next = null
    const asking = countWrites(this.#db).finally(() => {
      if (this.#asking === asking) this.#asking = null
    })
    this.#asking = asking
    return asking
  }
}
