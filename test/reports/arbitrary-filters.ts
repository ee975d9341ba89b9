import fc from 'fast-check'
import { sql } from 'kysely'
import { recordDemoClauses } from '../../src/cli/demo-clauses.ts'
import type { Db } from '../../src/database/connect.ts'
import { CONTRACT_KINDS } from '../../src/domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../../src/domain/contract-filter/amount-band.ts'
import { PROCEDURES } from '../../src/domain/contract-filter/procedure.ts'
import { PROXIMITIES } from '../../src/domain/contract-filter/proximity.ts'
import { PURCHASE_CATEGORIES } from '../../src/domain/contract-filter/purchase-category.ts'
import { TRANSITION_KEYS } from '../../src/domain/contract-filter/transition.ts'
import { KNOWN_FAMILIES } from '../../src/domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { saveGroups } from '../../src/reports/buyer-groups.ts'
import { saveTags } from '../../src/reports/contract-tags.ts'
import { saveTransitions } from '../../src/reports/transitions.ts'
import { FIXED_CLOCK, fixture } from '../support/database.ts'

/** Most criteria are left out: a figure of nothing agrees with everything. */
export const some = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
  )
const rarely = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  )

/** Every criterion of contracts, on the data that `enterTheRest` completes. */
export const ARBITRARY_CRITERIA = {
  kinds: some(CONTRACT_KINDS),
  procedures: some(PROCEDURES),
  cpv: some(['45', '7', '90', '4521', '03']),
  categories: some(PURCHASE_CATEGORIES),
  amounts: some(AMOUNT_BANDS),
  holderPerimeters: some(PERIMETER_IDS),
  holderFamilies: some(KNOWN_FAMILIES),
  holderDepartments: some(['00', '31', '44', 'unknown']),
  proximities: some(PROXIMITIES),
  tags: some(['urgent', 'école', 'none']),
  transitions: some(TRANSITION_KEYS),
  endsFrom: rarely(['2024-02-29', '2025-06-30']),
  endsTo: rarely(['2026-02-28', '2027-01-31']),
}

/** What agents enter beside imports: groups, tags, transitions. */
export async function enterTheRest(db: Db): Promise<void> {
  const members = (buyers: string[]) => buyers.map((buyer) => ({ buyer, name: null }))
  await saveGroups(db, FIXED_CLOCK, [
    { id: 'deux-communes', title: 'Deux communes', members: members(['000010025', '00001003300017']) },
    { id: 'agglomeration', title: 'Agglomération', members: members(['000010017']) },
  ])
  await recordDemoClauses(db, FIXED_CLOCK, fixture('demo/clauses.json'))
  await saveTransitions(db, FIXED_CLOCK, { cpvPrefix: '4521', transitions: ['societal', 'ecological'] })
  await saveTransitions(db, FIXED_CLOCK, { cpvPrefix: '909', transitions: ['none'] })
  const { rows } = await sql<{
    id: string
  }>`select id from contracts where is_current order by id limit 60`.execute(db)
  for (const [index, { id }] of rows.entries())
    await saveTags(db, FIXED_CLOCK, id, index % 2 === 0 ? ['urgent'] : ['urgent', 'école'])
}
