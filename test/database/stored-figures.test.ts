import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { listComparableBuyers } from '../../src/database/comparable-buyers.ts'
import type { Db } from '../../src/database/connect.ts'
import { countFigure } from '../../src/database/indicators.ts'
import { listNamedSuppliers } from '../../src/database/named-suppliers.ts'
import { hasStaleFigures } from '../../src/database/stored-figures.ts'
import { findStoredFigure } from '../../src/database/stored-shares.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../../src/domain/contract/contract-problems.ts'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { decideSupplier, revertDecision } from '../../src/import/decide-supplier.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { chooseName } from '../../src/import/link-names.ts'
import { refreshStaleFigures } from '../../src/import/reclassify.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { type Clock, todayOf } from '../../src/platform/clock.ts'
import { AppError } from '../../src/platform/errors.ts'
import { sumShare } from '../../src/reports/share-report.ts'
import { buyerOf, sketch, toJson } from '../import/arbitrary-contracts.ts'
import { essFrance, esus, sirene, sirenOf, UNITS } from '../import/reference-lists.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'

const DAY_MS = 86_400_000
const ESS_SHARE = { perimeter: 'ess', holders: 'any-holder', frameworks: 'ceilings' } as const

const SPANS = [
  [null, null],
  ['2024-01-01', '2025-12-31'],
  ['2025-01-01', null],
] as const

/** Each figure of each buyer that is stored, as texts: as `read` gives it. */
async function listFigures(db: Db, clock: Clock, read: typeof findStoredFigure): Promise<string[]> {
  const { rows: buyers } = await sql<{ buyer: string }>`
    select distinct coalesce(siren, id) as buyer from buyers where coalesce(siren, id) ~ '^[0-9]{9}$' order by 1
  `.execute(db)
  const listed: string[] = []
  for (const perimeter of PERIMETER_IDS)
    for (const { buyer } of buyers)
      for (const [from, to] of perimeter === 'ess' ? SPANS : SPANS.slice(0, 1)) {
        const figure = await read(db, {
          ...{
            test: { of: 'holders', perimeter },
            holders: 'any-holder',
            frameworks: 'ceilings',
            by: 'year',
          },
          ...{ plausibleFrom: EARLIEST_PLAUSIBLE_DAY, plausibleTo: todayOf(clock) },
          filters: { buyers: [buyer], from, to },
        })
        listed.push(
          JSON.stringify([perimeter, buyer, from, to, figure], (_, n) =>
            typeof n === 'bigint' ? String(n) : n,
          ),
        )
      }
  return listed
}

async function checkStored(db: Db, clock: Clock, after: string): Promise<void> {
  assert.deepEqual(
    await listFigures(db, clock, findStoredFigure),
    await listFigures(db, clock, countFigure),
    `figures after ${after}`,
  )
  const { rows } = await sql<{ differences: number }>`
    select (select count(*)::integer from (
        (select source, format, count(*)::integer from facts where closed_on is null group by 1, 2 except select source, format, entries from list_entries)
        union all (select source, format, entries from list_entries except select source, format, count(*)::integer from facts where closed_on is null group by 1, 2)
      ) as entries)
      + (select count(*)::integer from (
        (select coalesce(siren, id) from buyers b where exists (select from contracts c where c.buyer_id = b.id) except select buyer from buyer_traits)
        union all (select buyer from buyer_traits except select coalesce(siren, id) from buyers b where exists (select from contracts c where c.buyer_id = b.id))
      ) as traits) as differences
  `.execute(db)
  assert.equal(rows[0]?.differences, 0, `entries and buyers after ${after}`)
}

