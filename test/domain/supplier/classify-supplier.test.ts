import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import type { CompleteList } from '../../../src/domain/supplier/facts.ts'
import { PERIMETER_IDS, type PerimeterId, type Verdict } from '../../../src/domain/supplier/verdict.ts'
import { COMPLETE, essFrance, esus, sirene, structure, supplierWith } from './facts-of.ts'

const ON = '2025-03-14'
const answer = (verdict: Verdict) => (verdict.status === 'decided' ? verdict.outcome : verdict.missing)

t.test('a supplier without SIREN is undetermined in every perimeter, whatever is said of it', async (t) => {
  const everything = {
    ...supplierWith([sirene('9220', 'O'), structure('EI')], Object.values(COMPLETE)),
    hasSiren: false,
  }
  for (const perimeter of PERIMETER_IDS)
    for (const on of [ON, null])
      t.strictSame(classifySupplier(everything, on, perimeter), {
        status: 'undetermined',
        missing: ['siren'],
        evidence: [],
      })
})

t.test('what absence from each complete list answers', async (t) => {
  const missing = {
    siae: ['siae-list'],
    handicap: ['siae-list'],
    inclusive: ['siae-list'],
    esus: ['esus-list'],
  }
  for (const { list, no } of [
    { list: COMPLETE.ess, no: [] },
    { list: COMPLETE.esus, no: ['esus'] },
    { list: COMPLETE.siae, no: ['siae'] },
    { list: COMPLETE.inclusive, no: ['siae', 'handicap', 'inclusive'] },
  ] as { list: CompleteList; no: PerimeterId[] }[])
    for (const perimeter of ['siae', 'handicap', 'inclusive', 'esus'] as const) {
      const expected = no.includes(perimeter) ? 'no' : missing[perimeter]
      t.strictSame(
        answer(classifySupplier(supplierWith([], [list]), ON, perimeter)),
        expected,
        `${list.covers}: ${perimeter}`,
      )
    }
})

t.test('a SIRENE statement that says half, completed by another, is read as one', async (t) => {
  const facts = supplierWith([sirene('5710', null), sirene(null, 'N')])
  t.match(classifySupplier(facts, ON, 'ess'), { outcome: 'no', rule: 'not-ess-by-sirene' })
})

t.test('one doubtful legal form among two keeps the question open', async (t) => {
  const facts = supplierWith([sirene('5710', 'N'), sirene('9240', null)], Object.values(COMPLETE))
  t.strictSame(answer(classifySupplier(facts, ON, 'ess')), ['legal-category'])
})

t.test(
  'evidence says where, when it was seen and for which days; both null when the source gives none',
  async (t) => {
    const facts = supplierWith([essFrance, esus('2022-01-01', null)])
    t.strictSame(classifySupplier(facts, ON, 'esus').evidence, [
      {
        source: 'esus',
        value: 'agrément ESUS',
        seenOn: '2026-10-15',
        validFrom: '2022-01-01',
        validTo: null,
      },
    ])
    t.strictSame(classifySupplier(facts, ON, 'ess-register').evidence, [
      {
        source: 'ess-france',
        value: "présent dans la liste d'ESS France",
        seenOn: '2023-12-31',
        validFrom: null,
        validTo: null,
      },
    ])
  },
)

t.test('absence is dated from the latest complete list', async (t) => {
  const older: CompleteList = { ...COMPLETE.esus, seenOn: '2024-01-01' }
  const [absence] = classifySupplier(supplierWith([], [older, COMPLETE.esus, older]), ON, 'esus').evidence
  t.equal(absence?.seenOn, '2026-10-15')
})
