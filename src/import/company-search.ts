import { type Problem, problemOf } from '../domain/problem/problem.ts'
import type { Clock } from '../platform/clock.ts'
import type { Timer } from '../platform/timer.ts'
import {
  explainAccessRefused,
  explainLongWait,
  explainUnreachable,
  isUnreachable,
  nameOfFailure,
} from './company-search-errors.ts'

/** What the API accepts from one address; above, it answers 429. */
const REQUESTS_PER_SECOND = 7
const TIMEOUT_MS = 10_000
const ATTEMPTS = 4
const FIRST_BACK_OFF_MS = 1_000
/** An API that asks to wait longer is left for another day. */
const LONGEST_WAIT_MS = 120_000

export type CompanySearchOptions = {
  /** Address of the API, without the final slash. */
  address: string
  clock: Clock
  timer: Timer
  abort: AbortSignal
  timeoutMs?: number
}

/** One question, answered: the JSON body, or why there is none. */
export type CompanyAnswer = { body: unknown } | { problem: Problem }

/** Asks one SIREN after the other. Throws an `AppError` when asking more would serve nothing, or what `abort` says. */
export type CompanySearch = { address: string; ask: (siren: string) => Promise<CompanyAnswer> }

/** A request that may succeed later: why, how long the API asks to wait, and whether nothing can be asked meanwhile. */
type Attempt = CompanyAnswer | { retry: string; afterMs: number; isLost: boolean }

/** "120" or an HTTP date → milliseconds from now; 0 when absent, past or unreadable. */
export function parseRetryAfter(header: string | null, clock: Clock): number {
  if (header === null) return 0
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000
  const instant = Date.parse(header)
  return Number.isNaN(instant) ? 0 : Math.max(0, instant - clock.now().getTime())
}

/** The leanest answer that holds what is used: no name of a manager, no turnover. */
const questionOf = (address: string, siren: string) =>
  `${address}/search?${new URLSearchParams({ q: siren, minimal: 'true', include: 'complements' })}`

/** The API as a source of answers, asked at the pace it accepts: one request at a time, evenly spaced. */
export function openCompanySearch(options: CompanySearchOptions): CompanySearch {
  const { address, clock, timer, abort, timeoutMs = TIMEOUT_MS } = options
  let nextAtMs = 0
  let hasAnswered = false

  const waitForTurn = async () => {
    const early = nextAtMs - timer.nowMs()
    if (early > 0) await timer.wait(early, abort)
    nextAtMs = timer.nowMs() + 1000 / REQUESTS_PER_SECOND
  }

  const attempt = async (siren: string): Promise<Attempt> => {
    const response = await fetch(questionOf(address, siren), {
      headers: { accept: 'application/json', 'user-agent': 'spaser (suppliers enrich)' },
      signal: AbortSignal.any([abort, AbortSignal.timeout(timeoutMs)]),
    })
    const { status, headers } = response
    const text = await response.text()
    hasAnswered = true
    if (status === 429 || status >= 500) {
      const afterMs = parseRetryAfter(headers.get('retry-after'), clock)
      return { retry: `HTTP ${status}`, afterMs, isLost: false }
    }
    if (status === 401 || status === 403 || status === 407) throw explainAccessRefused(status, address)
    if (status !== 200) return { problem: problemOf('answer-refused', siren, `HTTP ${status} : ${text}`) }
    try {
      return { body: JSON.parse(text) }
    } catch {
      return { problem: problemOf('answer-not-json', siren, text) }
    }
  }

  const tryOnce = async (siren: string): Promise<Attempt> => {
    await waitForTurn()
    return attempt(siren).catch((error: Error) => {
      abort.throwIfAborted()
      const failure = nameOfFailure(error)
      if (failure === null) throw error
      const isLost = isUnreachable(failure)
      if (isLost && !hasAnswered) throw explainUnreachable(failure, address)
      return { retry: failure, afterMs: 0, isLost }
    })
  }

  const ask = async (siren: string): Promise<CompanyAnswer> => {
    for (let tried = 1; ; tried++) {
      const answer = await tryOnce(siren)
      if (!('retry' in answer)) return answer
      if (answer.afterMs > LONGEST_WAIT_MS) throw explainLongWait(answer.retry, answer.afterMs, address)
      if (tried === ATTEMPTS) {
        if (answer.isLost) throw explainUnreachable(answer.retry, address)
        return { problem: problemOf('answer-missing', siren, answer.retry) }
      }
      await timer.wait(Math.max(answer.afterMs, FIRST_BACK_OFF_MS * 2 ** (tried - 1)), abort)
    }
  }

  return {
    address,
    ask: (siren) =>
      ask(siren).catch((error) => {
        abort.throwIfAborted()
        throw error
      }),
  }
}
