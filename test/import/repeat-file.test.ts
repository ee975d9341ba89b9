import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { readData } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const LATER: Clock = { now: () => new Date('2026-12-02T10:00:00Z') }

async function openCsv(t: Test, notifiedOn: string) {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.csv')
  const path = await write(
    `id,acheteur_id,objet,montant,titulaire_id,dateNotification\nM1,00001001700010,Toiture,128000,00002420800019,${notifiedOn}\nM2,,Toiture,128000,00002420800019,${notifiedOn}\n`,
  )
  return { db, run: (clock = FIXED_CLOCK, buyer?: string) => importContracts(db, clock, path, { buyer }) }
}

const causesOf = ({ problems }: Awaited<ReturnType<typeof importContracts>>) =>
  problems.map(({ code }) => code)

t.test('a day that was to come is right once it has come', async (t) => {
  const { run } = await openCsv(t, '2026-12-01')
  t.strictSame(causesOf(await run()), ['buyer-missing', 'notification-date-implausible'])
  t.strictSame(causesOf(await run()), ['buyer-missing', 'notification-date-implausible'])
  t.strictSame(causesOf(await run(LATER)), ['buyer-missing'])
})

t.test('a day that never comes is refused again', async (t) => {
  const { run } = await openCsv(t, '1900-01-01')
  const causes = causesOf(await run())
  t.ok(causes.includes('notification-date-implausible'))
  t.strictSame(causesOf(await run(LATER)), causes)
})

t.test('the same bytes read otherwise are read again', async (t) => {
  const { run } = await openCsv(t, '2024-03-01')
  t.match(await run(), { stored: 1, rejected: 1 })
  t.match(await run(FIXED_CLOCK, '00001002500013'), { stored: 1, unchanged: 1, rejected: 0 })
})

t.test('an import taken back is no proof that the records are there', async (t) => {
  const { db, run } = await openCsv(t, '2024-03-01')
  const empty = await readData(db)
  const first = await run()
  await undoImport(db, FIXED_CLOCK, BigInt(first.importId ?? 0))
  const second = await run()
  t.match(second, { stored: 1, unchanged: 0, rejected: 1 })
  const third = await run()
  t.match(third, { stored: 0, unchanged: 1, rejected: 1 })
  const undone = await undoImport(db, FIXED_CLOCK, BigInt(second.importId ?? 0))
  t.match(undone.contracts, { removed: 0, handedOver: 1 })
  const fourth = await run()
  t.match(fourth, { stored: 0, unchanged: 1 }, 'the third import holds the record, and so does this one')
  for (const { importId } of [third, fourth]) await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.strictSame(await readData(db), empty)
})
