import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { changeClause, createClause } from '../../src/import/insertion-clauses.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readData } from './database-state.ts'

const BY = { author: 'A. Gente' }
const clauseOn = (db: Db, contract: Parameters<typeof createClause>[2]['contract']) =>
  createClause(db, FIXED_CLOCK, { contract, terms: { bases: ['execution-condition'] }, due: null }, BY)

const importLots = async (db: Db) =>
  BigInt((await importContracts(db, FIXED_CLOCK, fixture('lots-same-id.json'))).importId ?? 0)

async function idOfLot(db: Db, number: number): Promise<string> {
  const row = await db
    .selectFrom('contracts')
    .select('id')
    .where('object', 'like', `%lot ${number}%`)
    .executeTakeFirstOrThrow()
  return row.id
}

t.test('a clause known by its number outlives the import of its contract, and finds it again', async (t) => {
  const { db } = await openTestDatabase(t)
  await clauseOn(db, { buyer: '000010017', sourceId: 'X', lot: null })
  const empty = await readData(db)
  const importId = await importLots(db)
  await undoImport(db, FIXED_CLOCK, importId)
  t.strictSame(await readData(db), empty, 'the buyer of the clause is kept')
})

t.test(
  'a clause tied to a record blocks the undoing of the only import that brings it, until detached',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const first = await importLots(db)
    const clause = await clauseOn(db, { contractId: await idOfLot(db, 1) })
    await t.rejects(undoImport(db, FIXED_CLOCK, first), {
      code: 'import-in-use',
      message: /clauses d'insertion \(n° 1\)/,
    })
    const second = await importLots(db)
    await undoImport(db, FIXED_CLOCK, first)
    t.pass('another import brings the record too')
    await t.rejects(undoImport(db, FIXED_CLOCK, second), { code: 'import-in-use' })
    await changeClause(db, FIXED_CLOCK, clause, { isDetached: true }, BY)
    await undoImport(db, FIXED_CLOCK, second)
  },
)
