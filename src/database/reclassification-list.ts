import { sql } from 'kysely'
import type { ReclassificationCause } from '../domain/supplier/reclassification.ts'
import type { Outcome } from '../domain/supplier/rewind-timeline.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'

/** A reclassification and what caused it. `units`: suppliers that moved in any perimeter, counted once. */
export type StoredReclassification = {
  id: number
  cause: ReclassificationCause
  madeAt: Date
  rulesVersion: number
  rulesVersionBefore: number | null
  importId: bigint | null
  file: string | null
  format: string | null
  /** Whether the import that caused it was undone since. */
  isUndone: boolean
  decisionId: number | null
  siren: string | null
  perimeter: PerimeterId | null
  outcome: 'yes' | 'no' | null
  units: number
}

const selectWhere = (condition: ReturnType<typeof sql>, page: Page) => sql<StoredReclassification>`
  select r.id, r.cause, r.made_at as "madeAt", r.rules_version as "rulesVersion", r.rules_version_before as "rulesVersionBefore",
    r.import_id as "importId", i.file_name as file, i.format, r.cause <> 'undo' and i.undone_at is not null as "isUndone",
    r.decision_id as "decisionId", d.siren, d.perimeter, d.outcome,
    (select count(distinct coalesce(s.siren, s.id::text))::integer
      from moved_suppliers m join suppliers s on s.id = m.supplier_id where m.reclassification_id = r.id) as units
  from (select * from reclassifications where ${condition} order by id desc limit ${page.limit} offset ${page.offset}) as r
    left join imports i on i.id = r.import_id
    left join decisions d on d.id = r.decision_id
  order by r.id desc
`

/** A page of reclassifications, the latest first, and how many there are. */
export async function listReclassifications(
  db: Db,
  page: Page,
): Promise<{ rows: StoredReclassification[]; total: number }> {
  const { rows } = await selectWhere(sql`true`, page).execute(db)
  const { total } = await db
    .selectFrom('reclassifications')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** The reclassification of this number; `null` when there is none. */
export async function findReclassification(db: Db, id: number): Promise<StoredReclassification | null> {
  const { rows } = await selectWhere(sql`id = ${id}`, { limit: 1, offset: 0 }).execute(db)
  return rows[0] ?? null
}

/** A period whose answer moved for an establishment (or the unit) of a supplier. */
export type SupplierMove = {
  reclassificationId: number
  cause: ReclassificationCause
  madeAt: Date
  importId: bigint | null
  decisionId: number | null
  scheme: string
  identifier: string
  perimeter: PerimeterId
  validFrom: string
  validTo: string
  before: Outcome
  after: Outcome
  ruleBefore: string | null
  ruleAfter: string | null
}

/** Every move of a legal unit, the latest first. */
export async function listMovesOfSiren(db: Db, siren: string): Promise<SupplierMove[]> {
  const { rows } = await sql<SupplierMove>`
    select r.id as "reclassificationId", r.cause, r.made_at as "madeAt", r.import_id as "importId", r.decision_id as "decisionId",
      s.scheme, s.identifier, v.perimeter, v.valid_from as "validFrom", v.valid_to as "validTo",
      v.outcome_before as before, v.outcome_after as after, v.rule_before as "ruleBefore", v.rule_after as "ruleAfter"
    from suppliers s
      join moved_suppliers m on m.supplier_id = s.id
      join reclassifications r on r.id = m.reclassification_id
      join verdict_moves v on v.reclassification_id = m.reclassification_id and v.move = m.move
    where s.siren = ${siren}
    order by r.id desc, m.move desc, v.perimeter, v.valid_from, s.identifier
  `.execute(db)
  return rows
}
