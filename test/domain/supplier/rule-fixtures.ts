import { readdirSync, readFileSync } from 'node:fs'
import type { SupplierFacts } from '../../../src/domain/supplier/facts.ts'
import type { FactName, Verdict } from '../../../src/domain/supplier/verdict.ts'

/** A verdict as a fixture writes it: evidence is the list of its values, left out when the case is not about it. */
export type ExpectedVerdict =
  | { status: 'decided'; outcome: 'yes' | 'no'; rule: string; evidence?: string[] }
  | { status: 'undetermined'; missing: FactName[]; evidence?: string[] }

export type RuleCase = { title: string; facts: SupplierFacts; on: string | null; expected: ExpectedVerdict }
export type RuleFixture = { rule: string; cases: RuleCase[] }

const folder = new URL('../../../fixtures/ess-rules/', import.meta.url)

/** Every fixture of `fixtures/ess-rules`, with its file name without `.json`. */
export function readRuleFixtures(): { name: string; fixture: RuleFixture }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: file.replace('.json', ''),
      fixture: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RuleFixture,
    }))
}

/** The verdict written as `expected` writes it. */
export function summarise(verdict: Verdict, expected: ExpectedVerdict): ExpectedVerdict {
  const { evidence, ...rest } = verdict
  const values = expected.evidence === undefined ? {} : { evidence: evidence.map((one) => one.value) }
  return { ...rest, ...values } as ExpectedVerdict
}
