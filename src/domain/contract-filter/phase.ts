import type { IsoDate } from '../dates/iso-date.ts'
import { parsePeriod } from '../dates/period.ts'

/** A phase of a plan: its name and its days, both included. Phases may overlap: a strategy may start one before the other ends. */
export type Phase = { label: string; from: IsoDate; to: IsoDate }

/** Row of the contracts that are in no phase. */
export const OUTSIDE_PHASES = 'outside'

/** The phase of a text: `2022-01-01/2023-12-31`, `Phase 1:2022-01-01/2023-12-31`, `2024`; `null` when it is none. */
export function parsePhase(raw: string): Phase | null {
  const colon = raw.lastIndexOf(':')
  const days = raw.slice(colon + 1).trim()
  const period = parsePeriod(days)
  const label = colon < 0 ? days : raw.slice(0, colon).trim()
  return period === null || label === '' || label.length > 100 || label === OUTSIDE_PHASES
    ? null
    : { label, ...period }
}