const [A, B] = ['00002420800019', '00002000800017'] as const
const days = fc.constantFrom('2024-02-01', '2025-02-01', '2026-11-24', '2026-12-02', '1985-01-01')
const nature = fc.constantFrom(null, null, null, null, 'Concession de service')
const contract = fc.record({
  contract: sketch,
  nature,
  day: days,
  buyer: fc.nat(2),
  establishment: fc.nat(1),
})
const file = fc.array(contract, { minLength: 1, maxLength: 6 }).map((drawn) =>
  toJson(
    drawn.map(({ contract, nature, day, buyer, establishment }) => ({
      ...contract,
      nature: nature ?? contract.nature,
      notifiedOn: day,
      buyer: buyerOf(buyer, establishment + 1),
    })),
  ),
)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('import' as const), content: file }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('import-again' as const), nth: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('undo' as const), nth: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('list' as const),
      list: fc.constantFrom(
        ['sirene', sirene([[A, '9220', 'O']])] as const,
        [
          'sirene',
          sirene([
            [A, '5710', 'N'],
            [B, '5499', ''],
          ]),
        ] as const,
        ['ess-france', essFrance(UNITS)] as const,
        ['ess-france', essFrance([B])] as const,
        ['esus', esus([[A, '01/01/2025', '31/12/2025']])] as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      unit: fc.constantFrom(A, B),
      outcome: fc.constantFrom('yes' as const, 'no' as const),
      validFrom: fc.constantFrom(null, '2025-01-01'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('revert' as const), nth: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('name' as const),
      buyer: fc.nat(1),
      holder: fc.constantFrom({}, { typeIdentifiant: 'SIRET', id: A }, { typeIdentifiant: 'SIRET', id: B }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('link' as const),
      choice: fc.constantFrom('link' as const, 'link' as const, 'unlink' as const),
      nth: fc.nat(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const EVERY_NAME = { id: null, buyers: [], isLinked: null }

/** Does the steps on one database: each is allowed to be refused, none to leave stored figures that a full count would not give. */
async function play(t: Test, steps: readonly Step[]): Promise<void> {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'fichier')
  let clock = FIXED_CLOCK
  const files: string[] = []
  const imports: bigint[] = []
  const decisions: { siren: string; id: number }[] = []
  const pick = <T>(items: readonly T[], nth: number) => items[nth % Math.max(items.length, 1)]
  const load = async (content: string) => {
    const { importId } = await importContracts(db, clock, await write(content))
    imports.push(BigInt(importId ?? 0))
  }
  const text = { reason: 'Vu', author: 'agent', document: 'pièce' }
  const actName = async ({ buyer, holder }: Extract<Step, { does: 'name' }>) => {
    const marche = {
      id: `N${imports.length}`,
      acheteur: { id: buyerOf(buyer) },
      objet: 'Espaces verts',
      montant: 50_000,
      dateNotification: '2025-02-01',
      titulaires: [{ denominationSociale: 'Les Jardins d’Éole', ...holder }],
    }
    await load(JSON.stringify({ marches: [marche] }))
  }
  const actLink = async ({ choice, nth }: Extract<Step, { does: 'link' }>) => {
    const named = pick((await listNamedSuppliers(db, EVERY_NAME, { limit: 50, offset: 0 })).suppliers, nth)
    const siren = choice === 'link' ? sirenOf(nth % 2 === 0 ? A : B) : null
    if (named) await chooseName(db, clock, { id: named.id, choice, siren, ...text })
  }
  const actDecide = async ({ unit, outcome, validFrom }: Extract<Step, { does: 'decide' }>) => {
    const asked = { perimeter: 'ess' as const, outcome, validFrom, validTo: null }
    const siren = sirenOf(unit)
    const { id } = await decideSupplier(db, clock, { siren, ...asked, ...text })
    decisions.push({ siren, id })
  }
  const act = async (step: Step): Promise<unknown> => {
    switch (step.does) {
      case 'import':
        files.push(step.content)
        return load(step.content)
      case 'import-again': {
        const again = pick(files, step.nth)
        return again && load(again)
      }
      case 'undo': {
        const undone = pick(imports, step.nth)
        return undone && undoImport(db, clock, undone)
      }
      case 'list': {
        const [source, content] = step.list
        const { importId } = await importReference(db, clock, source, await write(content), { force: true })
        return imports.push(BigInt(importId ?? 0))
      }
      case 'decide':
        return actDecide(step)
      case 'name':
        return actName(step)
      case 'link':
        return actLink(step)
      case 'revert': {
        const taken = pick(decisions, step.nth)
        return taken && revertDecision(db, clock, { ...taken, ...text })
      }
      case 'wait': {
        const now = new Date(clock.now().getTime() + step.days * DAY_MS)
        clock = { now: () => now }
      }
    }
  }
  for (const [rank, step] of steps.entries()) {
    await act(step).catch((error) => {
      if (!(error instanceof AppError)) throw error
    })
    await checkStored(db, clock, `${rank} ${steps.map(({ does }) => does).join(', ')}`)
  }
}

t.test(
  'stored figures never differ from a full count, whatever is imported, undone or decided',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        await t.test('a sequence', (t) => play(t, steps))
      }),
      { numRuns: runs(5, 2), endOnFailure: true },
    )
  },
)

