import type { Db } from '../database/connect.ts'
import { countWrites } from '../database/writes.ts'

/** What the database said is good for so long: asking it at each request would cost more than answering. */
const GOOD_FOR_MS = 10

/** Tells which state the data are in: the same text, the same data. Asked by many at once, the database answers once for all of them. */
export class DataState {
  readonly #db: Db
  #asking: Promise<string> | null = null
  #next: Promise<string> | null = null
  #said: { state: string; askedAt: number } | null = null
  #forgottenAt = Number.NEGATIVE_INFINITY

  constructor(db: Db) {
    this.#db = db
  }

  /**
   * Asks the database, never by a question put before the caller came: what was committed before is always seen. Throws what
   * the database throws.
   */
  current(): Promise<string> {
    if (this.#asking === null) return this.#ask()
    this.#next ??= this.#asking.then(
      () => this.#ask(),
      () => this.#ask(),
    )
    return this.#next
  }

  /** What the database said less than 10 ms ago, and not before `forget`; `null` when it has to be asked. */
  recent(): string | null {
    return this.#said !== null && performance.now() - this.#said.askedAt < GOOD_FOR_MS
      ? this.#said.state
      : null
  }

  /** To call once this process has changed the data: whoever asks from now on sees the change. */
  forget(): void {
    this.#said = null
    this.#forgottenAt = performance.now()
  }

  #ask(): Promise<string> {
    this.#next = null
    const askedAt = performance.now()
    const asking = countWrites(this.#db)
      .then((state) => {
        if (askedAt > this.#forgottenAt) this.#said = { state, askedAt }
        return state
      })
      .finally(() => {
        if (this.#asking === asking) this.#asking = null
      })
    this.#asking = asking
    return asking
  }
}
