import t, { type Test } from 'tap'
import { openCompanySearch } from '../../src/import/company-search.ts'
import { type EnrichmentOptions, enrichSuppliers } from '../../src/import/enrich-suppliers.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { AppError } from '../../src/platform/errors.ts'
import { reportSupplier } from '../../src/reports/supplier-report.ts'
import {
  type Api,
  answerOn,
  json,
  openCompanyApi,
  openTimer,
  page,
  status,
  type Unit,
} from '../support/company-api.ts'
import { FIXED_CLOCK } from '../support/database.ts'
import { buyerOf } from './arbitrary-contracts.ts'
import { differencesBetween, readData, readEverything } from './database-state.ts'
import { esus, openLists, sirene, sirenOf, UNITS, verdictOf } from './reference-lists.ts'

const DAY = '2025-03-14'
const on = (day: string) => ({ now: () => new Date(`${day}T10:00:00Z`) })

/** A database with one contract for each unit, an API that knows some of them, and what asks it. */
async function openEnrichment(
  t: Test,
  known: Readonly<Record<number, Unit>>,
  holders: readonly string[] = UNITS,
) {
  const lists = await openLists(t)
  await lists.contracts(holders)
  const units = Object.entries(known).map(([n, unit]) => [sirenOf(UNITS[Number(n)] as string), unit] as const)
  const api = await openCompanyApi(t, Object.fromEntries(units))
  const enrich = (changes: Partial<EnrichmentOptions> = {}, clock = FIXED_CLOCK) => {
    const abort = changes.abort ?? new AbortController().signal
    const search = openCompanySearch({
      address: api.address,
      clock,
      timer: openTimer(),
      abort,
      timeoutMs: 20_000,
    })
    return enrichSuppliers(lists.db, clock, search, {
      perimeter: 'ess',
      buyers: [],
      limit: null,
      maxAgeDays: 90,
      isAgain: false,
      isDryRun: false,
      ...changes,
      abort,
    })
  }
  const verdict = (n: number, perimeter = 'ess') => verdictOf(lists.db, UNITS[n] as string, perimeter, DAY)
  return { ...lists, api, enrich, verdict }
}

/** Suppliers enough for several batches. */
const MANY = Array.from({ length: 60 }, (_, n) => buyerOf(1_000 + n))

const askedOf = ({ asked }: Api) => asked.map((url) => new URL(url, 'http://api').searchParams.get('q'))

t.test('what the directory says becomes dated facts, and the verdicts follow', async (t) => {
  const { db, enrich, verdict } = await openEnrichment(t, {
    0: { nature_juridique: '9220', complements: { est_ess: false, est_siae: false } },
    1: { nature_juridique: '5710', complements: { est_ess: true, est_siae: true, type_siae: 'EI' } },
    2: { nature_juridique: '9220', complements: { est_ess: true, est_siae: true, type_siae: 'ACI' } },
    3: { nature_juridique: '5710', complements: { est_ess: false } },
  })
  const { ledger, stop } = await enrich()
  t.equal(stop, null)
  t.match(ledger, {
    importId: 2,
    read: 10,
    stored: 10,
    rejected: 0,
    toAsk: 10,
    found: 4,
    notFound: 6,
    inDoubt: { before: { suppliers: 10, answered: 0 }, after: { suppliers: 7, answered: 7 } },
  })
  for (const [n, perimeter, expected] of [
    [0, 'ess', 'yes ess-by-legal-form'],
    [0, 'ess-register', 'undetermined'],
    [1, 'ess', 'yes ess-by-company-search'],
    [1, 'ess-register', 'yes ess-register-by-company-search'],
    [1, 'siae', 'yes siae-by-legal-unit'],
    [2, 'siae', 'undetermined'],
    [3, 'ess', 'undetermined'],
    [4, 'ess', 'undetermined'],
  ] as const)
    t.equal(await verdict(n, perimeter), expected, `${n} ${perimeter}`)
  const report = await reportSupplier(db, FIXED_CLOCK, sirenOf(UNITS[0]))
  t.match(report?.facts, [
    { source: 'company-search', seenOn: '2026-11-23', importId: 2, details: { activity: '81.30Z' } },
  ])
  t.match(report?.verdicts[0]?.evidence, [{ source: 'company-search', seenOn: '2026-11-23' }])
})

