import fc from 'fast-check'
import { addDays, type IsoDate } from '../../../src/domain/dates/iso-date.ts'
import type { CompleteList, SupplierFact, SupplierFacts } from '../../../src/domain/supplier/facts.ts'
import { INCLUSIVE_KINDS } from '../../../src/domain/supplier/structure-kinds.ts'
import { COMPLETE } from './facts-of.ts'

/** A day of a narrow window, so that facts meet, overlap and touch. */
export const arbitraryDay: fc.Arbitrary<IsoDate> = fc
  .integer({ min: 0, max: 60 })
  .map((days) => addDays('2024-02-01', days))

const validity = fc.record({
  validFrom: fc.option(arbitraryDay),
  validTo: fc.option(fc.oneof(arbitraryDay, fc.constant('9999-12-31'))),
})
const seenOn = fc.constantFrom('2026-11-01', '2023-12-31')

const statement = fc.oneof(
  fc.record({
    source: fc.constant('sirene' as const),
    legalCategory: fc.option(fc.constantFrom('9220', '5710', '5458', '9240', '5191', '7361', '9224')),
    essFlag: fc.option(fc.constantFrom('O' as const, 'N' as const)),
  }),
  fc.constant({ source: 'ess-france' as const }),
  fc.constant({ source: 'esus' as const }),
  fc.record({
    source: fc.constant('siae' as const),
    structureKind: fc.constantFrom(...INCLUSIVE_KINDS),
    level: fc.constantFrom('establishment' as const, 'legal-unit' as const),
  }),
  fc.record({
    source: fc.constant('company-search' as const),
    isFound: fc.constant(true),
    legalCategory: fc.option(fc.constantFrom('9220', '5710', '9240')),
    isEss: fc.option(fc.boolean()),
    isInclusive: fc.option(fc.boolean()),
    structureKinds: fc.subarray([...INCLUSIVE_KINDS], { maxLength: 2 }),
  }),
  fc.constant({
    source: 'company-search' as const,
    isFound: false,
    legalCategory: null,
    isEss: null,
    isInclusive: null,
    structureKinds: [],
  }),
)

const fact: fc.Arbitrary<SupplierFact> = fc
  .tuple(statement, validity, seenOn)
  .map(([said, valid, seen]) => ({ ...said, ...valid, seenOn: seen }))

const lists: fc.Arbitrary<CompleteList[]> = fc.subarray<CompleteList>(Object.values(COMPLETE))

/** Any supplier a source may describe, contradictions and reversed days included; one in six has no SIREN. */
export const arbitrarySupplier: fc.Arbitrary<SupplierFacts> = fc.record({
  hasSiren: fc.boolean(),
  facts: fc.array(fact, { maxLength: 5 }),
  completeLists: lists,
})
