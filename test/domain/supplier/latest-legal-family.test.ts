import t from 'tap'
import { latestLegalFamily } from '../../../src/domain/supplier/latest-legal-family.ts'
import { company, essFrance, sirene } from './facts-of.ts'

t.test('the family is that of the category in force, whatever the order of the statements', async (t) => {
  for (const { facts, expected } of [
    { facts: [], expected: 'unknown' },
    { facts: [essFrance, sirene(null, 'O')], expected: 'unknown' },
    { facts: [sirene('9220', null)], expected: 'association' },
    { facts: [sirene('9300', null)], expected: 'foundation' },
    { facts: [sirene('6411', null)], expected: 'mutual' },
    { facts: [sirene('5458', null)], expected: 'cooperative' },
    { facts: [sirene('5710', null)], expected: 'company' },
    { facts: [sirene('7361', null)], expected: 'public-body' },
    { facts: [sirene('9224', null)], expected: 'other' },
    { facts: [sirene('9240', null)], expected: 'doubtful' },
    { facts: [company({ legalCategory: '9220' })], expected: 'association' },
    {
      facts: [
        sirene('9220', null, { validTo: '2024-12-31' }),
        sirene('5710', null, { validFrom: '2025-01-01' }),
      ],
      expected: 'company',
    },
  ] as const) {
    t.equal(latestLegalFamily(facts), expected)
    t.equal(latestLegalFamily(facts.toReversed()), expected)
  }
})
