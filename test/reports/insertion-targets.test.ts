import t from 'tap'
import { importFile } from '../../src/import/import-file.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { reportScoreboard } from '../../src/reports/scoreboard.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'

const PLAN = {
  id: 'plan',
  title: 'Plan',
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2026-12-31',
  targets: [
    {
      id: 'ess',
      title: 'ESS',
      perimeter: 'ess',
      measure: 'contracts',
      values: [{ year: 2025, minimumPercent: 10 }],
    },
  ],
}
const hourTargets = (minimumHours: number) => [
  {
    id: 'heures',
    title: 'Heures d’insertion',
    values: [
      { year: 2026, minimumHours: 1500 },
      { year: 2025, minimumHours },
    ],
  },
]

t.test(
  'a target in hours goes from the plan to the scoreboard, and back when its import is undone',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'plan.json')
    const bring = async (minimumHours: number) =>
      importPlan(
        db,
        FIXED_CLOCK,
        await write(JSON.stringify({ ...PLAN, hourTargets: hourTargets(minimumHours) })),
      )
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
    await importFile(db, FIXED_CLOCK, fixture('hours-totals.csv'))
    t.match(await bring(750), { stored: 1 })
    t.match(await bring(750), { unchanged: 1 }, 'the same plan again changes nothing')
    const scoreboard = () => reportScoreboard(db, FIXED_CLOCK, 'plan')
    t.match((await scoreboard())?.hours, [
      {
        targetId: 'heures',
        year: 2025,
        minimumHours: 750,
        doneHours: 750,
        validatedHours: 280,
        verdict: 'met',
        isProvisional: false,
      },
      { year: 2026, doneHours: 0, verdict: 'behind', isProvisional: true, expectedHours: 1343.84 },
    ])
    const changed = await bring(751)
    t.match(changed, { updated: 1 })
    t.match((await scoreboard())?.hours, [{ minimumHours: 751, verdict: 'missed' }, {}])
    await undoImport(db, FIXED_CLOCK, BigInt(changed.importId ?? 0))
    t.match((await scoreboard())?.hours, [{ minimumHours: 750, verdict: 'met' }, {}])
  },
)

t.test(
  'a target in contracts with an insertion clause has its figure, its gap and its verdict',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const siret = '00001001700010'
    const contract = (id: string, considerationSociale: string) => ({
      id,
      acheteur: { id: siret },
      objet: `Objet ${id}`,
      montant: 60_000,
      dateNotification: '2025-03-01',
      considerationsSociales: { considerationSociale: [considerationSociale] },
      titulaires: [{ titulaire: { id: '00002420800019', typeIdentifiant: 'SIRET' } }],
    })
    const write = await openFile(t, 'marches.json')
    const none = 'Pas de considération sociale'
    const marches = [contract('M1', 'Clause sociale'), contract('M2', 'Clause sociale'), contract('M3', none)]
    await importFile(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
    await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer: siret, sourceId: 'M1', lot: null },
        terms: { bases: ['execution-condition'] },
        due: null,
      },
      { author: null },
    )
    const target = (id: string, value: number) => ({
      id,
      title: 'Marchés avec une clause d’insertion',
      indicator: 'insertion-contracts',
      measure: 'contracts',
      unit: 'count',
      values: [{ year: 2025, value }],
    })
    const plan = await openFile(t, 'plan.json')
    const targets = [target('un', 1), target('deux', 2), target('trois', 3)]
    await importPlan(db, FIXED_CLOCK, await plan(JSON.stringify({ ...PLAN, targets })))
    t.match((await reportScoreboard(db, FIXED_CLOCK, 'plan'))?.rows, [
      { verdict: 'met', actual: { lower: 1, upper: 2 } },
      { verdict: 'depends-on-undetermined', gap: { contracts: { min: 0, max: 1 } } },
      { verdict: 'missed', gap: { contracts: { min: 1, max: 2 } } },
    ])
  },
)
