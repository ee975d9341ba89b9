import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importPayments } from '../../src/import/import-payments.ts'
import type { Ledger } from '../../src/import/ledger.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { BUYERS, type Line, paymentLines, toPaymentsCsv } from './arbitrary-payments.ts'
import { differencesBetween, readVerdicts, type State } from './database-state.ts'
import { openFolder } from './temporary-file.ts'

async function readPayments(db: Db): Promise<State> {
  const { rows } = await sql<{ row: string }>`
    select (to_jsonb(p) - '{import_id,line,supplier_id}'::text[])::text || coalesce(s.identifier, '') as row
    from payments p left join suppliers s on s.id = p.supplier_id order by 1
  `.execute(db)
  return { payments: rows.map(({ row }) => row), suppliers: await readVerdicts(db) }
}

/** What an empty database holds after these files, in this order, and the ledger of each. */
async function importAll(t: Test, folder: string, files: readonly (readonly Line[])[]) {
  const ledgers: Ledger[] = []
  let state: State = {}
  let cents = 0n
  await t.test(`${files.length} files`, async (t) => {
    const { db } = await openTestDatabase(t)
    for (const [index, lines] of files.entries()) {
      const path = join(folder, `${index}.csv`)
      await writeFile(path, toPaymentsCsv(lines))
      ledgers.push(await importPayments(db, FIXED_CLOCK, path))
    }
    state = await readPayments(db)
    const { rows } = await sql<{ cents: string }>`
      select coalesce(sum(amount_cents), 0)::text as cents from payments
    `.execute(db)
    cents = BigInt(rows[0]?.cents ?? 0)
  })
  return { ledgers, state, cents }
}

const RUNS = { numRuns: runs(3), endOnFailure: true }

t.test('no line is lost, each is stored once, and their sum is that of the file', async (t) => {
  const folder = await openFolder(t)
  await fc.assert(
    fc.asyncProperty(paymentLines, async (lines) => {
      const { ledgers, state, cents } = await importAll(t, folder, [lines])
      const [ledger] = ledgers
      assert.equal(ledger?.read, lines.length)
      assert.equal(ledger?.stored, lines.length)
      assert.equal(state.payments?.length, lines.length)
      assert.equal(
        cents,
        lines.reduce((sum, { cents: part }) => sum + BigInt(part), 0n),
      )
    }),
    RUNS,
  )
})

t.test('twice is once, and the order of files and of lines does not matter', async (t) => {
  const folder = await openFolder(t)
  await fc.assert(
    fc.asyncProperty(paymentLines, paymentLines, async (one, two) => {
      const { state } = await importAll(t, folder, [one, two])
      const { state: reversed } = await importAll(t, folder, [two.toReversed(), one.toReversed()])
      assert.deepEqual(differencesBetween(reversed, state), [])
      const { state: again, ledgers } = await importAll(t, folder, [one, two, one, two])
      assert.deepEqual(differencesBetween(again, state), [])
      assert.deepEqual(
        ledgers.slice(2).map(({ stored }) => stored),
        [0, 0],
      )
    }),
    RUNS,
  )
})

t.test('a file cut in two comes to the same, when no line has a twin on the other side', async (t) => {
  const folder = await openFolder(t)
  await fc.assert(
    fc.asyncProperty(paymentLines, async (lines) => {
      const isFirst = ({ buyer }: Line) => buyer === BUYERS[0]
      const halves = [lines.filter(isFirst), lines.filter((each) => !isFirst(each))]
      const { state } = await importAll(t, folder, [lines])
      assert.deepEqual(differencesBetween((await importAll(t, folder, halves)).state, state), [])
    }),
    RUNS,
  )
})
