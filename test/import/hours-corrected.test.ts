import assert from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importHours } from '../../src/import/import-hours.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { correctHours } from '../../src/import/insertion-hours.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { openFile } from './temporary-file.ts'

type Line = readonly [person: string, month: string, hours: number]
const tableOf = (lines: readonly Line[]) =>
  ['N° marché;Code personne;Mois;Heures réalisées', ...lines.map((line) => ['M1', ...line].join(';'))].join(
    '\n',
  )

async function open(t: Test) {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'releve.csv')
  await createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: 'M1', lot: null },
      terms: { bases: ['execution-condition'] },
      due: null,
    },
    { author: null },
  )
  const bring = async (lines: readonly Line[], replaces?: number | null) =>
    importHours(db, FIXED_CLOCK, await write(tableOf(lines)), {
      replaces: replaces ? BigInt(replaces) : undefined,
    })
  return { db, bring }
}

const standings = async (db: Db) => {
  const rows = await db
    .selectFrom('insertion_hours')
    .select(['person', 'hundredths', 'standing'])
    .orderBy('id')
    .execute()
  return rows.map(({ person, hundredths, standing }) => `${person} ${hundredths / 100} ${standing}`)
}
const counted = async (db: Db) =>
  (await standings(db)).filter((text) => text.endsWith('counted')).map((text) => text.replace(' counted', ''))

const FIRST: readonly Line[] = [
  ['P-1', '01/2025', 10],
  ['P-2', '01/2025', 20],
  ['P-3', '02/2025', 30],
  ['P-4', '05/2025', 40],
]
const CORRECTED: readonly Line[] = [
  ['P-1', '01/2025', 11],
  ['P-3', '02/2025', 30],
]

t.test(
  'lines that a corrected table dropped still count, are told, and are withdrawn when it replaces the other',
  async (t) => {
    const { db, bring } = await open(t)
    const { importId: first } = await bring(FIRST)
    const { importId: told, problems } = await bring(CORRECTED)
    t.match(problems, [
      { code: 'hours-dropped', isRejection: false, example: { value: `1 ligne de l’import n° ${first}` } },
    ])
    t.strictSame(await counted(db), ['P-2 20', 'P-3 30', 'P-4 40', 'P-1 11'])
    await undoImport(db, FIXED_CLOCK, BigInt(told ?? 0))
    const replacing = await bring(CORRECTED, first)
    t.match(replacing, { updated: 1, unchanged: 1, withdrawn: 1, problems: [] })
    t.strictSame(await counted(db), ['P-3 30', 'P-4 40', 'P-1 11'], 'May is not of the days that it covers')
    t.ok((await standings(db)).includes('P-2 20 superseded'), 'what was there stays')
    await t.rejects(undoImport(db, FIXED_CLOCK, BigInt(first ?? 0)), { message: /relevé corrigé/ })
    t.match(await bring(CORRECTED, first), { unchanged: 2, withdrawn: 0 }, 'the same again changes nothing')
    await undoImport(db, FIXED_CLOCK, BigInt(replacing.importId ?? 0))
    t.strictSame((await counted(db)).sort(), ['P-1 11', 'P-3 30', 'P-4 40'], 'the repeated correction stands')
  },
)

t.test(
  'a person’s correction and another table’s line are not withdrawn; a refused line withdraws nothing',
  async (t) => {
    const { db, bring } = await open(t)
    const { importId: first } = await bring(FIRST)
    const { id } = await db
      .selectFrom('insertion_hours')
      .select('id')
      .where('person', '=', 'P-2')
      .executeTakeFirstOrThrow()
    await correctHours(db, FIXED_CLOCK, { clauseId: 1, id }, { hundredths: 25_00 }, { author: null })
    t.match(await bring(CORRECTED, first), { withdrawn: 0 })
    t.ok((await counted(db)).includes('P-2 25'))
    const broken = await bring(
      [
        ['P-1', '01/2025', 12],
        ['P-3', 'jamais', 1],
      ],
      first,
    )
    t.match(broken, { rejected: 1, withdrawn: 0, problems: [{}, { code: 'hours-not-withdrawn' }] })
    await t.rejects(bring(CORRECTED, 99), { code: 'bad-usage', message: /n° 99/ })
  },
)

const lines = fc.uniqueArray(
  fc.record({
    person: fc.integer({ min: 1, max: 4 }),
    month: fc.integer({ min: 1, max: 4 }),
    hours: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 8, selector: ({ person, month }) => `${person} ${month}` },
)
type Drawn = { person: number; month: number; hours: number }
const toLines = (drawn: readonly Drawn[]): Line[] =>
  drawn.map(({ person, month, hours }) => [`P-${person}`, `0${month}/2025`, hours])

t.test(
  'whatever the tables, a correction leaves its own lines within its days, and undone, what was there',
  async (t) => {
    const { db, bring } = await open(t)
    await fc.assert(
      fc.asyncProperty(lines, lines, async (before, after) => {
        const first = await bring(toLines(before))
        const was = (await counted(db)).sort()
        const months = after.map(({ month }) => month)
        const isCovered = ({ month }: Drawn) => month >= Math.min(...months) && month <= Math.max(...months)
        const expected = [...after, ...before.filter((line) => !isCovered(line))]
        const second = await bring(toLines(after), first.importId)
        assert.deepEqual(
          (await counted(db)).sort(),
          expected.map(({ person, hours }) => `P-${person} ${hours}`).sort(),
        )
        const { read, stored, updated, unchanged, rejected } = second
        assert.equal(read, stored + updated + unchanged + rejected)
        await undoImport(db, FIXED_CLOCK, BigInt(second.importId ?? 0))
        assert.deepEqual((await counted(db)).sort(), was)
        await undoImport(db, FIXED_CLOCK, BigInt(first.importId ?? 0))
        assert.deepEqual(await standings(db), [])
      }),
      { numRuns: runs(40, 12) },
    )
  },
)
