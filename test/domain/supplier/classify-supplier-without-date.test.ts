import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import type { Verdict } from '../../../src/domain/supplier/verdict.ts'
import { COMPLETE, esus, sirene, structure, supplierWith } from './facts-of.ts'

const answer = (verdict: Verdict) => (verdict.status === 'decided' ? verdict.outcome : verdict.missing)

t.test('without a date, the verdict is what holds on every date', async (t) => {
  const agreed = esus('2020-01-01', '2024-12-31')
  for (const { title, facts, perimeter, expected } of [
    {
      title: 'undated facts give their answer',
      facts: supplierWith([sirene('9220', null)]),
      perimeter: 'ess',
      expected: 'yes',
    },
    {
      title: 'an agreement that changes nothing to the answer is set aside',
      facts: supplierWith([sirene('9220', null), agreed]),
      perimeter: 'ess',
      expected: 'yes',
    },
    {
      title: 'an agreement that changes the answer asks for the date',
      facts: supplierWith([agreed], [COMPLETE.esus]),
      perimeter: 'esus',
      expected: ['notification-date'],
    },
    {
      title: 'yes by one rule then by another is yes',
      facts: supplierWith([
        sirene('5710', 'O', { validTo: '2021-12-31' }),
        sirene('9220', 'N', { validFrom: '2022-01-01' }),
      ]),
      perimeter: 'ess',
      expected: 'yes',
    },
    {
      title: 'ESS one day and inclusive the next is in the wide perimeter at all dates',
      facts: supplierWith(
        [esus(null, '2021-12-31'), structure('EI', 'establishment', { validFrom: '2022-01-01' })],
        [COMPLETE.esus, COMPLETE.inclusive],
      ),
      perimeter: 'ess-wide',
      expected: 'yes',
    },
    {
      title: 'undetermined at all dates says all that is missing, but not the date',
      facts: supplierWith([sirene('5710', null, { validTo: '2021-12-31' })]),
      perimeter: 'ess-register',
      expected: ['ess-france-list', 'ess-flag'],
    },
  ] as const)
    t.strictSame(answer(classifySupplier(facts, null, perimeter)), expected, title)
})

t.test('without a date, the verdict names the latest rule and all the evidence once', async (t) => {
  const facts = supplierWith([
    sirene('5710', 'O', { validTo: '2021-12-31' }),
    sirene('9220', 'N', { validFrom: '2022-01-01' }),
  ])
  const verdict = classifySupplier(facts, null, 'ess')
  t.match(verdict, { rule: 'ess-by-legal-form' })
  t.strictSame(
    verdict.evidence.map((one) => one.value),
    [
      'économie sociale et solidaire : O',
      'catégorie juridique : 9220 (association)',
      'économie sociale et solidaire : N',
    ],
  )
})
