import type { Consideration, ConsiderationTopic } from '../contract/considerations.ts'
import { CONSIDERATIONS, type LegalReference } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT, UNSAID } from './shared-texts.ts'

/** What is particular to the share of contracts with one kind of consideration. */
type Particular = Pick<Indicator, 'id' | 'title' | 'definition'> & {
  topic: ConsiderationTopic
  kind: Consideration | 'any'
  /** What the contracts counted "yes" have, as the end of a sentence: "une clause sociale". */
  what: string
  assumptions?: readonly string[]
  references?: readonly LegalReference[]
}

/** The share of contracts whose record says that they have a consideration. */
export const considerationShare = ({
  id,
  title,
  definition,
  topic,
  kind,
  what,
  assumptions = [],
  references = [CONSIDERATIONS],
}: Particular): Indicator => ({
  id,
  title,
  definition,
  formula: SHARE_FORMULA,
  unit: SHARE_UNIT,
  parts: {
    yes: `Marchés dont les données disent ${what}.`,
    no: 'Marchés dont les données sont renseignées et ne disent rien de tel.',
    undetermined: 'Marchés dont les données ne disent rien, ou se contredisent.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [UNSAID, ...assumptions, AMOUNTS],
  references,
  counts: { by: 'contracts', test: { of: 'considerations', topic, kind } },
})
