import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import { findRule, RULES } from '../../../src/domain/supplier/rules.ts'
import { readRuleFixtures, summarise } from './rule-fixtures.ts'

const fixtures = readRuleFixtures()

t.test('every rule has its fixture, and every fixture its rule', async (t) => {
  t.strictSame(fixtures.map(({ name }) => name).sort(), RULES.map((rule) => rule.id).sort())
  for (const { name, fixture } of fixtures) t.equal(fixture.rule, name)
})

t.test('each fixture shows the rule applying, a contrary answer, and a fact that is missing', async (t) => {
  for (const { name, fixture } of fixtures) {
    const expected = fixture.cases.map((one) => one.expected)
    const outcome = findRule(name)?.outcome
    t.ok(
      expected.some((one) => one.status === 'decided' && one.rule === name),
      `${name}: for`,
    )
    t.ok(
      expected.some((one) => one.status === 'decided' && one.outcome !== outcome),
      `${name}: against`,
    )
    t.ok(
      expected.some((one) => one.status === 'undetermined'),
      `${name}: missing`,
    )
  }
})

for (const { name, fixture } of fixtures)
  t.test(`the cases of ${name} give their verdict`, async (t) => {
    const perimeter = findRule(name)?.perimeter ?? 'ess'
    for (const { title, facts, on, expected } of fixture.cases)
      t.strictSame(summarise(classifySupplier(facts, on, perimeter), expected), expected, title)
  })
