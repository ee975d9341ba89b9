import { type RawBuilder, sql } from 'kysely'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import {
  AMOUNT_BAND,
  CATEGORY,
  DEPARTMENT_KEYS,
  FAMILY_KEYS,
  PROCEDURE,
  perimeterKeys,
  TAG_KEYS,
  TRANSITION_KEYS,
  texts,
} from './contract-keys.ts'
import { dayOf, type ScopeQuery } from './contract-scope.ts'
import { PROXIMITY_KEYS } from './proximity-keys.ts'

/** The row or rows of a breakdown where contract `c` stands: one text, or an array where it may stand in several. */
export type KeySql = { expression: RawBuilder<unknown>; isArray: boolean }

const several = (expression: RawBuilder<unknown>): KeySql => ({ expression, isArray: true })
const one = (expression: RawBuilder<unknown>): KeySql => ({ expression, isArray: false })

/** The phases the day is in, which may overlap. */
const phaseKeys = (phases: readonly Phase[], day: RawBuilder<unknown>) => sql`coalesce((
  select array_agg(phase.label) from unnest(
    ${texts(phases.map(({ label }) => label))}, ${texts(phases.map(({ from }) => from))}::date[], ${texts(phases.map(({ to }) => to))}::date[]
  ) as phase (label, first_day, last_day) where ${day} between phase.first_day and phase.last_day
), array['outside'])`

/** Where contract `c` stands in a breakdown. Nothing is left without a row: what is not known has its own. */
export function keySql(by: BreakdownId, phases: readonly Phase[], query: ScopeQuery): KeySql {
  const { day } = dayOf(query)
  switch (by) {
    case 'year':
      return one(sql`to_char(${day}, 'YYYY')`)
    case 'quarter':
      return one(sql`to_char(${day}, 'YYYY-"T"Q')`)
    case 'buyer':
      return one(sql`coalesce(c.buyer_siren, c.buyer_id)`)
    case 'kind':
      return one(sql`c.kind`)
    case 'procedure':
      return one(PROCEDURE)
    case 'category':
      return one(CATEGORY)
    case 'cpv-division':
      return one(sql`coalesce(left(c.cpv, 2), 'unknown')`)
    case 'amount':
      return one(AMOUNT_BAND)
    case 'amount-flag':
      return one(sql`coalesce(c.amount_flag, 'usable')`)
    case 'perimeter':
      return several(perimeterKeys(day))
    case 'family':
      return several(FAMILY_KEYS)
    case 'department':
      return several(DEPARTMENT_KEYS)
    case 'proximity':
      return several(PROXIMITY_KEYS)
    case 'tag':
      return several(TAG_KEYS)
    case 'transition':
      return several(TRANSITION_KEYS)
    case 'phase':
      return several(phaseKeys(phases, day))
  }
}
