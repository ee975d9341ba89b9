import { PERIMETERS } from '../supplier/perimeters.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { Indicator } from './indicator.ts'
import {
  AMOUNTS,
  JOINT_AWARDS,
  ON_THE_DAY,
  SHARE_EXCLUSIONS,
  SHARE_FORMULA,
  SHARE_UNIT,
} from './shared-texts.ts'

/** What is particular to the share of one perimeter. */
type Particular = Pick<Indicator, 'id' | 'title' | 'definition'> & {
  /** Those that may be asked, the first by default. */
  perimeters: readonly [PerimeterId, ...PerimeterId[]]
  /** Who holds the contracts counted "yes", as the end of a sentence: "une entreprise agréée ESUS". */
  who: string
  assumptions?: readonly string[]
}

/** The share of contracts held by the suppliers of a perimeter: the references are those of its perimeters. */
export function perimeterShare({
  id,
  title,
  definition,
  perimeters,
  who,
  assumptions = [],
}: Particular): Indicator {
  const references = perimeters.flatMap((perimeter) => PERIMETERS[perimeter].references)
  return {
    id,
    title,
    definition,
    formula: SHARE_FORMULA,
    unit: SHARE_UNIT,
    parts: {
      yes: `Marchés dont un titulaire au moins est ${who}.`,
      no: `Marchés dont aucun titulaire n’est ${who}.`,
      undetermined: 'Marchés dont un titulaire au moins ne peut être classé, et dont aucun autre ne répond.',
    },
    exclusions: SHARE_EXCLUSIONS,
    assumptions: [...assumptions, ON_THE_DAY, JOINT_AWARDS, AMOUNTS],
    references: references.filter(
      (reference, index) => references.findIndex(({ title }) => title === reference.title) === index,
    ),
    counts: { by: 'holders', perimeters },
  }
}
