import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import type { CsvLayout } from '../../src/domain/contract-export/decp-columns.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { exportContractsCsv } from '../../src/reports/contracts-csv.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { fullContract, toFullJson } from './arbitrary-full-contracts.ts'
import { checkTable, type TableField } from './table-schema.ts'

const csvOf = async (db: Db, layout: CsvLayout = 'full') =>
  text(await exportContractsCsv(db, FIXED_CLOCK, { buyers: [], from: null, to: null, layout }))

/** All that the current contracts say, parts included, without what depends on the import or on earlier versions. */
async function readCurrent(db: Db): Promise<string[]> {
  const parts = (table: string, left: string[]) => sql`
    (select jsonb_agg(to_jsonb(p) - ${left}::text[] order by p.position) from ${sql.table(table)} p where p.contract_id = c.id)
  `
  const { rows } = await sql<{ row: string }>`
    select concat_ws(E'\n', to_jsonb(c) - '{import_id,line,counted_on}'::text[], b.name,
      ${parts('contract_holders', ['supplier_id'])}, ${parts('contract_amendments', [])}, ${parts('contract_subcontracts', ['supplier_id'])}
    ) as row
    from contracts c join buyers b on b.id = c.buyer_id where c.is_current
  `.execute(db)
  return rows.map(({ row }) => row).sort()
}

/** What an empty database holds after this import. */
async function currentAfter(t: Test, path: string) {
  let found: { rows: string[]; csv: string } = { rows: [], csv: '' }
  await t.test('import', async (t) => {
    const { db } = await openTestDatabase(t)
    await importContracts(db, FIXED_CLOCK, path)
    found = { rows: await readCurrent(db), csv: await csvOf(db) }
  })
  return found
}

t.test('exported then imported into an empty database, contracts are the same records', async (t) => {
  const writeJson = await openFile(t, 'origine.json')
  const writeCsv = await openFile(t, 'marches.csv')
  await fc.assert(
    fc.asyncProperty(fc.array(fullContract, { minLength: 60, maxLength: 60 }), async (contracts) => {
      const origin = await currentAfter(t, await writeJson(toFullJson(contracts)))
      const back = await currentAfter(t, await writeCsv(origin.csv))
      assert.ok(origin.rows.length > 30)
      assert.deepEqual(back.rows, origin.rows)
      assert.equal(back.csv.split('\n').sort().join('\n'), origin.csv.split('\n').sort().join('\n'))
    }),
    { numRuns: runs(2, 1), endOnFailure: true },
  )
})

const { db } = await openTestDatabase(t)
await importDemo(db)
const full = await csvOf(db)

t.test('no text is left for a spreadsheet to run', async (t) => {
  const { records } = checkTable(full, [])
  const cells = records.flatMap((record) => Object.values(record))
  t.ok(cells.length > 10_000)
  t.strictSame(
    cells.filter((cell) => /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(cell)),
    [],
  )
})

t.test('one row a holder, each with the number and the buyer of its contract', async (t) => {
  const { records } = checkTable(await csvOf(db, 'schema'), [])
  const { rows } = await sql<{ rows: number }>`
    select sum(greatest(1, (select count(*) from contract_holders h where h.contract_id = c.id)))::integer as rows
    from contracts c where is_current
  `.execute(db)
  t.equal(records.length, rows[0]?.rows)
})

const SCHEMA = join(process.env.REAL_DATA_DIR ?? '', 'schemas/table/decp-table-schema-2.0.0.json')
const skip = existsSync(SCHEMA) ? false : 'REAL_DATA_DIR names no folder of official schemas'

t.test('the national Table Schema', { skip }, async (t) => {
  const { fields } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as { fields: TableField[] }

  t.test('its own example is valid: the checker reads it right', async (t) => {
    const example = readFileSync(join(SCHEMA, '../exemple-valide.csv'), 'utf8')
    t.strictSame(checkTable(example, fields).faults, [])
    t.not(checkTable(example.replace(',79311000,', ',79,'), fields).faults.length, 0)
  })

  t.test('a complete contract is a valid row; the schema layout has its columns and no other', async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'complet.json')
    await importContracts(db, FIXED_CLOCK, await write(COMPLETE))
    const schema = checkTable(await csvOf(db, 'schema'), fields)
    t.strictSame(
      schema.header,
      fields.map(({ name }) => name),
    )
    t.strictSame(schema.faults, [])
    t.equal(schema.records.length, 2)
    t.strictSame(checkTable(await csvOf(db), fields).faults, [], 'the first columns of the full layout too')
  })

  t.test('of the demonstration, only what the buyer did not say breaks the schema', async (t) => {
    for (const csv of [full, await csvOf(db, 'schema')]) {
      const { faults } = checkTable(csv, fields)
      const written = faults.filter(({ fault }) => fault !== 'required')
      const ours = written.filter(({ column }) => !AS_WRITTEN.includes(column))
      t.strictSame(ours, [])
    }
  })
})

/** Columns that repeat what a record says, closed lists and lengths included: a wrong word stays as written. */
const AS_WRITTEN = [
  'id',
  'acheteur_id',
  'nature',
  'objet',
  'codeCPV',
  'procedure',
  'ccag',
  'typeGroupementOperateurs',
  'lieuExecution_typeCode',
  'formePrix',
  'idAccordCadre',
]

const COMPLETE = JSON.stringify({
  marches: {
    marche: [
      {
        id: '2024M001',
        acheteur: { id: '00001001700010', nom: 'Communauté d’agglomération du Val-Chimère (fictif)' },
        nature: 'Marché',
        objet: 'Entretien des espaces verts',
        codeCPV: '77310000',
        procedure: "Appel d'offres ouvert",
        attributionAvance: true,
        tauxAvance: 0.2,
        ccag: 'Fournitures courantes et services',
        origineUE: 0.8,
        origineFrance: 0.8,
        marcheInnovant: false,
        offresRecues: 4,
        sousTraitanceDeclaree: false,
        typeGroupementOperateurs: 'Conjoint',
        lieuExecution: { code: '31395', typeCode: 'Code commune', nom: 'Chimère-le-Vieux' },
        dureeMois: 12,
        dateNotification: '2024-05-02',
        datePublicationDonnees: '2024-05-20',
        montant: 120000.5,
        formePrix: 'Révisable',
        considerationsSociales: { considerationSociale: ['Clause sociale'] },
        titulaires: [
          {
            titulaire: {
              id: '00002420800019',
              typeIdentifiant: 'SIRET',
              denominationSociale: 'SCOP (fictif)',
            },
          },
          {
            titulaire: {
              id: '00002000800017',
              typeIdentifiant: 'SIRET',
              denominationSociale: 'SAS (fictif)',
            },
          },
        ],
        modifications: [{ modification: { montant: 150000, dateNotificationModification: '2024-09-01' } }],
      },
    ],
  },
})
