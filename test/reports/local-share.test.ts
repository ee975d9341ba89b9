import { sql } from 'kysely'
import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { listContractSummaries, reportContract } from '../../src/reports/contract-report.ts'
import { openIndicator } from '../../src/reports/indicator-contracts.ts'
import { reportIndicator } from '../../src/reports/indicator-report.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const { db } = await openTestDatabase(t)
const [NEAR, LISTED, TWICE, NOWHERE, FOREIGN] = [
  '00002420800019',
  '00002000800017',
  '00007016900016',
  '00002574200016',
  'DE811569869',
]
const BUYER = '00001001700010'
const HEADER =
  'uid,id,acheteur_id,acheteur_departement_code,acheteur_commune_code,titulaire_id,titulaire_typeIdentifiant,objet,montant,dateNotification,titulaire_departement_code,titulaire_commune_code'
const row = (id: string, holder: string, place: string, scheme = 'SIRET') =>
  `${BUYER}${id},${id},${BUYER},31,31555,${holder},${scheme},Objet ${id},50000,2025-03-01,${place}`

const save = async (name: string, lines: readonly string[]) =>
  (await openFile(t, name))([...lines, ''].join('\n'))
const write = (name: string, rows: readonly string[]) => save(name, [HEADER, ...rows])
const first = await write('un.csv', [
  row('A', NEAR, '31,31555'),
  row('B', LISTED, '33,'),
  row('C', TWICE, '31,'),
  row('D', NOWHERE, ','),
  row('E', FOREIGN, ',', 'TVA'),
])
const second = await write('deux.csv', [row('F', TWICE, '09,'), row('G', NEAR, '31,31555')])
const list = await save('siae.csv', ['siret,kind,name,department', `${LISTED},EI,Les Ateliers,31`])

const filters = { buyers: [], from: null, to: null }
const share = async (by?: 'department' | 'proximity') => {
  const { total, rows } = await reportIndicator(db, FIXED_CLOCK, {
    id: 'local-share',
    territory: ['31'],
    ...(by && { by }),
    filters,
  })
  const { yes, no, undetermined } = total.contracts
  return { parts: [yes, no, undetermined], rows: rows.map(({ key, contracts }) => [key, contracts.total]) }
}

const reasonsBy = async () => {
  const reasons: Record<string, readonly string[]> = {}
  for (const part of ['yes', 'no', 'undetermined'] as const) {
    const { contracts } = await openIndicator(
      db,
      FIXED_CLOCK,
      { id: 'local-share', territory: ['31'], filters, part, key: null },
      { limit: 50, offset: 0 },
    )
    for (const { sourceId, reasons: said } of contracts) reasons[sourceId ?? ''] = said
  }
  return reasons
}

t.test('a published department answers, where nothing else does', async (t) => {
  await importContracts(db, FIXED_CLOCK, first)
  t.strictSame((await share()).parts, [2, 1, 2])
  t.strictSame((await share('department')).rows, [
    ['31', 2],
    ['33', 1],
    ['unknown', 2],
  ])
  t.strictSame((await share('proximity')).rows, [
    ['same-commune', 1],
    ['same-department', 1],
    ['elsewhere', 1],
    ['abroad', 1],
    ['unknown', 1],
  ])
  t.match((await reasonsBy()).B, [/non — département 33 \(marchés publiés\)/])
})

t.test('the same file again changes nothing', async (t) => {
  const before = await share('proximity')
  const { stored, updated } = await importContracts(db, FIXED_CLOCK, first)
  t.strictSame([stored, updated], [0, 0])
  t.strictSame(await share('proximity'), before)
})

t.test('a list that says otherwise wins, and files that contradict each other say nothing', async (t) => {
  await importReference(db, FIXED_CLOCK, 'siae', list)
  const { importId } = await importContracts(db, FIXED_CLOCK, second)
  t.strictSame((await share()).parts, [3, 0, 4])
  const reasons = await reasonsBy()
  t.match(reasons.B, [
    /oui — département 31 \(liste importée ; les marchés publiés disent 33 : la liste l’emporte\)/,
  ])
  t.match(reasons.C, [/département inconnu : les marchés publiés se contredisent \(09, 31\)/])
  t.match(reasons.D, [/indéterminé — département inconnu\.$/])

  await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.strictSame((await share()).parts, [3, 0, 2], 'undone: the other file is believed again')
})

t.test('a contract says where each holder is, who says it, and how near the buyer', async (t) => {
  const { contracts } = await listContractSummaries(
    db,
    { ...filters, supplier: null, proximities: ['same-department', 'abroad'] },
    { limit: 9, offset: 0 },
  )
  t.strictSame(contracts.map(({ sourceId }) => sourceId).sort(), ['B', 'C', 'E'])
  const b = contracts.find(({ sourceId }) => sourceId === 'B')
  const report = await reportContract(db, FIXED_CLOCK, b?.id ?? '')
  t.match(report?.holders, [
    { department: '31', departmentFrom: 'list', publishedDepartments: ['33'], proximity: 'same-department' },
  ])
})

