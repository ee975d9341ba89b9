import type { IsoDate } from '../dates/iso-date.ts'

/** The reference lists. */
export type SourceId = 'sirene' | 'ess-france' | 'cress' | 'esus' | 'siae' | 'handicap' | 'finess'
export const SOURCE_IDS = [
  'sirene',
  'ess-france',
  'cress',
  'esus',
  'siae',
  'handicap',
  'finess',
] as const satisfies readonly SourceId[]

/** The lists that name inclusive structures, establishment by establishment. */
export type StructureSource = Extract<SourceId, 'siae' | 'handicap' | 'finess'>
export const STRUCTURE_SOURCES = ['siae', 'handicap', 'finess'] as const satisfies readonly StructureSource[]

/** Where a fact on a supplier comes from: a list, or the State's company directory, asked unit by unit. */
export type FactSource = SourceId | 'company-search'

/** Perimeters a person may decide. The two others follow: `ess-register` what the State's files say, `ess-wide` what `ess` and `inclusive` say. */
export type DecidablePerimeter = 'ess' | 'esus' | 'siae' | 'handicap' | 'inclusive'
export const DECIDABLE_PERIMETERS = [
  'ess',
  'esus',
  'siae',
  'handicap',
  'inclusive',
] as const satisfies readonly DecidablePerimeter[]

/** Kinds of inclusive structure, codes of Le Marché de l'inclusion. `OPCS` is a facilitator, never a supplier: it never becomes a fact. */
export type StructureKind = 'EI' | 'AI' | 'ACI' | 'ETTI' | 'EITI' | 'GEIQ' | 'SEP' | 'EA' | 'EATT' | 'ESAT'

/** Days a fact holds, both inclusive; `null`: the source gives no bound on that side. Both `null`: undated, holds at any date. */
export type Validity = { validFrom: IsoDate | null; validTo: IsoDate | null }

/** What the sources say of a supplier, each statement with the date of the list it was seen in. */
export type SupplierFact = Validity & { seenOn: IsoDate } & (
    | {
        source: 'sirene'
        /** INSEE legal category (4 digits); `null` when the file leaves it empty. */
        legalCategory: string | null
        /** `economieSocialeSolidaireUniteLegale`; `null` is "not known", a different answer from `N`. */
        essFlag: 'O' | 'N' | null
      }
    | { source: 'ess-france' }
    /** Listed by a regional chamber of the ESS: never complete for the country. */
    | { source: 'cress' }
    | { source: 'esus' }
    | {
        source: StructureSource
        structureKind: StructureKind
        /** `establishment`: the list names this very SIRET; `legal-unit`: it names another SIRET of the same SIREN, or the supplier is known by its SIREN only. */
        level: 'establishment' | 'legal-unit'
      }
    | {
        /** The API Recherche d'entreprises, on a legal unit. All `null` or empty when it does not know the unit. */
        source: 'company-search'
        /** Whether the directory answered with the unit. It leaves out those that refuse diffusion: not found is not "no". */
        isFound: boolean
        legalCategory: string | null
        /** `est_ess`: flagged `O` in SIRENE or listed by ESS France. `false` is "not found there", not "no"; `null`: not said. */
        isEss: boolean | null
        /** `est_siae`: an establishment of the unit is in the inclusive list. `false` is "not found there". */
        isInclusive: boolean | null
        /** `type_siae`: kinds of all the establishments together, none of them located. */
        structureKinds: readonly StructureKind[]
      }
    | {
        /** A row of that list names the supplier but cannot be used (no end date, unknown kind…): the list is not silent about it. */
        source: 'unusable-row'
        unusableRowOf: SourceId
      }
    | {
        /** A person decided, in place of what the lists say of this perimeter. */
        source: 'person'
        perimeter: DecidablePerimeter
        outcome: 'yes' | 'no'
        /** Number of the decision. Of two on the same day, the later one holds. */
        decision: number
        author: string
        reason: string
        /** The document it rests on. */
        document: string
      }
  )

/** A list from which absence means something: it claims to hold every member of what it covers. */
export type CompleteList = { source: SourceId; covers: ListCoverage; seenOn: IsoDate }
/** What a list is a census of: one perimeter (SIAE conventions hold no EA), one kind (FINESS has the ESAT), or the whole inclusive list. */
export type ListCoverage = 'ess' | 'esus' | 'siae' | 'handicap' | 'esat' | 'inclusive'

/** All that a verdict is decided on. `hasSiren` is false for a supplier no French register can know, or whose identifier is unusable. */
export type SupplierFacts = {
  hasSiren: boolean
  facts: readonly SupplierFact[]
  completeLists: readonly CompleteList[]
}
