import { BREAKDOWN_IDS, BREAKDOWN_TITLES } from '../domain/contract-filter/breakdown.ts'
import { choicesOf, type Indicator, type IndicatorTexts } from '../domain/indicator/indicator.ts'
import { INDICATORS } from '../domain/indicator/indicators.ts'
import { FIELD_TITLES, RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import type { InsertionIndicator } from '../domain/insertion/insertion-indicator.ts'
import { INSERTION_INDICATORS } from '../domain/insertion/insertion-indicators.ts'

const textsOf = ({ references, exclusions, assumptions, parts, ...texts }: IndicatorTexts) => ({
  ...texts,
  parts: { ...parts },
  exclusions: [...exclusions],
  assumptions: [...assumptions],
  references: references.map((reference) => ({ ...reference })),
})

const entryOf = ({ counts, ...texts }: Indicator) => ({
  ...textsOf(texts),
  /** Those that `perimeter` may ask, the default first; none: the indicator leaves no choice. */
  perimeters: [...choicesOf(counts).perimeters],
  usesHolderMethods: choicesOf(counts).holderMethods,
  needsTerritory: choicesOf(counts).territory,
  needsThreshold: choicesOf(counts).threshold,
  fields: choicesOf(counts).field ? RECORDED_FIELDS.map((id) => ({ id, title: FIELD_TITLES[id] })) : [],
})

const insertionEntryOf = ({
  compute: _,
  exclusions,
  assumptions,
  references,
  parts,
  isOfPeople,
  ...texts
}: InsertionIndicator) => ({
  ...texts,
  parts: { ...parts },
  exclusions: [...exclusions],
  assumptions: [...assumptions],
  references: references.map((reference) => ({ ...reference })),
  hidesSmallGroups: isOfPeople,
})

export type CatalogueEntry = ReturnType<typeof entryOf>

/** Every indicator with its texts, from the very objects that decide what is counted, and what any of them is broken down by. */
export const reportCatalogue = () => ({
  indicators: INDICATORS.map(entryOf),
  /** The one that counts suppliers; its figure has a shape of its own. */
  supplierDiversity: textsOf(SUPPLIER_DIVERSITY),
  /** Those that count clauses and hours; their figures have a shape of their own. */
  insertion: INSERTION_INDICATORS.map(insertionEntryOf),
  breakdowns: BREAKDOWN_IDS.map((id) => ({ id, title: BREAKDOWN_TITLES[id] })),
})
