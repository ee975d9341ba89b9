import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { decideSupplier, revertDecision } from '../../src/import/decide-supplier.ts'
import { decideVerdicts } from '../../src/import/decide-verdicts.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import {
  listReclassificationReports,
  reportReclassification,
} from '../../src/reports/reclassification-report.ts'
import { reportShare } from '../../src/reports/share-report.ts'
import { reportSupplier } from '../../src/reports/supplier-report.ts'
import { FIXED_CLOCK, runs } from '../support/database.ts'
import { readVerdicts } from './database-state.ts'
import { essFrance, esus, openLists, siae, sirene, sirenOf, UNITS } from './reference-lists.ts'
import { openFile } from './temporary-file.ts'

const SCOPE = { buyers: [], groups: undefined, from: null, to: null }
const changeOf = (db: Db, id: number, perimeter: 'ess' | 'esus' | 'siae' = 'ess', filters = {}) =>
  reportReclassification(db, FIXED_CLOCK, { ...SCOPE, ...filters, id, perimeter })
const latest = async (db: Db) =>
  (await listReclassificationReports(db, { limit: 1, offset: 0 })).reclassifications[0]
const on = (listedOn: string, isComplete = true) => ({ listedOn, isComplete, force: true })

t.test('a list moves the suppliers it names, and those it is silent about', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts(UNITS.slice(0, 3))
  t.equal(await latest(db), undefined, 'suppliers that come in have nothing to move from')
  await list('esus', esus([[UNITS[0], '01/01/2024', '31/12/2024']]), on('2025-01-01'))
  const { id, cause, importId, suppliers } = (await latest(db)) ?? { id: 0 }
  t.match({ cause, importId, suppliers }, { cause: 'list', importId: 2, suppliers: 3 })
  const { movements, share } = await changeOf(db, id, 'esus')
  t.strictSame(
    movements.filter(({ perimeter }) => perimeter === 'esus'),
    [
      {
        perimeter: 'esus',
        before: 'undetermined',
        after: 'no',
        suppliers: 3,
        holders: 2,
        contracts: 2,
        value: 10_000,
      },
      {
        perimeter: 'esus',
        before: 'undetermined',
        after: 'yes',
        suppliers: 1,
        holders: 1,
        contracts: 1,
        value: 5_000,
      },
    ],
    'the first is no longer unknown outside its agreement',
  )
  t.match(share, {
    before: { contracts: { undetermined: 3 } },
    after: { contracts: { yes: 1, no: 2, total: 3 } },
  })

  const report = await reportSupplier(db, FIXED_CLOCK, sirenOf(UNITS[0]))
  t.match(
    report?.reclassifications
      .filter(({ perimeter }) => perimeter === 'esus')
      .map(({ from, to, after }) => [from, to, after]),
    [
      [null, '2023-12-31', 'no'],
      ['2024-01-01', '2024-12-31', 'yes'],
      ['2025-01-01', null, 'no'],
    ],
    'to the day the agreement starts and ends',
  )
  t.match((await changeOf(db, id, 'esus', { to: '2024-05-31' })).movements, [], 'no contract in the period')
})

t.test('the same list twice moves nothing the second time, and both are listed', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([UNITS[0]])
  await list('ess-france', essFrance([UNITS[0]]), on('2025-01-01'))
  await list('ess-france', essFrance([UNITS[0]]), on('2025-02-01'))
  const { reclassifications, total } = await listReclassificationReports(db, { limit: 10, offset: 0 })
  t.equal(total, 2)
  t.equal(reclassifications[0]?.suppliers, 0)
  t.not(reclassifications[1]?.suppliers, 0)
})

const countDecidedAt = async (db: Db) => {
  const { rows } = await sql<{ old: number; new: number }>`
    select (count(*) filter (where decided_at < ${FIXED_CLOCK.now()}))::integer as old,
      (count(*) filter (where decided_at >= ${FIXED_CLOCK.now()}))::integer as new from verdicts
  `.execute(db)
  return rows[0]
}

t.test('a partial list decides again only those it names; a complete one everybody', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts(UNITS)
  await list('esus', esus([[UNITS[9], '01/01/2024', '']]), on('2025-01-01'))
  await sql`update verdicts set decided_at = decided_at - interval '1 day'`.execute(db)
  await list('ess-france', essFrance([UNITS[0]]), on('2025-01-01', false))
  const partial = await countDecidedAt(db)
  t.ok((partial?.old ?? 0) > 0, 'the others are not decided again')
  t.ok((partial?.new ?? 0) > 0)
  await sql`update verdicts set decided_at = decided_at - interval '1 day'`.execute(db)
  await list('ess-france', essFrance([UNITS[0]]), on('2025-02-01'))
  t.equal((await countDecidedAt(db))?.old, 0, 'its silence says something of everybody')
})

t.test('undoing contracts takes the moves of the suppliers that go with it', async (t) => {
  const { db, list, contracts } = await openLists(t)
  const { importId } = await contracts([UNITS[0]])
  await list('ess-france', essFrance([UNITS[0]]), on('2025-01-01'))
  t.equal((await latest(db))?.suppliers, 1)
  await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.equal((await latest(db))?.suppliers, 0)
  t.equal((await sql`select from moved_suppliers`.execute(db)).rows.length, 0)
})

const TEXTS = { reason: 'r', author: 'A', document: 'd' }

type Step =
  | { kind: 'list'; source: number; units: boolean[]; isComplete: boolean }
  | {
      kind: 'decision'
      unit: number
      outcome: 'yes' | 'no'
      from: string | null
      perimeter: 'ess' | 'esus' | 'siae'
    }
  | { kind: 'revert' | 'undo' }

