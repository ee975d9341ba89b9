import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { differencesBetween, readData } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const CLAUSES = ['M1', 'M2']

/** A line of a facilitator; few values, so that lines meet. `stated`: a day of June 2025. */
const line = fc.record({
  contract: fc.constantFrom(...CLAUSES),
  person: fc.constantFrom('P1', 'P2'),
  month: fc.constantFrom('01/2025', '02/2025', '03/2025'),
  hours: fc.integer({ min: 0, max: 200 }),
})
type Line = typeof line extends fc.Arbitrary<infer L> ? L : never
const keyOf = ({ contract, person, month }: Line) => `${contract} ${person} ${month}`
/** A file states each thing once, on the day it gives: no two files of a set give the same. */
const file = fc.uniqueArray(line, { minLength: 1, maxLength: 8, selector: keyOf })
const files = fc.array(file, { minLength: 2, maxLength: 3 })

const toCsv = (lines: readonly Line[], statedOn: number): string =>
  [
    'N° marché;Code personne;Mois;Heures;Date du relevé',
    ...lines.map(
      ({ contract, person, month, hours }) => `${contract};${person};${month};${hours};${statedOn}/06/2025`,
    ),
    '',
  ].join('\n')

async function sumHours(db: Db): Promise<number> {
  const { sum } = await db
    .selectFrom('insertion_hours')
    .select((eb) => eb.fn.sum<string>('hundredths').as('sum'))
    .where('standing', '=', 'counted')
    .executeTakeFirstOrThrow()
  return Number(sum ?? 0)
}

/** What the last statement of each thing says, added up by another way than the product's. */
function expectedSum(stated: readonly (readonly Line[])[]): number {
  const latest = new Map(stated.flatMap((lines) => lines.map((one) => [keyOf(one), one.hours] as const)))
  return [...latest.values()].reduce((sum, hours) => sum + hours * 100, 0)
}

t.test(
  'hours add up in any order of files, imported twice or not, and whichever is taken back',
  { timeout: 280_000 },
  async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'releve.csv')
    for (const sourceId of CLAUSES)
      await createClause(
        db,
        FIXED_CLOCK,
        {
          contract: { buyer: '00001001700010', sourceId, lot: null },
          terms: { bases: ['execution-condition'] },
          due: null,
        },
        { author: null },
      )
    const empty = await readData(db)
    const bring = async (lines: readonly Line[], statedOn: number) => {
      const path = await write(toCsv(lines, statedOn))
      return BigInt((await importFile(db, FIXED_CLOCK, path, { kind: 'hours' })).importId ?? 0)
    }
    await fc.assert(
      fc.asyncProperty(files, fc.nat(), fc.boolean(), async (stated, chosen, isTwice) => {
        const days = stated.map((lines, index) => ({ lines, statedOn: index + 1 }))
        const start = chosen % days.length
        const order = [...days.slice(start), ...days.slice(0, start)]
        const ids: bigint[] = []
        for (const { lines, statedOn } of order) ids.push(await bring(lines, statedOn))
        if (isTwice) ids.push(await bring(order[0]?.lines ?? [], order[0]?.statedOn ?? 1))
        assert.equal(await sumHours(db), expectedSum(stated), 'the latest stated counts, whatever the order')
        const [first = 0n] = ids
        await undoImport(db, FIXED_CLOCK, first)
        const left = isTwice ? days : days.filter(({ lines }) => lines !== order[0]?.lines)
        assert.equal(
          await sumHours(db),
          expectedSum(left.map(({ lines }) => lines)),
          'as if it had never come',
        )
        for (const id of ids.slice(1)) await undoImport(db, FIXED_CLOCK, id)
        assert.deepEqual(differencesBetween(await readData(db), empty), [], 'all undone')
      }),
      { numRuns: 12 },
    )
  },
)
