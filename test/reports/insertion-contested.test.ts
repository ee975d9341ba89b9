import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importHours } from '../../src/import/import-hours.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { listFigureClauses, reportInsertionFigure } from '../../src/reports/insertion-figure.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const BUYER = '00001001700010'
const EMPLOYER = '00002448900015'
const ALL = { buyers: [], from: null, to: null }
const PAGE = { limit: 50, offset: 0 }

async function open(test: Test) {
  const { db } = await openTestDatabase(test)
  const write = await openFile(test, 'fichier.csv')
  const clause = (lot: string | null, hours: number | null, endsOn: string | null = null) =>
    createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer: BUYER, sourceId: 'M1', lot },
        terms: { bases: ['execution-condition'], startsOn: '2025-01-01', endsOn },
        due:
          hours === null
            ? null
            : { effectiveOn: '2025-01-01', due: { method: 'entered', hundredths: hours * 100 } },
      },
      { author: null },
    )
  const hours = async (text: string) => importHours(db, FIXED_CLOCK, await write(text))
  const figure = (id: string, request: object = {}) =>
    reportInsertionFigure(db, FIXED_CLOCK, { id, filters: ALL, isInternal: true, ...request })
  return { db, write, clause, hours, figure }
}

t.test(
  'the employers of each year are judged on its last day, whatever the years asked together',
  async (t) => {
    const { db, write, clause, hours, figure } = await open(t)
    await clause(null, null)
    const siae = (rows: string) => `siret,kind,name,is_active\n${rows}`
    const list = (text: string, listedOn: string) =>
      write(text).then((path) => importReference(db, FIXED_CLOCK, 'siae', path, { listedOn, force: true }))
    await list(siae(`${EMPLOYER},EI,Les Jardins,True\n`), '2025-01-01')
    await list(siae('00002441400013,EI,Autre,True\n'), '2026-03-01')
    await hours(
      `N° marché;Code personne;Mois;Heures réalisées;SIRET employeur\nM1;P-1;03/2025;10;${EMPLOYER}\n`,
    )
    const alone = await figure('insertion-companies', {
      filters: { ...ALL, from: '2025-01-01', to: '2025-12-31' },
    })
    const together = await figure('insertion-companies', {
      filters: { ...ALL, from: '2025-01-01', to: '2026-12-31' },
      by: 'year',
    })
    const row = together.rows.find(({ key }) => key === '2025')
    t.strictSame([row?.value, row?.parts], [alone.total.value, alone.total.parts])
    t.match(alone.total.parts, { siae: 1 })
  },
)

t.test('a contract of two clauses brings its amount once', async (t) => {
  const { db, write, clause, figure } = await open(t)
  await importContracts(
    db,
    FIXED_CLOCK,
    await write(
      `id,acheteur_id,objet,montant,titulaire_id,dateNotification\nM1,${BUYER},Travaux,100000,${EMPLOYER},2025-01-01\n`,
    ),
  )
  await sql`update contracts set lot = '1'`.execute(db)
  await clause(null, 100)
  await clause('1', 100)
  const { total } = await figure('insertion-hours-per-100000-euros')
  t.match(total, { value: 200, parts: { due: 200, amount: 100_000, clauses: 2 } })
})

t.test('people whose number is not said are unknown, and not zero', async (t) => {
  const { clause, hours, figure } = await open(t)
  await clause(null, null)
  await hours('N° marché;Trimestre;Heures réalisées;Nb de personnes\nM1;T1 2025;500;\n')
  const unknown = await figure('insertion-people')
  t.match(unknown.total, { value: null, atMost: null })
  t.match(unknown.caveats.join('\n'), /1 relevé d’heures ne dit pas combien/)
  await hours('N° marché;Trimestre;Heures réalisées;Nb de personnes\nM1;T2 2025;500;6\n')
  t.match((await figure('insertion-people')).total, { value: 6, atMost: null })
})

t.test('hours worked after the end of a clause open on that clause', async (t) => {
  const { db, clause, hours, figure } = await open(t)
  await clause(null, null, '2025-12-31')
  await hours('N° marché;Code personne;Mois;Heures réalisées\nM1;P-1;01/2026;120\n')
  const filters = { ...ALL, from: '2026-01-01', to: '2026-12-31' }
  const { total } = await figure('insertion-hours-done', { filters })
  const behind = await listFigureClauses(
    db,
    FIXED_CLOCK,
    { id: 'insertion-hours-done', filters, isInternal: true, key: null },
    PAGE,
  )
  t.equal(total.value, 120)
  t.match(behind, { total: 1, clauses: [{ doneHours: 120 }] })
})
