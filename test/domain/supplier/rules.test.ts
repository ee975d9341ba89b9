import t from 'tap'
import { isInForce } from '../../../src/domain/supplier/facts-in-force.ts'
import { decide, type Rule } from '../../../src/domain/supplier/rule.ts'
import { findRule, RULE_SETS, RULES } from '../../../src/domain/supplier/rules.ts'
import { PERIMETER_IDS } from '../../../src/domain/supplier/verdict.ts'
import { supplierWith } from './facts-of.ts'

t.test('a rule id is unique and readable', async (t) => {
  t.equal(new Set(RULES.map((rule) => rule.id)).size, RULES.length)
  for (const rule of RULES) t.match(rule.id, /^[a-z]+(-[a-z]+)+$/)
})

t.test('a rule is found by its id, an unknown id is not', async (t) => {
  for (const rule of RULES) t.equal(findRule(rule.id), rule)
  t.equal(findRule('ess-by-astrology'), null)
})

t.test(
  'each perimeter hears a person first, then tries its yes rules before its no rules, and has both',
  async (t) => {
    for (const perimeter of PERIMETER_IDS) {
      const { rules } = RULE_SETS[perimeter]
      const isByPerson = (rule: Rule) => rule.perimeter === perimeter && rule.id.endsWith('-by-person')
      const outcomes = rules.filter((rule) => !isByPerson(rule)).map((rule) => rule.outcome)
      t.ok(rules.findLastIndex(isByPerson) < 2, perimeter)
      t.strictSame(outcomes, [...outcomes].sort().reverse(), perimeter)
      t.strictSame([...new Set(outcomes)], ['yes', 'no'], perimeter)
    }
  },
)

t.test('each rule has a reference, with the day it was checked, and names what it needs', async (t) => {
  for (const rule of RULES) {
    t.match(rule.reference.url, /^https:\/\/www\.(legifrance\.gouv|data\.gouv)\.fr\//, rule.id)
    t.match(rule.reference.checkedOn, /^\d{4}-\d{2}-\d{2}$/, rule.id)
    t.ok(rule.needs.length > 0, rule.id)
  }
})

t.test('a rule answers only on the days it is in force', async (t) => {
  const rule: Rule = {
    ...(RULES[0] as Rule),
    inForceFrom: '2020-01-01',
    inForceTo: '2020-12-31',
    find: () => [],
  }
  const set = { rules: [rule], findGaps: () => ({ missing: [], evidence: [] }) }
  for (const [on, status] of [
    ['2019-12-31', 'undetermined'],
    ['2020-01-01', 'decided'],
    ['2020-12-31', 'decided'],
    ['2021-01-01', 'undetermined'],
  ] as const)
    t.equal(decide(set, [], { supplier: supplierWith([]), on }).status, status, on)
})

t.test('a fact holds from its first day to its last, both included', async (t) => {
  for (const [validFrom, validTo, on, expected] of [
    ['2024-01-02', '2024-01-04', '2024-01-01', false],
    ['2024-01-02', '2024-01-04', '2024-01-02', true],
    ['2024-01-02', '2024-01-04', '2024-01-04', true],
    ['2024-01-02', '2024-01-04', '2024-01-05', false],
    ['2024-01-02', null, '2999-01-01', true],
    [null, '2024-01-04', '1970-01-01', true],
    [null, null, '2024-01-01', true],
    ['2024-01-04', '2024-01-02', '2024-01-03', false],
  ] as const)
    t.equal(isInForce({ validFrom, validTo }, on), expected, `${validFrom}..${validTo} on ${on}`)
})
