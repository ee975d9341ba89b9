/** The only place that reads the time. Everything else is handed a `Clock`, so that a test can choose the day. */
export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

const DAY_IN_FRANCE = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

const MINUTE_MS = 60_000
let lastFormatted = { minute: Number.NaN, day: '' }

/**
 * The calendar day in France, `YYYY-MM-DD`: a contract notified today in Toulouse is not in the future. Formatted once a minute, since
 * days begin on one: every answer asks for it, and formatting takes longer than answering.
 */
export function todayOf(clock: Clock): string {
  const now = clock.now()
  const minute = Math.floor(now.getTime() / MINUTE_MS)
  if (minute !== lastFormatted.minute) lastFormatted = { minute, day: DAY_IN_FRANCE.format(now) }
  return lastFormatted.day
}
