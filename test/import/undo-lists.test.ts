import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import type { SourceId } from '../../src/domain/supplier/facts.ts'
import type { ReferenceOptions } from '../../src/import/import-reference.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { AppError } from '../../src/platform/errors.ts'
import { FIXED_CLOCK } from '../support/database.ts'
import { differencesBetween, readData, type State } from './database-state.ts'
import { essFrance, esus, openLists, siae, sirene, UNITS, verdictOf } from './reference-lists.ts'

type List = readonly [source: SourceId, content: string, options?: ReferenceOptions]

/** What a database with contracts of every unit holds after these lists, in this order. */
async function stateAfter(t: Test, lists: readonly List[]): Promise<State> {
  let state: State = {}
  await t.test('the lists that are left', async (t) => {
    const { db, list, contracts } = await openLists(t)
    await contracts(UNITS)
    for (const [source, content, options] of lists) await list(source, content, options)
    state = await readData(db)
  })
  return state
}

const undo = (db: Db, id: number | null) => undoImport(db, FIXED_CLOCK, BigInt(id ?? 0))

const on = (listedOn: string, more: ReferenceOptions = {}) => ({ listedOn, force: true, ...more })
const renamed = (sirets: readonly string[]) => essFrance(sirets).replaceAll('STRUCTURE', 'NOUVEAU NOM')

for (const { title, before, last, changes } of [
  {
    title: 'the first list of a source',
    before: [],
    last: ['esus', esus([[UNITS[0], '01/01/2020', '31/12/2024']]), on('2025-01-01')],
    changes: { removed: 1, restored: 0 },
  },
  {
    title: 'a list that closes, adds and sees again',
    before: [
      ['ess-france', essFrance(UNITS.slice(0, 5)), on('2025-01-01')],
      ['sirene', sirene([[UNITS[0], '9220', 'O']]), on('2025-01-01')],
    ],
    last: ['ess-france', essFrance(UNITS.slice(2, 7)), on('2025-06-01')],
    changes: { removed: 2, restored: 2 },
  },
  {
    title: 'an extract that adds to the list before',
    before: [['siae', siae([[UNITS[0], 'EI']]), on('2025-01-01')]],
    last: ['siae', siae([[UNITS[1], 'ACI']]), on('2025-06-01', { isComplete: false })],
    changes: { removed: 1, restored: 0 },
  },
  {
    title: 'a list that changes what was said, and names',
    before: [
      ['sirene', sirene(UNITS.map((unit) => [unit, '5710', 'N'])), on('2025-01-01')],
      ['ess-france', essFrance(UNITS), on('2025-01-01')],
      ['sirene', sirene(UNITS.map((unit) => [unit, '5710', 'O'])), on('2025-03-01')],
    ],
    last: ['ess-france', renamed(UNITS), on('2025-06-01')],
    changes: { removed: 0, restored: UNITS.length },
  },
  {
    title: 'a correction of the same day',
    before: [['esus', esus([[UNITS[0], '01/01/2020', '31/12/2024']]), on('2025-01-01')]],
    last: ['esus', esus([[UNITS[0], '01/01/2021', '31/12/2025']]), on('2025-01-01')],
    changes: { removed: 1, restored: 1 },
  },
  {
    title: 'a list that loses all of the one before',
    before: [
      ['sirene', sirene([[UNITS[0], '9220', 'O']]), on('2025-01-01')],
      ['sirene', sirene([[UNITS[0], '5710', 'N']]), on('2025-02-01', { isComplete: true })],
    ],
    last: ['sirene', sirene([[UNITS[1], '9220', 'O']]), on('2025-03-01', { isComplete: true })],
    changes: { removed: 1, restored: 1 },
  },
] as const satisfies readonly { title: string; before: List[]; last: List; changes: object }[])
  t.test(`undoing ${title} leaves what those before made, and it can come again`, async (t) => {
    const { db, list, contracts } = await openLists(t)
    await contracts(UNITS)
    for (const [source, content, options] of before) await list(source, content, options)
    const { importId } = await list(...(last as List))
    const done = await readData(db)
    t.match(await undo(db, importId), { kind: 'reference', facts: changes })
    t.strictSame(differencesBetween(await readData(db), await stateAfter(t, before)), [])
    await list(...(last as List))
    t.strictSame(differencesBetween(await readData(db), done), [], 'imported again')
  })

t.test('lists of one source are undone from the last, and verdicts follow', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([UNITS[0]])
  const verdict = () => verdictOf(db, UNITS[0], 'esus', '2025-07-01')
  const agreed = esus([[UNITS[0], '01/01/2020', '31/12/2026']])
  const ended = esus([[UNITS[0], '01/01/2020', '31/12/2023']])
  const first = await list('esus', agreed, on('2025-01-01'))
  const second = await list('esus', ended, on('2025-06-01'))
  t.equal(await verdict(), 'no not-esus-by-absence')
  const refusal = await undo(db, first.importId).catch((error: AppError) => error)
  t.match(refusal, { code: 'import-in-use', message: /la liste « esus » du 2025-06-01 \(import n° 3\)/ })
  await undo(db, second.importId)
  t.equal(await verdict(), 'yes esus-by-agreement')
  await undo(db, first.importId)
  t.equal(await verdict(), 'undetermined', 'no list is left whose silence would mean no')
})

t.test('a list of another source or layout stands in nobody’s way', async (t) => {
  const { db, list } = await openLists(t)
  const first = await list('esus', esus([[UNITS[0], '01/01/2020', '']]), on('2025-01-01'))
  await list('ess-france', essFrance(UNITS), on('2025-06-01'))
  t.match(await undo(db, first.importId), { facts: { removed: 1, restored: 0 } })
})
