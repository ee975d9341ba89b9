import { sql } from 'kysely'
import t from 'tap'
import { appendDecision, appendReversal, listDecisions } from '../../src/database/decisions.ts'
import { decideVerdicts } from '../../src/import/decide-verdicts.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { holder, merge, record } from './staged-contracts.ts'

const SIREN = '000000001'
const NOW = FIXED_CLOCK.now()
const decision = {
  siren: SIREN,
  perimeter: 'ess',
  outcome: 'yes',
  reason: 'statuts lus',
  document: 'statuts',
  author: 'C. Martin',
  validFrom: null,
  validTo: '2024-12-31',
  createdAt: NOW,
} as const

const { db } = await openTestDatabase(t)

async function outcomes(): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select s.identifier || ' ' || v.outcome || ' ' || v.valid_to as row
    from suppliers s join verdicts v on v.profile_id = s.profile_id and v.perimeter = 'ess' order by 1
  `.execute(db)
  return rows.map(({ row }) => row)
}

t.test(
  'a decision taken before the supplier came in holds when it does, and for each of its establishments',
  async (t) => {
    const id = await appendDecision(db, decision)
    const other = { ...holder(1), identifier: '00000000199999' }
    await merge(db, record({ holders: [holder(1), other, holder(2)] }))
    await db.transaction().execute((trx) => decideVerdicts(trx, FIXED_CLOCK, 'new'))
    const decided = ['00000000100001', '00000000199999'].flatMap((siret) => [
      `${siret} undetermined infinity`,
      `${siret} yes 2024-12-31`,
    ])
    t.strictSame(await outcomes(), [...decided, '00000000200002 undetermined infinity'])

    t.equal(await appendReversal(db, id, { reason: 'erreur', author: 'D. Roux', createdAt: NOW }), true)
    t.equal(await appendReversal(db, id, { reason: 'encore', author: 'D. Roux', createdAt: NOW }), false)
    await db.transaction().execute((trx) => decideVerdicts(trx, FIXED_CLOCK, { sirens: [SIREN] }))
    t.strictSame(
      await outcomes(),
      ['00000000100001', '00000000199999', '00000000200002'].map((siret) => `${siret} undetermined infinity`),
    )
    const { decisions, total } = await listDecisions(db, SIREN, { limit: 10, offset: 0 })
    t.equal(total, 1)
    t.match(decisions, [{ ...decision, id, reversal: { reason: 'erreur', author: 'D. Roux' } }])
  },
)
