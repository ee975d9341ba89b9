import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { parseContract } from '../../src/domain/contract/parse-contract.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { inspectFile } from '../../src/import/inspect-file.ts'
import type { Ledger } from '../../src/import/ledger.ts'
import { openContractFile } from '../../src/import/open-contract-file.ts'
import { mapRow } from '../../src/import/source-row.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { openFile, rowsOf } from './temporary-file.ts'

const MARKERS = ['', 'NC', 'MQ', 'CDL', 'INX None', 'NULL']
const IDENTIFIERS = [
  '00001001700010',
  '00001002500013',
  '00001001700011',
  '2420800019',
  '00002420800019.0',
  '2,10104E+13',
  'FR19000012345',
  'DE811111111',
  'SIRET',
  'TVA',
  'HORS-UE',
]
const NUMBERS = [
  '0',
  '1',
  '2',
  '12,5',
  '1 234,50',
  '128000.0',
  '1e400',
  '-5',
  'NaN',
  '11111111',
  '99999999999',
]
const DAYS = ['2024-01-31', '31/01/2024', '30/02/2024', '2099-01-01', '1900-01-00', '20240131']
const TEXTS = [
  'M1',
  ' M1 ',
  'm2',
  'Accord-cadre',
  'Marché subséquent',
  'Concession',
  'Clause sociale',
  'Pas de considération sociale, Critère social',
  'oui',
  'non',
  'true',
  'peut-être',
  'a "b" c',
  'a;b,c|d',
  'deux\nlignes',
  'é€𝔸œ',
  'moitié \ud83d',
  "l'eau; drop table contracts",
  '\\u0000 \\n \\',
  '{"id":"M1"}',
  '[["M1"]]',
  'x'.repeat(300),
  // Beyond what an index of PostgreSQL holds, even compressed.
  Array.from({ length: 3000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join(''),
]
const cell = fc.constantFrom(...MARKERS, ...MARKERS, ...IDENTIFIERS, ...NUMBERS, ...DAYS, ...TEXTS)

/** Rows of a column are not all wild: half the cells are those of an ordinary contract. */
const ORDINARY: Readonly<Record<string, string>> = {
  id: 'M1',
  acheteur_id: '00001001700010',
  objet: 'Toiture',
  montant: '128000',
  titulaire_id: '00002420800019',
  titulaire_typeIdentifiant: 'SIRET',
}

const HEADERS = [
  'id,acheteur_id,objet,montant,titulaire_id',
  'uid,id,acheteur_id,acheteur_nom,objet,nature,montant,dureeMois,dateNotification,datePublicationDonnees,considerationsSociales,titulaire_id,titulaire_typeIdentifiant,titulaire_nom,modification_id,donneesActuelles',
  'id,lot,acheteur_id,objet,nature,montant,dateNotification,idAccordCadre,techniques,tauxAvance,offresRecues,marcheInnovant,titulaire_id_1,titulaire_typeIdentifiant_1,titulaire_id_2,titulaire_typeIdentifiant_2,montantModification,dureeMoisModification,dateNotificationModification,idTitulaireModification,idSousTraitant,montantActeSousTraitance',
].map((header) => header.split(','))

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

const csv = fc.constantFrom(...HEADERS).chain((header) => {
  const row = fc.tuple(...header.map((title) => fc.oneof(fc.constant(ORDINARY[title] ?? ''), cell)))
  const wild = fc.array(cell, { minLength: 1, maxLength: header.length + 2 })
  const line = fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: wild })
  return fc
    .array(fc.tuple(line, fc.integer({ min: 1, max: 2 })), { maxLength: 12 })
    .map((lines) =>
      [header, ...lines.flatMap(([cells, times]) => Array.from({ length: times }, () => cells))]
        .map((cells) => cells.map(quoted).join(','))
        .join('\r\n'),
    )
})

const value = fc.oneof(
  { weight: 4, arbitrary: cell },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)
