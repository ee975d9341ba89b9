import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import {
  assignProfiles,
  findOldestRulesVersion,
  listCompleteLists,
  listProfilesToDecide,
  replaceVerdicts,
} from '../../src/database/verdicts.ts'
import type { DatedVerdict } from '../../src/domain/supplier/verdict.ts'
import { openTestDatabase } from '../support/database.ts'
import { holder, merge, record } from './staged-contracts.ts'
import { fact, importList } from './staged-facts.ts'

const NOW = new Date('2026-11-23T10:00:00Z')

const assign = (db: Db, only: 'new' | 'all') => db.transaction().execute((trx) => assignProfiles(trx, only))

/** Suppliers by identifier with what their profile says. */
async function listProfiles(db: Db) {
  const { rows } = await sql<{
    identifier: string
    profile: number
    facts: { source: string; level?: string }[]
  }>`
    select s.identifier, p.id as profile, p.facts from suppliers s join profiles p on p.id = s.profile_id order by s.identifier
  `.execute(db)
  return rows
}

t.test('suppliers of whom the sources say the same share one profile', async (t) => {
  const { db } = await openTestDatabase(t)
  await merge(db, record({ holders: [1, 2, 3, 4].map((n) => holder(n)) }))
  await assign(db, 'new')
  const unknown = await listProfiles(db)
  t.equal(unknown.length, 4)
  t.equal(new Set(unknown.map(({ profile }) => profile)).size, 1, 'nothing is known of any')

  await importList(db, '2025-01-01', [fact(1), fact(2)])
  await assign(db, 'all')
  const [one, two, three, four] = await listProfiles(db)
  t.match(one?.facts, [{ source: 'ess-france', seenOn: '2025-01-01', validFrom: null, validTo: null }])
  t.equal(one?.profile, two?.profile)
  t.equal(three?.profile, four?.profile)
  t.not(one?.profile, three?.profile)
})

t.test(
  'a foreign supplier and a legal unit nobody knows are not alike: no register can know the first',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const foreign = { scheme: 'TVA', identifier: 'DE811111111', siren: null, name: null }
    await merge(db, record({ holders: [holder(1), foreign] }))
    await assign(db, 'new')
    const profiles = await listProfilesToDecide(db, 'all', 0, 10)
    t.strictSame(profiles.map(({ hasSiren, facts }) => [hasSiren, facts]).sort(), [
      [false, []],
      [true, []],
    ])
  },
)

t.test('a statement on an establishment says whether it is the one that holds the contract', async (t) => {
  const { db } = await openTestDatabase(t)
  const siren = { scheme: 'SIREN', identifier: '000000001', siren: '000000001', name: null }
  await merge(db, record({ holders: [holder(1), { ...holder(1), identifier: '00000000199999' }, siren] }))
  const statement = { source: 'siae', covers: 'inclusive' } as const
  await importList(db, '2025-01-01', [fact(1, { siret: '00000000100001' })], statement)
  await assign(db, 'all')
  t.strictSame(
    (await listProfiles(db)).map(({ identifier, facts }) => [identifier, facts.map(({ level }) => level)]),
    [
      ['000000001', ['legal-unit']],
      ['00000000100001', ['establishment']],
      ['00000000199999', ['legal-unit']],
    ],
  )
})

t.test('a statement that never held is no part of a profile; a closed one is', async (t) => {
  const { db } = await openTestDatabase(t)
  await merge(db, record({ holders: [holder(1)] }))
  const says = (value: string) => fact(1, { statement: { said: value } })
  for (const [day, value] of [
    ['2025-01-01', 'A'],
    ['2025-02-01', 'B'],
    ['2025-02-01', 'C'],
  ] as const)
    await importList(db, day, [says(value)])
  await assign(db, 'all')
  t.match((await listProfiles(db))[0]?.facts, [
    { said: 'A', validFrom: null, validTo: '2025-01-31' },
    { said: 'C', validFrom: '2025-02-01', validTo: null },
  ])
})

