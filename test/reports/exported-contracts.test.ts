import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import t from 'tap'
import type { ExportedContract } from '../../src/domain/contract-export/exported-contract.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { readConfig } from '../../src/platform/config.ts'
import { saveGroups } from '../../src/reports/buyer-groups.ts'
import { exportContractsCsv } from '../../src/reports/contracts-csv.ts'
import { listExportedContracts } from '../../src/reports/exported-contracts.ts'
import { exportOcds } from '../../src/reports/ocds-export.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'

const { db } = await openTestDatabase(t)
for (const file of ['marches-2022-2024.json', 'marches-communes.csv'])
  await importContracts(db, FIXED_CLOCK, fixture(`demo/${file}`))
const EVERYTHING = { buyers: [], from: null, to: null }
const PAGE = 7
const collect = (contracts: AsyncIterable<ExportedContract>): Promise<ExportedContract[]> =>
  Readable.from(contracts).toArray()

/** Watches the answers of the database: how many there were, and the most rows that one held. */
function watch() {
  const seen = { queries: 0, mostRows: 0 }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      seen.queries++
      seen.mostRows = Math.max(seen.mostRows, result.rows.length)
      return result
    },
  }
  return { seen, watched: db.withPlugin(plugin) }
}

const all = await collect(listExportedContracts(db, FIXED_CLOCK, EVERYTHING))

t.test('page after page, each contract comes once, those of a group together', async (t) => {
  const paged = await collect(listExportedContracts(db, FIXED_CLOCK, EVERYTHING, PAGE))
  t.strictSame(
    paged.map(({ id }) => id),
    all.map(({ id }) => id),
  )
  t.equal(new Set(all.map(({ id }) => id)).size, all.length)
  const groups = all.map(({ groupId }) => groupId)
  const changes = groups.filter((groupId, index) => groupId !== groups[index - 1])
  t.equal(changes.length, new Set(groups).size)
})

t.test('buyer by buyer is the same set', async (t) => {
  const sirens = [...new Set(all.flatMap(({ buyer }) => buyer.siren ?? []))]
  const listed = await collect(
    listExportedContracts(db, FIXED_CLOCK, { ...EVERYTHING, buyers: sirens }, PAGE),
  )
  const expected = all.filter(({ buyer }) => buyer.siren !== null)
  t.strictSame(listed.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort())
})

t.test('a group of buyers is the contracts of its members', async (t) => {
  const [siren = ''] = all.flatMap(({ buyer }) => buyer.siren ?? [])
  await saveGroups(db, FIXED_CLOCK, [
    { id: 'un-acheteur', title: 'Un acheteur', members: [{ buyer: siren, name: null }] },
  ])
  const listed = await collect(
    listExportedContracts(db, FIXED_CLOCK, { ...EVERYTHING, groups: ['un-acheteur'] }, PAGE),
  )
  const expected = all.filter(({ buyer }) => buyer.siren === siren)
  t.strictSame(listed.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort())
  const unknown = exportContractsCsv(db, FIXED_CLOCK, { ...EVERYTHING, groups: ['personne'], layout: 'full' })
  await t.rejects(unknown, { code: 'not-found' })
})

t.test('no answer of the database grows with the number of contracts', async (t) => {
  const { seen, watched } = watch()
  await collect(listExportedContracts(watched, FIXED_CLOCK, EVERYTHING, PAGE))
  const holders = Math.max(
    ...all.map((c) => Math.max(c.holders.length, c.amendments.length, c.subcontracts.length)),
  )
  t.ok(all.length > PAGE * 10, 'far more contracts than a page holds')
  t.ok(
    seen.mostRows <= PAGE * holders * 7,
    `${seen.mostRows} rows at most: a page, its holders, seven perimeters`,
  )
})

t.test('whoever stops reading stops the queries', async (t) => {
  const { seen, watched } = watch()
  const contracts = listExportedContracts(watched, FIXED_CLOCK, EVERYTHING, PAGE)
  for (let read = 0; read < PAGE; read++) await contracts.next()
  const afterOnePage = seen.queries
  await contracts.return()
  t.ok((await contracts.next()).done)
  t.equal(seen.queries, afterOnePage)

  const { publication } = readConfig({})
  const other = watch()
  const stream = await exportOcds(other.watched, FIXED_CLOCK, publication, {
    ...EVERYTHING,
    format: 'json',
    uri: null,
  })
  stream.destroy()
  await wait(50)
  const atTheEnd = other.seen.queries
  await wait(50)
  t.equal(other.seen.queries, atTheEnd, 'a caller who went away')
})

t.test('an import that ends meanwhile stops the export: pages of two states are no export', async (t) => {
  const contracts = listExportedContracts(db, FIXED_CLOCK, EVERYTHING, PAGE)
  await contracts.next()
  const later = { now: () => new Date(FIXED_CLOCK.now().getTime() + 1) }
  await importContracts(db, later, fixture('two-holders.json'))
  const rest = async () => {
    for (;;) if ((await contracts.next()).done) return
  }
  await t.rejects(rest(), { code: 'data-changed' })
})
