import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { FIXED_CLOCK, fixture } from './database.ts'

const REFERENCES = [
  ['sirene', 'sirene-stock-unite-legale.csv'],
  ['ess-france', 'ess-france.csv'],
  ['esus', 'esus.csv'],
  ['siae', 'siae.csv'],
] as const

/** Imports the demonstration set: lists, contracts, plan. */
export async function importDemo(db: Db): Promise<void> {
  for (const [source, file] of REFERENCES)
    await importReference(db, FIXED_CLOCK, source, fixture(`demo/${file}`), { listedOn: '2026-10-31' })
  for (const file of [
    'marches-2019-2021.json',
    'marches-2022-2024.json',
    'marches-2024-2026.csv',
    'marches-communes.csv',
  ])
    await importContracts(db, FIXED_CLOCK, fixture(`demo/${file}`))
  await importPlan(db, FIXED_CLOCK, fixture('demo/plan.json'))
}
