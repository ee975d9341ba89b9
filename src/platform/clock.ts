/** The only place that reads the time. Everything else is handed a `Clock`, so that a test can choose the day. */
export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

const DAY_IN_FRANCE = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

/** The calendar day in France, `YYYY-MM-DD`: a contract notified today in Toulouse is not in the future. */
export function todayOf(clock: Clock): string {
  return DAY_IN_FRANCE.format(clock.now())
}
