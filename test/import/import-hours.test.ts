import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { LAST_ROW } from '../../src/domain/problem/file-line.ts'
import { importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { correctHours } from '../../src/import/insertion-hours.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { reportClause } from '../../src/reports/insertion-clause-history.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readData, readEverything } from './database-state.ts'
import { openFile } from './temporary-file.ts'
import { day, workbook } from './workbooks.ts'

const BY = { author: 'A. Gente' }

/** A database with one clause, on contract 2025-VOIRIE. */
async function openWithClause(
  t: Parameters<typeof openTestDatabase>[0],
  lots: (string | null)[] = [null],
): Promise<Db> {
  const { db } = await openTestDatabase(t)
  for (const lot of lots)
    await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer: '00001001700010', sourceId: '2025-VOIRIE', lot },
        terms: { bases: ['execution-condition'] },
        due: null,
      },
      BY,
    )
  return db
}

const importOne = (db: Db, name: string, options = {}) => importFile(db, FIXED_CLOCK, fixture(name), options)
const hoursDone = async (db: Db, id = 1) => (await reportClause(db, FIXED_CLOCK, id))?.hours

t.test('a table by person and month: titles of its own, all problems at once, nobody named', async (t) => {
  const db = await openWithClause(t)
  const ledger = await importOne(db, 'hours-by-person.csv')
  t.match(ledger, {
    format: 'hours-by-person-csv',
    read: 9,
    stored: 4,
    updated: 0,
    unchanged: 0,
    rejected: 5,
  })
  t.strictSame(
    ledger.problems
      .map(({ code, column, example }) => `${example.line} ${code} ${column} ${example.value}`)
      .sort(),
    [
      '10 hours-period-unreadable Mois (valeur non reprise : elle pourrait désigner une personne)',
      '11 boolean-unreadable QPV (valeur non reprise : elle pourrait désigner une personne)',
      '11 employer-identifier-invalid SIRET employeur 12345678912345',
      '11 hours-word-unknown Public (valeur non reprise : elle pourrait désigner une personne)',
      '12 total-row Mois (valeur non reprise : elle pourrait désigner une personne)',
      '7 hours-missing Nb heures ',
      '8 person-identified Code participant (valeur non reprise : elle pourrait désigner une personne)',
      '9 clause-unknown N° marché (valeur non reprise : elle pourrait désigner une personne)',
    ],
  )
  t.match(await hoursDone(db), { done: 334.17 })
  const stored = JSON.stringify(await readEverything(db))
  t.notMatch(stored, /quidam|zébulon/i)
  t.match(stored, 'P-006')
  const { rows } = { rows: await db.selectFrom('insertion_hours').selectAll().orderBy('line').execute() }
  t.match(rows[0], {
    person: 'P-001',
    period_from: '2025-01-01',
    period_to: '2025-01-31',
    hundredths: 15_167,
    publics: ['QPV', 'RSA'],
    hiring_form: 'etti',
    employment_form: 'ctt',
    sex: 'female',
    age_band: '26-49',
    is_qpv: true,
  })
})

t.test('the same file twice is once; undone, nothing is left', async (t) => {
  const db = await openWithClause(t)
  const empty = await readData(db)
  const first = await importOne(db, 'hours-by-person.csv')
  const before = await readData(db)
  t.match(await importOne(db, 'hours-by-person.csv'), { stored: 0, unchanged: 4, rejected: 5 })
  t.strictSame(await readData(db), before)
  t.match(await undoImport(db, FIXED_CLOCK, BigInt(first.importId ?? 0)), {
    hours: { removed: 0, handedOver: 4 },
  })
  t.strictSame(await readData(db), before, 'the other import brought them too')
  await undoImport(db, FIXED_CLOCK, 2n)
  t.strictSame(await readData(db), empty)
})