t.test('a contract to come counts from its day on, without anything being written', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const base = {
    lot: null,
    object: 'Toiture',
    nature: 'Marché',
    framework: null,
    euros: 50_000,
    amendments: [],
  }
  const contracts = [
    { ...base, id: 'M1', notifiedOn: '2026-11-23', publishedOn: null, holders: [A], buyer: buyerOf(1) },
    { ...base, id: 'M2', notifiedOn: '2026-11-25', publishedOn: null, holders: [A], buyer: buyerOf(1) },
  ]
  await importContracts(db, FIXED_CLOCK, await write(toJson(contracts)))
  const buyer = buyerOf(1).slice(0, 9)
  for (const { day, counted, undated } of [
    { day: '2026-11-22', counted: null, undated: 2n },
    { day: '2026-11-23', counted: 1n, undated: 1n },
    { day: '2026-11-24', counted: 1n, undated: 1n },
    { day: '2026-11-25', counted: 2n, undated: 0n },
  ]) {
    const clock = { now: () => new Date(`${day}T12:00:00Z`) }
    const figure = await sumShare(db, clock, { buyers: [buyer], from: null, to: null, ...ESS_SHARE }, true)
    t.equal(figure.rows[0]?.contracts.undetermined ?? null, counted, day)
    t.equal(figure.excluded.undated, undated, `${day}, without a usable day`)
    const isStored = await db
      .selectFrom('stored_figures')
      .select('latest_day')
      .where('latest_day', '<=', day)
      .execute()
    t.equal(isStored.length > 0, day >= '2026-11-23', 'what was counted on a later day tells nothing')
  }
})

t.test('a database that has none, or those of another method, counts them when it is opened', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const one = { id: 'M1', lot: null, object: 'Toiture', nature: 'Marché', framework: null, euros: 50_000 }
  const dates = {
    notifiedOn: '2025-02-01',
    publishedOn: null,
    holders: [A],
    amendments: [],
    buyer: buyerOf(1),
  }
  await importContracts(db, FIXED_CLOCK, await write(toJson([{ ...one, ...dates }])))
  for (const spoil of [
    sql`truncate buyer_years, buyer_exclusions, buyer_traits, stored_figures`,
    sql`update stored_figures set method = 'other'`,
  ]) {
    await spoil.execute(db)
    t.equal(await hasStaleFigures(db), true)
    await refreshStaleFigures(db, FIXED_CLOCK)
    t.equal(await hasStaleFigures(db), false)
    await checkStored(db, FIXED_CLOCK, 'opening')
  }
})

t.test('the kind, size and place of a buyer, and how they are known', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'fichier')
  const known = { town: '213105554', overseas: '219740115', corsica: '212000046', county: '223100017' }
  const others = { region: '233500016', epci: '200053791', company: '552100554' }
  const all = { ...known, ...others }
  const marches = Object.values(all).map((id) => ({
    id: `M-${id}`,
    acheteur: { id },
    objet: 'Toiture',
    montant: 50_000,
    dateNotification: '2025-02-01',
    titulaires: [],
  }))
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  const traits = async () =>
    Object.fromEntries(
      (await db.selectFrom('buyer_traits').selectAll().execute()).map((row) => [
        Object.entries(all).find(([, siren]) => siren === row.buyer)?.[0],
        [row.kind, row.kind_from, row.size_class, row.department, row.region].join(' '),
      ]),
    )
  t.strictSame(await traits(), {
    town: 'municipality siren unknown 31 76',
    overseas: 'municipality siren unknown 974 04',
    corsica: 'municipality siren unknown unknown 94',
    county: 'department siren unknown 31 76',
    region: 'region siren unknown unknown 53',
    epci: 'unknown unknown unknown unknown unknown',
    company: 'unknown unknown unknown unknown unknown',
  })
  const header =
    'siren,economieSocialeSolidaireUniteLegale,categorieJuridiqueUniteLegale,trancheEffectifsUniteLegale'
  const rows = [
    [all.epci, '', '7348', '42'],
    [all.company, '', '5599', 'NN'],
    [all.town, '', '7210', '53'],
    [all.county, '', '7220', ''],
  ]
  const list = await write([header, ...rows.map((cells) => cells.join(','))].join('\n'))
  const { importId } = await importReference(db, FIXED_CLOCK, 'sirene', list, { keep: 'useful' })
  t.match(
    await traits(),
    {
      town: 'municipality legal-category 1000-plus 31 76',
      county: 'department legal-category unknown 31 76',
      epci: 'intermunicipality legal-category 1000-plus unknown unknown',
      company: 'other legal-category unknown unknown unknown',
    },
    'the units that buy are kept of a register cut to what is useful',
  )
  const none = { kinds: [], sizes: [], departments: [], regions: [], groups: [] }
  for (const { criteria, expected } of [
    {
      criteria: { ...none, kinds: ['municipality' as const] },
      expected: [all.corsica, all.town, all.overseas],
    },
    { criteria: { ...none, regions: ['76'], sizes: ['1000-plus' as const] }, expected: [all.town] },
    { criteria: { ...none, departments: ['31'] }, expected: [all.town, all.county] },
    { criteria: none, expected: Object.values(all).sort() },
  ])
    t.strictSame(await listComparableBuyers(db, criteria), [...expected].sort())
  await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.match(await traits(), { epci: /^unknown unknown/, town: /^municipality siren/ })
})