const list: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('list' as const),
  source: fc.integer({ min: 0, max: 3 }),
  units: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  isComplete: fc.boolean(),
})
const decision: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('decision' as const),
  unit: fc.integer({ min: 0, max: 3 }),
  outcome: fc.constantFrom('yes' as const, 'no' as const),
  from: fc.constantFrom(null, '2024-06-01', '2024-06-02'),
  perimeter: fc.constantFrom('ess' as const, 'esus' as const, 'siae' as const),
})
const step = fc.oneof(
  { weight: 4, arbitrary: list },
  { weight: 2, arbitrary: decision },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'revert' }, { kind: 'undo' }) },
)

/** Contracts of one holder and of two, dated and not. */
async function importSomeContracts(t: Test, db: Db) {
  const write = await openFile(t, 'marches.json')
  const contract = (id: number, units: readonly number[], day: string | null) => ({
    id: `M${id}`,
    acheteur: { id: '00001001700010' },
    objet: `Objet ${id}`,
    montant: 1_000 * 2 ** id,
    ...(day && { dateNotification: day }),
    titulaires: units.map((index) => ({ typeIdentifiant: 'SIRET', id: UNITS[index] })),
  })
  const marches = [
    contract(1, [0], '2024-06-01'),
    contract(2, [1], '2023-01-01'),
    contract(3, [0, 2], '2024-05-31'),
    contract(4, [3], null),
    contract(5, [1, 3], null),
    contract(6, [2], '2025-06-01'),
  ]
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
}

async function take(
  { db, list }: Awaited<ReturnType<typeof openLists>>,
  step: Step,
  index: number,
  done: { lists: number[]; decisions: { siren: string; id: number }[] },
) {
  if (step.kind === 'list') {
    const units = UNITS.slice(0, 4).filter((_, place) => step.units[place])
    const day = `2025-01-${String(index + 1).padStart(2, '0')}`
    const lists = [
      ['sirene', sirene(units.map((siret) => [siret, '5710', index % 2 ? 'O' : 'N']))],
      ['ess-france', essFrance(units)],
      ['esus', esus(units.map((siret) => [siret, '01/06/2024', index % 2 ? '' : '31/12/2024']))],
      ['siae', siae(units.map((siret) => [siret, index % 2 ? 'EI' : 'ACI']))],
    ] as const
    const [source, content] = lists[step.source] ?? lists[0]
    if (units.length === 0) return
    const { importId } = await list(source, content, on(day, step.isComplete))
    if (importId) done.lists.push(importId)
  } else if (step.kind === 'decision') {
    const siren = sirenOf(UNITS[step.unit] ?? UNITS[0])
    const { perimeter, outcome, from: validFrom } = step
    const decision = { siren, perimeter, outcome, validFrom, validTo: null, ...TEXTS }
    done.decisions.push({ siren, id: (await decideSupplier(db, FIXED_CLOCK, decision)).id })
  } else if (step.kind === 'revert') {
    const decision = done.decisions.pop()
    if (decision) await revertDecision(db, FIXED_CLOCK, { ...decision, ...TEXTS })
  } else {
    const importId = done.lists.pop()
    if (importId) await undoImport(db, FIXED_CLOCK, BigInt(importId))
  }
}

/** Figures are read whole, and of a period. */
const FIGURES = [
  { perimeter: 'ess', from: null },
  { perimeter: 'ess', from: '2024-01-01' },
  { perimeter: 'siae', from: null },
] as const

type Figure = Pick<Awaited<ReturnType<typeof reportShare>>, 'contracts' | 'value' | 'share'>
const toFigure = ({ contracts, value, share }: Figure): Figure => ({ contracts, value, share })

/** The figures of today. */
async function readShares(db: Db): Promise<Figure[]> {
  const figures = []
  for (const figure of FIGURES) {
    const asked = { ...SCOPE, ...figure, holders: 'any-holder', frameworks: 'ceilings' } as const
    figures.push(toFigure(await reportShare(db, FIXED_CLOCK, asked)))
  }
  return figures
}

/** The same figures, as a reclassification tells them. */
async function tellShares(db: Db, id: number) {
  const told: { before: Figure[]; after: Figure[] } = { before: [], after: [] }
  for (const { perimeter, from } of FIGURES) {
    const { share } = await changeOf(db, id, perimeter, { from })
    told.before.push(toFigure(share.before))
    told.after.push(toFigure(share.after))
  }
  return told
}

async function checkStory(t: Test, steps: readonly Step[]) {
  const lists = await openLists(t)
  const { db } = lists
  await importSomeContracts(t, db)
  const done: Parameters<typeof take>[3] = { lists: [], decisions: [] }
  const read = [await readShares(db)]
  for (const [index, one] of steps.entries()) {
    const before = await latest(db)
    await take(lists, one, index, done)
    if ((await latest(db))?.id !== before?.id) read.push(await readShares(db))
  }
  for (const [index, before] of read.slice(0, -1).entries())
    t.strictSame(await tellShares(db, index + 1), { before, after: read[index + 1] }, `n° ${index + 1}`)
  const decided = await readVerdicts(db)
  await db.transaction().execute((trx) => decideVerdicts(trx, FIXED_CLOCK, 'all'))
  t.strictSame(decided, await readVerdicts(db), 'deciding everything again changes nothing')
}

t.test(
  'whatever happens, every reclassification tells the shares that were read before and after it, and no verdict is missed',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), (steps) =>
        t.test(JSON.stringify(steps), (t) => checkStory(t, steps)).then(() => t.passing()),
      ),
      { numRuns: runs(5, 2) },
    )
  },
)