t.test('a table of totals by quarter yields to persons, whatever comes first', async (t) => {
  const db = await openWithClause(t)
  t.match(await importOne(db, 'hours-totals.csv'), {
    format: 'hours-totals-csv',
    read: 3,
    stored: 3,
    rejected: 0,
  })
  t.match(await hoursDone(db), { done: 750, validated: 280 })
  const detail = await importOne(db, 'hours-by-person.csv')
  t.match(
    await hoursDone(db),
    { done: 764.17 },
    '334.17 of persons in the place of the 320 of the first quarter',
  )
  await undoImport(db, FIXED_CLOCK, BigInt(detail.importId ?? 0))
  t.match(await hoursDone(db), { done: 750 })
})

t.test(
  'a later statement of the same hours corrects them; one dated before does not; neither is lost',
  async (t) => {
    const db = await openWithClause(t)
    const write = await openFile(t, 'releve.csv')
    const statement = async (hours: string, stated: string) =>
      importFile(
        db,
        FIXED_CLOCK,
        await write(`N° marché;Trimestre;Heures;Date du relevé\n2025-VOIRIE;T1 2025;${hours};${stated}\n`),
      )
    t.match(await statement('100', '10/04/2025'), { stored: 1 })
    t.match(await statement('120', '10/05/2025'), { stored: 0, updated: 1 })
    t.match(
      await statement('90', '01/04/2025'),
      { stored: 1, updated: 0, problems: [{ code: 'hours-outdated', isRejection: false, count: 1 }] },
      'kept for the history alone: nothing is updated by it',
    )
    t.match(await hoursDone(db), { done: 120 })
    const again = await statement('100', '10/04/2025')
    t.match(again, { unchanged: 1, problems: [{ code: 'hours-restated' }] })
    t.match(await hoursDone(db), { done: 120 })
  },
)

t.test('an import that a person corrected is not undone before the correction is withdrawn', async (t) => {
  const db = await openWithClause(t)
  await importOne(db, 'hours-totals.csv')
  const id = await correctHours(db, FIXED_CLOCK, { clauseId: 1, id: 1n }, { hundredths: 310_00 }, BY)
  t.match(await hoursDone(db), { done: 740 })
  t.match(await importOne(db, 'hours-totals.csv'), { unchanged: 3 })
  t.match(await hoursDone(db), { done: 740 }, 'the same file again takes no correction back')
  await undoImport(db, FIXED_CLOCK, 2n)
  await t.rejects(undoImport(db, FIXED_CLOCK, 1n), {
    code: 'import-in-use',
    message: /corrigées à la main \(clauses n° 1\)/,
  })
  await correctHours(db, FIXED_CLOCK, { clauseId: 1, id }, { isWithdrawn: true }, BY)
  await undoImport(db, FIXED_CLOCK, 1n)
  t.match(await hoursDone(db), { done: 0 })
})

t.test('lines that state the same thing add up, and are told', async (t) => {
  const db = await openWithClause(t)
  const write = await openFile(t, 'releve.csv')
  const path = await write(
    'N° marché;Code personne;Mois;Heures\n2025-VOIRIE;P1;01/2025;10\n2025-VOIRIE;P1;01/2025;20\n',
  )
  t.match(await importFile(db, FIXED_CLOCK, path), {
    stored: 2,
    problems: [{ code: 'hours-repeat', count: 1 }],
  })
  t.match(await hoursDone(db), { done: 30 })
})

t.test(
  'lines of one CSV add up, however far from each other: no line of a CSV is on another sheet',
  async (t) => {
    const db = await openWithClause(t)
    const write = await openFile(t, 'releve.csv')
    const line = '2025-VOIRIE;P1;01/2025;10\n'
    const path = await write(`N° marché;Code personne;Mois;Heures\n${line}${'\n'.repeat(LAST_ROW)}${line}`)
    t.match(await importFile(db, FIXED_CLOCK, path), {
      stored: 2,
      unchanged: 0,
      problems: [{ code: 'hours-repeat', count: 1 }],
    })
    t.match(await hoursDone(db), { done: 20 })
  },
)

