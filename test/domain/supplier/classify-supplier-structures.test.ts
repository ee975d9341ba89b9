import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import type { StructureKind } from '../../../src/domain/supplier/facts.ts'
import { INCLUSIVE_KINDS } from '../../../src/domain/supplier/structure-kinds.ts'
import { PERIMETER_IDS, type PerimeterId, type Verdict } from '../../../src/domain/supplier/verdict.ts'
import { COMPLETE, sirene, structure, supplierWith } from './facts-of.ts'

const ON = '2025-03-14'
const answer = (verdict: Verdict) => (verdict.status === 'decided' ? verdict.outcome : verdict.missing)

t.test('the answer of each kind of structure, known of the establishment', async (t) => {
  const siae: PerimeterId[] = ['siae', 'inclusive', 'ess-wide']
  const handicap: PerimeterId[] = ['handicap', 'inclusive', 'ess-wide']
  const expected: Record<StructureKind, PerimeterId[]> = {
    EI: siae,
    AI: siae,
    ACI: siae,
    ETTI: siae,
    EITI: siae,
    GEIQ: ['inclusive', 'ess-wide'],
    SEP: ['inclusive', 'ess-wide'],
    EA: handicap,
    EATT: handicap,
    ESAT: handicap,
  }
  for (const kind of INCLUSIVE_KINDS) {
    const facts = supplierWith([sirene('5710', 'N'), structure(kind)], Object.values(COMPLETE))
    const yes = PERIMETER_IDS.filter((perimeter) => answer(classifySupplier(facts, ON, perimeter)) === 'yes')
    t.strictSame(
      yes,
      PERIMETER_IDS.filter((perimeter) => expected[kind].includes(perimeter)),
      kind,
    )
  }
})

t.test(
  'known of the legal unit only, a kind agreed for the company counts, one of an establishment is open',
  async (t) => {
    const expected: Record<StructureKind, 'yes' | 'open'> = {
      EI: 'yes',
      AI: 'yes',
      ACI: 'open',
      ETTI: 'yes',
      EITI: 'yes',
      GEIQ: 'yes',
      SEP: 'open',
      EA: 'yes',
      EATT: 'yes',
      ESAT: 'open',
    }
    for (const kind of INCLUSIVE_KINDS) {
      const verdict = classifySupplier(
        supplierWith([structure(kind, 'legal-unit')], [COMPLETE.inclusive]),
        ON,
        'inclusive',
      )
      t.strictSame(answer(verdict), expected[kind] === 'yes' ? 'yes' : ['establishment-status'], kind)
      t.strictSame(
        verdict.evidence.map((one) => one.isFromLegalUnit),
        [true],
        kind,
      )
    }
  },
)

t.test('the establishment decides before the legal unit', async (t) => {
  const facts = supplierWith([structure('EI', 'legal-unit'), structure('ACI')])
  t.match(classifySupplier(facts, ON, 'siae'), {
    rule: 'siae-by-establishment',
    evidence: [{ value: /ACI/ }],
  })
})