t.test('places alone, of contracts known before, change the data: the figure says so', async (t) => {
  const { db } = await openTestDatabase(t)
  const at = (hour: number) => ({ now: () => new Date(`2026-11-23T${hour}:00:00Z`) })
  const local = async () => {
    const asked = { id: 'local-share', territory: ['31'], filters }
    const { total, asOf } = await reportIndicator(db, FIXED_CLOCK, asked)
    return { yes: total.contracts.yes, asOf }
  }
  const [silent, said] = [
    await write('sans.csv', [row('A', NEAR, ',')]),
    await write('avec.csv', [row('A', NEAR, '31,')]),
  ]
  await importContracts(db, at(10), silent)
  t.strictSame(await local(), { yes: 0, asOf: '2026-11-23T10:00:00.000Z' })
  const { stored, updated, unchanged } = await importContracts(db, at(11), said)
  t.strictSame([stored, updated, unchanged], [0, 0, 1])
  t.strictSame(await local(), { yes: 1, asOf: '2026-11-23T11:00:00.000Z' })
  await importContracts(db, at(12), said)
  t.strictSame(await local(), { yes: 1, asOf: '2026-11-23T11:00:00.000Z' }, 'said again, nothing changes')
})

t.test('a list that writes the former code of Corsica, or half a code, says no department', async (t) => {
  const { db } = await openTestDatabase(t)
  await importContracts(
    db,
    FIXED_CLOCK,
    await write(
      'trois.csv',
      [NEAR, LISTED, TWICE].map((holder) => row(holder, holder, ',')),
    ),
  )
  const rows = [`${NEAR},EI,Un,20`, `${LISTED},EI,Deux,97`, `${TWICE},EI,Trois,2b`]
  await importReference(
    db,
    FIXED_CLOCK,
    'siae',
    await save('corse.csv', ['siret,kind,name,department', ...rows]),
  )
  const asked = { id: 'local-share', territory: ['2A'], by: 'department' as const, filters }
  const { rows: found } = await reportIndicator(db, FIXED_CLOCK, asked)
  t.strictSame(
    found.map(({ key, contracts }) => [key, contracts.no, contracts.undetermined]),
    [
      ['2B', 1, 0],
      ['unknown', 0, 2],
    ],
  )
  const sourcesBy = async (by?: 'department' | 'year') =>
    (await reportIndicator(db, FIXED_CLOCK, { id: 'social-consideration', filters, ...(by && { by }) }))
      .sources
  t.match(await sourcesBy('department'), [{ id: 'siae' }], 'rows that a list tells apart name it')
  t.strictSame(await sourcesBy('year'), [])
  t.strictSame(await sourcesBy(), [])
})

t.test(
  'a party comes in with its place, written once; what is said of it otherwise is weighed',
  async (t) => {
    const { db } = await openTestDatabase(t)
    await sql`create function refuse() returns trigger language plpgsql as 'begin raise ''written twice''; end'`.execute(
      db,
    )
    for (const table of ['buyers', 'suppliers'])
      await sql`create trigger refuse_update before update on ${sql.table(table)} for each row execute function refuse()`.execute(
        db,
      )
    await importContracts(db, FIXED_CLOCK, first)
    await sql`drop function refuse cascade`.execute(db)

    const said = await write('trois.csv', [
      row('H', '00001000900017', '31,'),
      row('I', '00001000900017', '31,31555'),
      row('J', '00006000400017', '31,31555'),
      row('K', '00006000400017', '31,31069'),
      row('L', '00003000700017', '31,31555'),
      row('L', '00004000600017', ','),
      row('M', '00004000600017', '09,'),
      row('N', '00005000500016', '09,09122'),
      row('O', '00005000500016', '31,31555'),
      row('P', NOWHERE, '09,09122'),
    ])
    await importContracts(db, FIXED_CLOCK, said)
    const expected = [
      ['00001000900017', '31', '31555'],
      [NOWHERE, '09', '09122'],
      ['00003000700017', '31', '31555'],
      ['00004000600017', '09', null],
      ['00005000500016', null, null],
      ['00006000400017', '31', null],
    ]
    const suppliers = await db
      .selectFrom('suppliers')
      .select(['identifier', 'department', 'commune'])
      .where(
        'identifier',
        'in',
        expected.map(([identifier]) => identifier ?? ''),
      )
      .orderBy('identifier')
      .execute()
    t.strictSame(
      suppliers.map(({ identifier, department, commune }) => [identifier, department, commune]),
      expected,
    )
  },
)
