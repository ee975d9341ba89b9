import { BREAKDOWN_IDS, BREAKDOWN_TITLES } from '../domain/contract-filter/breakdown.ts'
import { choicesOf, type Indicator } from '../domain/indicator/indicator.ts'
import { INDICATORS } from '../domain/indicator/indicators.ts'
import { FIELD_TITLES, RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'

const entryOf = ({ counts, references, exclusions, assumptions, parts, ...texts }: Indicator) => ({
  ...texts,
  parts: { ...parts },
  exclusions: [...exclusions],
  assumptions: [...assumptions],
  references: references.map((reference) => ({ ...reference })),
  /** Those that `perimeter` may ask, the default first; none: the indicator leaves no choice. */
  perimeters: [...choicesOf(counts).perimeters],
  usesHolderMethods: choicesOf(counts).holderMethods,
  needsTerritory: choicesOf(counts).territory,
  fields: choicesOf(counts).field ? RECORDED_FIELDS.map((id) => ({ id, title: FIELD_TITLES[id] })) : [],
})

export type CatalogueEntry = ReturnType<typeof entryOf>

/** Every indicator with its texts, from the very objects that decide what is counted, and what any of them is broken down by. */
export const reportCatalogue = () => ({
  indicators: INDICATORS.map(entryOf),
  breakdowns: BREAKDOWN_IDS.map((id) => ({ id, title: BREAKDOWN_TITLES[id] })),
})