t.test(
  'an ordinary company is "no" once a complete list does not hold it either, and not before',
  async (t) => {
    const { enrich, list, verdict } = await openEnrichment(t, {
      0: { nature_juridique: '5710', complements: { est_ess: false } },
    })
    await enrich()
    t.equal(await verdict(0), 'undetermined')
    await list('esus', esus([[UNITS[5], '01/01/2020', '31/12/2030']]), { listedOn: '2026-11-23' })
    t.equal(await verdict(0), 'no not-ess-by-absence')
  },
)

t.test('only suppliers in doubt are asked about, and each once in ninety days', async (t) => {
  const { api, list, enrich } = await openEnrichment(
    t,
    { 2: { nature_juridique: '9220' } },
    UNITS.slice(0, 4),
  )
  await list('sirene', sirene([[UNITS[0], '9220', 'O']]), { listedOn: '2026-11-01' })
  await enrich()
  t.strictSame(askedOf(api), [UNITS[1], UNITS[2], UNITS[3]].map(sirenOf))
  for (const { day, more, asked } of [
    { day: '2026-11-23', more: {}, asked: 0 },
    { day: '2026-11-23', more: { isAgain: true }, asked: 2 },
    { day: '2027-02-20', more: {}, asked: 0 },
    { day: '2027-02-21', more: { isDryRun: true }, asked: 0 },
    { day: '2027-02-21', more: { limit: 1 }, asked: 1 },
    { day: '2027-02-21', more: {}, asked: 1 },
    { day: '2027-02-21', more: { maxAgeDays: 0, perimeter: 'siae' }, asked: 4 },
  ] as const) {
    api.asked.length = 0
    await enrich(more, on(day))
    t.equal(askedOf(api).length, asked, `${day} ${JSON.stringify(more)}`)
  }
})

t.test('a trial asks nothing and says how many would be', async (t) => {
  const { db, api, enrich } = await openEnrichment(t, {})
  const before = await readEverything(db)
  const { ledger } = await enrich({ isDryRun: true, limit: 4 })
  t.match(ledger, { importId: null, read: 0, toAsk: 4, inDoubt: { before: { suppliers: 10 } } })
  t.strictSame(api.asked, [])
  t.strictSame(differencesBetween(await readEverything(db), before), [])
})

t.test('an API out of reach changes nothing', async (t) => {
  const { db, api, enrich } = await openEnrichment(t, {})
  api.address = 'http://127.0.0.1:1'
  const before = await readEverything(db)
  const { stop, ledger } = await enrich()
  t.match(stop, { code: 'service-unreachable' })
  t.equal(ledger.importId, null)
  t.strictSame(differencesBetween(await readEverything(db), before), [])
})

for (const { title, faults, code } of [
  {
    title: 'an API that falls silent',
    faults: Array.from({ length: 12 }, () => status(503)),
    code: 'service-unreachable',
  },
  {
    title: 'an API that asks to come back later',
    faults: [status(429, { 'retry-after': '9999' })],
    code: 'service-refused',
  },
])
  t.test(`${title} leaves what it answered before stored, and the next run goes on`, async (t) => {
    const { db, api, enrich } = await openEnrichment(t, {})
    api.faults = [1, 2].map((n) =>
      json(answerOn(sirenOf(UNITS[n - 1] as string), { nature_juridique: '9220' })),
    )
    api.faults.push(...faults)
    const { stop, ledger } = await enrich()
    t.match(stop, { code })
    t.match(ledger, { importId: 2, stored: 2, inDoubt: { after: { suppliers: 8 } } })
    const row = await db.selectFrom('imports').selectAll().where('id', '=', 2n).executeTakeFirst()
    t.match(row, { kind: 'reference', read_count: ledger.read, stored_count: 2 })
    api.asked.length = 0
    t.match(await enrich(), { stop: null, ledger: { importId: 3, stored: 8 } })
    t.equal(api.asked.length, 8)
  })