t.test('a clause is found by its lot, and asked for where several answer', async (t) => {
  const db = await openWithClause(t, ['1', '2'])
  const write = await openFile(t, 'releve.csv')
  const path = await write(
    'N° marché;Lot;Trimestre;Heures\n2025-voirie;Lot 02;T1 2025;10\n2025-VOIRIE;;T1 2025;20\n2025-VOIRIE;3;T1 2025;5\n',
  )
  const ledger = await importFile(db, FIXED_CLOCK, path)
  t.match(ledger, {
    stored: 1,
    rejected: 2,
    problems: [{ code: 'clause-ambiguous' }, { code: 'clause-unknown' }],
  })
  t.match(await hoursDone(db, 2), { done: 10 })
})

t.test(
  'a facilitator’s workbook: notes above, months as dates, a sheet beside, a column of names refused whole',
  async (t) => {
    const db = await openWithClause(t)
    const write = await openFile(t, 'suivi.xlsx')
    const rows = (nameOf: string | null) => [
      ['Suivi 2025 — à compléter avant le 10 du mois'],
      ['Nom', 'N° personne', 'Marché', 'Mois', 'Heures effectuées', 'Observations'],
      [nameOf, 12, '2025-VOIRIE', day('2025-01-01'), 151.67, 'absent le 12'],
      [null, 13, '2025-VOIRIE', day('2025-02-01'), 70, null],
    ]
    const file = (nameOf: string | null) =>
      write(
        workbook('xlsx', [
          { name: 'Lisez-moi', rows: [['Notice']] },
          { name: 'Heures', rows: rows(nameOf) },
        ]),
      )
    const before = await readEverything(db)
    await t.rejects(importFile(db, FIXED_CLOCK, await file('Quidam')), {
      code: 'personal-data',
      message: /« Nom » : nom ou prénom, 1 cellule, la première feuille « Heures », ligne 3/,
    })
    t.strictSame(await readEverything(db), before)
    t.match(await importFile(db, FIXED_CLOCK, await file(null)), {
      sheets: [
        { name: 'Lisez-moi', isRead: false },
        { name: 'Heures', rows: 2 },
      ],
      stored: 2,
      ignoredColumns: ['Nom', 'Observations'],
    })
    t.match(await hoursDone(db), { done: 221.67 })
  },
)

t.test('a table that is no statement of hours is refused without its cells', async (t) => {
  const db = await openWithClause(t)
  const write = await openFile(t, 'liste.csv')
  const path = await write('Quidam;Zébulon;15/03/1975\nAutre;Personne;16/04/1980\n')
  const error = await importFile(db, FIXED_CLOCK, path, { kind: 'hours' }).catch((caught) => caught)
  t.match(error, { code: 'format-unknown' })
  t.notMatch(JSON.stringify([error.message, error.details]), /quidam|1975/i)
})

t.test('a trial tells all and writes nothing', async (t) => {
  const db = await openWithClause(t)
  const before = await readEverything(db)
  t.match(await importOne(db, 'hours-by-person.csv', { isDryRun: true }), {
    importId: null,
    stored: 4,
    rejected: 5,
  })
  t.strictSame(await readEverything(db), before)
})

t.test(
  'an unreadable date of a statement is told, its hours kept; an unreadable day of a period refuses the line',
  async (t) => {
    const db = await openWithClause(t)
    const write = await openFile(t, 'releve.csv')
    const dated =
      'N° marché;Code personne;Mois;Heures réalisées;Date du relevé\n2025-VOIRIE;P-1;03/2025;10;32/04/2025'
    t.match(await importFile(db, FIXED_CLOCK, await write(dated)), {
      stored: 1,
      rejected: 0,
      problems: [{ code: 'stated-day-unreadable', isRejection: false }],
    })
    const begun = 'N° marché;Code personne;Mois;Du;Heures réalisées\n2025-VOIRIE;P-2;03/2025;32/03/2025;10'
    t.match(await importFile(db, FIXED_CLOCK, await write(begun), { kind: 'hours' }), {
      stored: 0,
      rejected: 1,
      problems: [{ code: 'hours-period-unreadable' }],
    })
  },
)