t.test('a profile that nobody has any more goes, with its verdicts', async (t) => {
  const { db } = await openTestDatabase(t)
  await merge(db, record({ holders: [holder(1)] }))
  await assign(db, 'new')
  const [before] = await listProfiles(db)
  const profileId = before?.profile ?? 0
  await replaceVerdicts(db, [{ profileId, perimeter: 'ess', timeline: UNDETERMINED }], 1, NOW)
  await importList(db, '2025-01-01', [fact(1)])
  await assign(db, 'all')
  const { rows } = await sql<{ id: number; verdicts: number }>`
    select p.id, (select count(*)::integer from verdicts) as verdicts from profiles p
  `.execute(db)
  t.equal(rows.length, 1)
  t.not(rows[0]?.id, profileId)
  t.equal(rows[0]?.verdicts, 0)
})

const UNDETERMINED: DatedVerdict[] = [
  {
    validFrom: null,
    validTo: null,
    verdict: { status: 'undetermined', missing: ['esus-list'], evidence: [] },
  },
]
const DECIDED: DatedVerdict[] = [
  {
    validFrom: null,
    validTo: '2023-12-31',
    verdict: { status: 'undetermined', missing: ['ess-flag'], evidence: [] },
  },
  {
    validFrom: '2024-01-01',
    validTo: null,
    verdict: { status: 'decided', outcome: 'yes', rule: 'ess-by-esus', evidence: [] },
  },
]

t.test(
  'profiles are decided in batches, each once; verdicts are replaced, their ends without limit stored',
  async (t) => {
    const { db } = await openTestDatabase(t)
    await merge(db, record({ holders: [1, 2, 3].map((n) => holder(n)) }))
    await importList(db, '2025-01-01', [
      fact(1, { statement: { said: 'A' } }),
      fact(2, { statement: { said: 'B' } }),
    ])
    await assign(db, 'all')
    const first = await listProfilesToDecide(db, 'new', 0, 2)
    const rest = await listProfilesToDecide(db, 'new', first.at(-1)?.id ?? 0, 2)
    t.strictSame([first.length, rest.length], [2, 1])
    t.strictSame(await listProfilesToDecide(db, 'new', rest.at(-1)?.id ?? 0, 2), [])

    const profileId = first[0]?.id ?? 0
    await replaceVerdicts(db, [{ profileId, perimeter: 'ess', timeline: UNDETERMINED }], 1, NOW)
    t.equal((await listProfilesToDecide(db, 'new', 0, 9)).length, 2, 'one is decided')
    t.equal((await listProfilesToDecide(db, 'all', 0, 9)).length, 3)
    await replaceVerdicts(db, [{ profileId, perimeter: 'ess', timeline: DECIDED }], 2, NOW)
    const { rows } = await sql`
    select perimeter, valid_from::text, valid_to::text, outcome, rule, missing, rules_version from verdicts order by valid_from
  `.execute(db)
    t.strictSame(rows, [
      {
        perimeter: 'ess',
        valid_from: '-infinity',
        valid_to: '2023-12-31',
        outcome: 'undetermined',
        rule: null,
        missing: ['ess-flag'],
        rules_version: 2,
      },
      {
        perimeter: 'ess',
        valid_from: '2024-01-01',
        valid_to: 'infinity',
        outcome: 'yes',
        rule: 'ess-by-esus',
        missing: [],
        rules_version: 2,
      },
    ])
  },
)

t.test('verdicts say the oldest rules that decided them', async (t) => {
  const { db } = await openTestDatabase(t)
  t.equal(await findOldestRulesVersion(db), null, 'none yet')
  await merge(db, record())
  await assign(db, 'new')
  const [profile] = await listProfiles(db)
  const profileId = profile?.profile ?? 0
  await replaceVerdicts(db, [{ profileId, perimeter: 'ess', timeline: DECIDED }], 2, NOW)
  t.equal(await findOldestRulesVersion(db), 2)
})

t.test('the silence of a list means something when it is complete', async (t) => {
  const { db } = await openTestDatabase(t)
  t.strictSame(await listCompleteLists(db), [])
  await importList(db, '2025-01-01', [fact(1)], { isComplete: false })
  t.strictSame(await listCompleteLists(db), [], 'partial')
  await importList(db, '2025-02-01', [fact(1)])
  await importList(db, '2025-03-01', [fact(1)], { source: 'esus', covers: 'esus' })
  t.strictSame(await listCompleteLists(db), [
    { source: 'ess-france', covers: 'ess', seenOn: '2025-02-01' },
    { source: 'esus', covers: 'esus', seenOn: '2025-03-01' },
  ])
})