t.test(
  'answers that are not the API’s are refused one by one with their reason, and stop the run when most are',
  async (t) => {
    const { db, api, enrich } = await openEnrichment(t, {})
    api.faults = [page, json({ autre: true })]
    const { ledger, stop } = await enrich()
    t.equal(stop, null)
    t.match(ledger, { read: 10, stored: 8, rejected: 2 })
    t.strictSame(
      ledger.problems.map((problem) => problem.code),
      ['answer-not-json', 'answer-unexpected'],
    )
    const problems = await db.selectFrom('import_problems').select(['line', 'code']).orderBy('line').execute()
    t.strictSame(problems, [
      { line: 1, code: 'answer-not-json' },
      { line: 2, code: 'answer-unexpected' },
    ])
    const before = await readEverything(db)
    api.always = page
    const strange = await enrich({ isAgain: true })
    t.match(strange.stop, { code: 'service-unknown', message: /^10 réponses sur 10/ })
    t.equal(strange.ledger.importId, null)
    t.strictSame(differencesBetween(await readEverything(db), before), [])
  },
)

t.test('an interruption stores what was answered', async (t) => {
  const { api, enrich } = await openEnrichment(t, {})
  const controller = new AbortController()
  api.onAsked = () => {
    if (api.asked.length === 4) controller.abort(new Error('Ctrl-C'))
  }
  const { ledger, stop } = await enrich({ abort: controller.signal })
  t.match(stop, { message: 'Ctrl-C' })
  t.match(ledger, { importId: 2, read: 3, stored: 3, rejected: 0 })
})

t.test('a run is one import however many batches it is written in, and is undone whole', async (t) => {
  const { db, api, enrich } = await openEnrichment(t, {}, MANY)
  for (const siret of MANY) api.units.set(sirenOf(siret), { nature_juridique: '9220' })
  const before = await readData(db)
  const { ledger } = await enrich()
  t.match(ledger, { importId: 2, read: 60, stored: 60, inDoubt: { after: { suppliers: 0 } } })
  t.match(await undoImport(db, FIXED_CLOCK, 2n), { kind: 'reference', facts: { removed: 60 } })
  t.strictSame(differencesBetween(await readData(db), before), [])
})

t.test(
  'asked again, what changed holds from that day, what did not is seen again; undone, all is as before',
  async (t) => {
    const { db, api, enrich } = await openEnrichment(
      t,
      { 0: { nature_juridique: '5710' }, 1: { nature_juridique: '5710' } },
      UNITS.slice(0, 3),
    )
    await enrich()
    const before = await readData(db)
    api.units.set(sirenOf(UNITS[0]), { nature_juridique: '5499' })
    api.units.set(sirenOf(UNITS[2]), { nature_juridique: '9220' })
    const { ledger } = await enrich({ isAgain: true }, on('2027-01-10'))
    t.match(ledger, { importId: 3, read: 3, stored: 1, updated: 1, unchanged: 1 })
    const facts = await db
      .selectFrom('facts')
      .select(['siren', 'valid_from', 'valid_to', 'seen_on'])
      .orderBy('siren')
      .orderBy('id')
      .execute()
    t.strictSame(
      facts.map(({ valid_from, valid_to, seen_on }) => [valid_from, valid_to, seen_on]),
      [
        [null, '2027-01-09', '2026-11-23'],
        ['2027-01-10', null, '2027-01-10'],
        [null, null, '2027-01-10'],
        [null, null, '2026-11-23'],
        [null, null, '2027-01-10'],
      ],
    )
    t.equal(
      await verdictOf(db, UNITS[2], 'ess', DAY),
      'yes ess-by-legal-form',
      'found later, it was so all along',
    )
    const refusal = await undoImport(db, FIXED_CLOCK, 2n).catch((error: AppError) => error)
    t.match(refusal, { code: 'import-in-use' })
    await undoImport(db, FIXED_CLOCK, 3n)
    t.strictSame(differencesBetween(await readData(db), before), [])
  },
)

t.test('a run undone while it goes on stops there', async (t) => {
  const { db, api, enrich } = await openEnrichment(t, {}, MANY)
  const undone: Promise<unknown>[] = []
  api.onAsked = () => {
    if (api.asked.length === 30) undone.push(undoImport(db, FIXED_CLOCK, 2n))
  }
  await t.rejects(enrich(), { code: 'import-in-use', message: /a été annulé pendant la recherche/ })
  await Promise.all(undone)
  t.strictSame(await db.selectFrom('facts').select('id').execute(), [])
})