const organisation = fc.record({ id: value, typeIdentifiant: value }, { requiredKeys: [] })
const record = fc.record(
  {
    id: fc.oneof(fc.constant('M1'), value),
    acheteur: fc.oneof(fc.constant({ id: '00001001700010' }), organisation, value),
    objet: value,
    nature: value,
    montant: value,
    dureeMois: value,
    dateNotification: value,
    datePublicationDonnees: value,
    considerationsSociales: value,
    techniques: value,
    titulaires: fc.oneof(fc.array(fc.oneof(organisation, value), { maxLength: 3 }), value),
    modifications: fc.array(
      fc.record({ modification: fc.record({ montant: value, dateNotificationModification: value }) }),
      {
        maxLength: 2,
      },
    ),
    actesSousTraitance: fc.array(fc.record({ sousTraitant: organisation, montant: value }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
)
const json = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: fc.jsonValue() }), {
      maxLength: 8,
    }),
    fc.nat(2),
  )
  .map(([records, indent]) => JSON.stringify({ marches: [...records, ...records.slice(0, 2)] }, null, indent))

/** The rows of the file as the rules read them: line, and buyer, id and object unless refused. */
async function readRows(path: string) {
  const rows: {
    line: number
    record: { buyerId: string; sourceId: string | null; object: string | null } | null
  }[] = []
  const file = await openContractFile(await inspectFile(path))
  for await (const row of rowsOf(file)) {
    const { line, mapped } = mapRow(file.mapping, row)
    rows.push({ line, record: mapped && parseContract(mapped.raw, '2026-11-23').record })
  }
  return rows
}

async function assertNothingLost(db: Db, path: string, ledger: Ledger): Promise<void> {
  const rows = await readRows(path)
  const kept = rows.flatMap(({ record }) => record ?? [])
  const { read, stored, updated, unchanged, rejected } = ledger
  assert.deepEqual([read, rejected], [rows.length, rows.length - kept.length])
  assert.equal(read, stored + updated + unchanged + rejected)
  for (const { buyerId, sourceId, object } of kept) {
    const { rows: found } = await sql`
      select 1 from contracts where buyer_id = ${buyerId} and source_id is not distinct from ${sourceId}
        and (${sourceId}::text is not null or object is not distinct from ${object})
    `.execute(db)
    assert.ok(found.length > 0, `${buyerId} ${sourceId} ${object}`)
  }
  const { rows: refusals } = await sql<{ line: number }>`
    select distinct line from import_problems where import_id = ${ledger.importId} and is_rejection order by line
  `.execute(db)
  const refusedLines = rows.flatMap(({ line, record }) => (record ? [] : [line]))
  assert.deepEqual(
    refusals.map(({ line }) => line),
    [...new Set(refusedLines)],
  )
}

for (const { title, name, file } of [
  { title: 'tables', name: 'marches.csv', file: csv },
  { title: 'JSON', name: 'marches.json', file: json },
])
  t.test(`${title}: whatever the cells, no row is lost, and each refusal is explained`, async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, name)
    await t.resolves(
      fc.assert(
        fc.asyncProperty(file, async (content) => {
          const path = await write(content)
          await assertNothingLost(db, path, await importContracts(db, FIXED_CLOCK, path))
        }),
        { numRuns: runs(30) },
      ),
    )
    for (const { wrong, query } of [
      {
        wrong: 'a usable amount that is none',
        query: sql`select from contracts where amount_flag is null and amount_cents is null`,
      },
      {
        wrong: 'a contract without a supplier for its usable holder',
        query: sql`select from contract_holders where scheme is not null and supplier_id is null`,
      },
      {
        wrong: 'a supplier without verdicts',
        query: sql`select from suppliers s where (select count(distinct perimeter) from verdicts v where v.profile_id = s.profile_id) <> 7`,
      },
      {
        wrong: 'two current records alike in a group',
        query: sql`select from contracts where is_current group by group_id, object, initial_amount_cents having count(*) > 1`,
      },
      {
        wrong: 'a group that lost its current record',
        query: sql`select from contracts group by group_id having not bool_or(is_current) and not bool_or(is_superseded or version > 0)`,
      },
    ])
      t.strictSame((await query.execute(db)).rows, [], `never ${wrong}`)
  })
