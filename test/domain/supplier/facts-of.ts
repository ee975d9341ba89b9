import type { Decision } from '../../../src/domain/supplier/decisions.ts'
import type {
  CompleteList,
  DecidablePerimeter,
  StructureKind,
  SupplierFact,
  SupplierFacts,
} from '../../../src/domain/supplier/facts.ts'
import type { CompanyFact } from '../../../src/domain/supplier/facts-in-force.ts'

type Days = { validFrom?: string | null; validTo?: string | null }
const days = ({ validFrom = null, validTo = null }: Days) => ({ validFrom, validTo })

/** A statement of SIRENE seen on 1 November 2026. */
export const sirene = (
  legalCategory: string | null,
  essFlag: 'O' | 'N' | null,
  on: Days = {},
): SupplierFact => ({
  source: 'sirene',
  legalCategory,
  essFlag,
  seenOn: '2026-11-01',
  ...days(on),
})

/** Presence in the ESS France list, undated. */
export const essFrance: SupplierFact = { source: 'ess-france', seenOn: '2023-12-31', ...days({}) }

/** An ESUS agreement, both days inclusive. */
export const esus = (validFrom: string | null, validTo: string | null): SupplierFact => ({
  source: 'esus',
  seenOn: '2026-10-15',
  validFrom,
  validTo,
})

/** A structure of the inclusive list. */
export const structure = (
  structureKind: StructureKind,
  level: 'establishment' | 'legal-unit' = 'establishment',
  on: Days = {},
): SupplierFact => ({ source: 'siae', structureKind, level, seenOn: '2026-11-10', ...days(on) })

/** An answer of the State's company directory; what is not given is not said. */
export const company = (changes: Partial<Omit<CompanyFact, 'source'>> = {}): SupplierFact => ({
  source: 'company-search',
  isFound: true,
  legalCategory: null,
  isEss: null,
  isInclusive: null,
  structureKinds: [],
  seenOn: '2026-11-20',
  ...days({}),
  ...changes,
})

/** A decision of a person, for any day unless told. */
export const decided = (
  perimeter: DecidablePerimeter,
  outcome: 'yes' | 'no',
  changes: Partial<Omit<Decision, 'source' | 'perimeter' | 'outcome'>> = {},
): Decision => ({
  source: 'person',
  perimeter,
  outcome,
  decision: 1,
  author: 'C. Martin',
  reason: 'statuts lus',
  document: 'statuts du 3 mars 2023',
  seenOn: '2026-11-20',
  ...days({}),
  ...changes,
})

/** The complete lists of the tests, by what they cover. */
export const COMPLETE = {
  ess: { source: 'ess-france', covers: 'ess', seenOn: '2023-12-31' },
  esus: { source: 'esus', covers: 'esus', seenOn: '2026-10-15' },
  siae: { source: 'siae', covers: 'siae', seenOn: '2021-12-31' },
  inclusive: { source: 'siae', covers: 'inclusive', seenOn: '2026-11-10' },
} as const satisfies Record<string, CompleteList>

/** A supplier with a SIREN. */
export const supplierWith = (
  facts: readonly SupplierFact[],
  completeLists: readonly CompleteList[] = [],
): SupplierFacts => ({ hasSiren: true, facts, completeLists })
