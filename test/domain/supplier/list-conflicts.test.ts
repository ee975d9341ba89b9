import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { SupplierFacts } from '../../../src/domain/supplier/facts.ts'
import { listConflicts } from '../../../src/domain/supplier/list-conflicts.ts'
import { arbitrarySupplier } from './arbitrary-facts.ts'
import { COMPLETE, company, essFrance, esus, sirene, structure, supplierWith } from './facts-of.ts'

const idsOf = (facts: SupplierFacts) => listConflicts(facts).map((conflict) => conflict.id)

t.test('each contradiction is named', async (t) => {
  for (const { title, facts, expected } of [
    {
      title: 'an association SIRENE says is not ESS',
      facts: supplierWith([sirene('9220', 'N')]),
      expected: ['legal-form-against-sirene-flag'],
    },
    {
      title: 'a company of the ESS France list SIRENE says is not ESS',
      facts: supplierWith([sirene('5710', 'N'), essFrance], [COMPLETE.ess]),
      expected: ['ess-france-against-sirene-flag'],
    },
    {
      title: 'an ESUS company SIRENE says is not ESS',
      facts: supplierWith([sirene('5710', 'N'), esus('2024-01-01', '2028-12-31')]),
      expected: ['esus-against-sirene-flag'],
    },
    {
      title: 'a flagged company the complete ESS France list does not hold',
      facts: supplierWith([sirene('5710', 'O')], [COMPLETE.ess]),
      expected: ['sirene-flag-against-ess-france'],
    },
    {
      title: 'an association the complete ESS France list does not hold',
      facts: supplierWith([sirene('9220', null)], [COMPLETE.ess]),
      expected: ['legal-form-against-ess-france'],
    },
    {
      title: 'an ESUS company the complete ESS France list does not hold',
      facts: supplierWith([esus('2024-01-01', '2028-12-31')], [COMPLETE.ess]),
      expected: ['esus-against-ess-france'],
    },
    {
      title: 'a public body flagged ESS',
      facts: supplierWith([sirene('7361', 'O')]),
      expected: ['public-body-against-ess'],
    },
    {
      title: 'a company the directory says is ESS and SIRENE is not',
      facts: supplierWith([sirene('5710', 'N'), company({ isEss: true })]),
      expected: ['company-search-against-sirene-flag'],
    },
    {
      title: 'a flagged company the directory does not find',
      facts: supplierWith([sirene('5710', 'O'), company({ isEss: false })]),
      expected: ['registers-against-company-search'],
    },
    {
      title: 'a listed company the directory does not find',
      facts: supplierWith([essFrance, company({ isEss: false })]),
      expected: ['registers-against-company-search'],
    },
    {
      title: 'two legal categories',
      facts: supplierWith([sirene('5710', null), company({ legalCategory: '5499' })]),
      expected: ['legal-category-against-company-search'],
    },
    {
      title: 'one legal category twice',
      facts: supplierWith([sirene('5710', null), company({ legalCategory: '5710' })]),
      expected: [],
    },
    {
      title: 'a public body the directory says is ESS',
      facts: supplierWith([company({ legalCategory: '7361', isEss: true })]),
      expected: ['public-body-against-ess'],
    },
    {
      title: 'an inclusive structure the complete list does not hold',
      facts: supplierWith([company({ isInclusive: true, structureKinds: ['EI'] })], [COMPLETE.inclusive]),
      expected: ['company-search-against-inclusive-list'],
    },
    {
      title: 'an inclusive structure of both',
      facts: supplierWith(
        [structure('EI'), company({ isInclusive: true, structureKinds: ['EI'] })],
        [COMPLETE.inclusive],
      ),
      expected: [],
    },
    {
      title: 'a listed structure the directory does not find',
      facts: supplierWith([structure('EI'), company({ isInclusive: false })]),
      expected: ['inclusive-list-against-company-search'],
    },
    {
      title: 'a unit the directory does not know',
      facts: supplierWith([sirene('5710', 'O'), company({ isFound: false })]),
      expected: [],
    },
    {
      title: 'an empty flag contradicts nobody',
      facts: supplierWith([sirene('9220', null), essFrance], [COMPLETE.ess]),
      expected: [],
    },
    {
      title: 'a list that is not complete contradicts nobody',
      facts: supplierWith([sirene('5710', 'O')]),
      expected: [],
    },
    {
      title: 'a doubtful form contradicts nobody',
      facts: supplierWith([sirene('9240', 'N')], [COMPLETE.ess]),
      expected: [],
    },
    {
      title: 'an inclusive structure outside the ESS is no contradiction',
      facts: supplierWith([sirene('5710', 'N')], Object.values(COMPLETE)),
      expected: [],
    },
    { title: 'nothing known, no contradiction', facts: supplierWith([]), expected: [] },
  ])
    t.strictSame(idsOf(facts), expected, title)
})

t.test('an agreement that lapsed before the sources were last seen contradicts nobody', async (t) => {
  const seen = '2026-11-01'
  t.strictSame(idsOf(supplierWith([sirene('5710', 'N'), esus('2021-11-01', seen)])), [
    'esus-against-sirene-flag',
  ])
  t.strictSame(idsOf(supplierWith([sirene('5710', 'N'), esus('2021-11-01', '2026-10-31')])), [])
})

t.test('a contradiction names its sources and shows both sides', async (t) => {
  const [conflict] = listConflicts(supplierWith([sirene('5710', 'O')], [COMPLETE.ess]))
  t.strictSame(conflict?.sources, ['sirene', 'ess-france'])
  t.strictSame(
    conflict?.evidence.map((one) => one.value),
    ['économie sociale et solidaire : O', "absent de la liste d'ESS France"],
  )
})

t.test(
  'every contradiction has an explanation, a likely reason and evidence; none without SIREN',
  async (t) => {
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(arbitrarySupplier, (facts) => {
          const conflicts = listConflicts(facts)
          if (!facts.hasSiren) assert.deepEqual(conflicts, [])
          for (const { explanation, likelyReasons, evidence } of conflicts) {
            assert.match(explanation, /\.$/)
            assert.ok(likelyReasons.length > 0)
            assert.ok(evidence.length > 1)
          }
        }),
      ),
    )
  },
)
