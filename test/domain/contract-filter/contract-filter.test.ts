import t from 'tap'
import { AMOUNT_BANDS, BAND_STARTS, BAND_TITLES } from '../../../src/domain/contract-filter/amount-band.ts'
import {
  BREAKDOWN_IDS,
  BREAKDOWN_TITLES,
  compareKeys,
  labelOf,
} from '../../../src/domain/contract-filter/breakdown.ts'
import { DEPARTMENT_KEY } from '../../../src/domain/contract-filter/contract-filters.ts'
import { parsePhase } from '../../../src/domain/contract-filter/phase.ts'
import { PROCEDURE_PATTERNS, type Procedure } from '../../../src/domain/contract-filter/procedure.ts'
import { latestLegalFamily } from '../../../src/domain/supplier/latest-legal-family.ts'

t.test('the bands of amounts follow one another', async (t) => {
  const starts = BAND_STARTS.map(({ fromCents }) => fromCents)
  t.strictSame(
    starts,
    [...starts].sort((a, b) => Number(a - b)),
  )
  t.strictSame(['under-40k', ...BAND_STARTS.map(({ band }) => band), 'unknown'], AMOUNT_BANDS)
  t.strictSame(Object.keys(BAND_TITLES), AMOUNT_BANDS)
})

for (const [written, procedure] of [
  ['Procédure adaptée', 'adapted'],
  ['Procedure adaptee', 'adapted'],
  ['MAPA', 'adapted'],
  ["Appel d'offres ouvert", 'open'],
  ['Appel d’offres restreint', 'restricted'],
  ['Marché négocié sans publicité ni mise en concurrence préalable', 'without-publicity'],
  ['Marché passé sans publicité ni mise en concurrence préalable', 'without-publicity'],
  ['Procédure négociée avec mise en concurrence préalable', 'negotiated'],
  ['Procédure avec négociation', 'negotiated'],
  ['Dialogue compétitif', 'dialogue'],
  ['Concours', undefined],
] as [string, Procedure | undefined][])
  t.test(`« ${written} » is ${procedure ?? 'another procedure'}`, async (t) => {
    const found = PROCEDURE_PATTERNS.find(({ pattern }) => new RegExp(pattern, 'i').test(written))
    t.equal(found?.procedure, procedure)
  })

for (const [raw, expected] of [
  ['2022-01-01/2023-12-31', { label: '2022-01-01/2023-12-31', from: '2022-01-01', to: '2023-12-31' }],
  ['Phase 1 : 2022-01-01/2023-12-31', { label: 'Phase 1', from: '2022-01-01', to: '2023-12-31' }],
  ['Premier an:2024', { label: 'Premier an', from: '2024-01-01', to: '2024-12-31' }],
  ['2024-12-31/2024-01-01', null],
  [':2024', null],
  ['outside:2024', null],
  ['Phase 1', null],
] as const)
  t.test(`the phase « ${raw} » is ${expected === null ? 'none' : expected.label}`, async (t) => {
    t.strictSame(parsePhase(raw), expected)
  })

for (const [category, family] of [
  ['9220', 'association'],
  ['9300', 'foundation'],
  ['8210', 'mutual'],
  ['5458', 'cooperative'],
  ['5710', 'company'],
  ['5499', 'company'],
  ['7361', 'public-body'],
  ['6540', 'other'],
  ['1000', 'other'],
  ['9240', 'doubtful'],
  [null, 'unknown'],
] as const)
  t.test(`category ${category} is of the family ${family}`, async (t) => {
    const fact = {
      source: 'sirene',
      legalCategory: category,
      essFlag: null,
      seenOn: '2026-01-01',
      validFrom: null,
      validTo: null,
    } as const
    t.equal(latestLegalFamily([fact]), family)
  })

t.test('departments are codes of France, or unknown', async (t) => {
  for (const code of ['31', '01', '2A', '974', 'unknown']) t.match(code, DEPARTMENT_KEY)
  for (const code of ['1', '2C', '979', '999', 'Haute-Garonne']) t.notMatch(code, DEPARTMENT_KEY)
})

t.test('each breakdown has a title, and its rows are in the order of its words', async (t) => {
  for (const id of BREAKDOWN_IDS) t.ok(BREAKDOWN_TITLES[id], id)
  t.strictSame(
    ['unknown', 'over-5m', 'under-40k'].sort((a, b) => compareKeys('amount', a, b)),
    ['under-40k', 'over-5m', 'unknown'],
  )
  t.strictSame(
    ['unknown', '2024', '2019'].sort((a, b) => compareKeys('year', a, b)),
    ['2019', '2024', 'unknown'],
  )
  t.equal(labelOf('category', 'works'), 'Travaux')
  t.equal(labelOf('year', '2024'), '2024')
  t.equal(labelOf('department', 'unknown'), 'Inconnu')
})
