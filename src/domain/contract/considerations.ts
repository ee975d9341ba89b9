/** Social or environmental considerations of a contract, codes of the vocabulary. */
export type Consideration = 'execution-clause' | 'award-criterion' | 'reserved-contract'

/** Which of the two lists of a record: `considerationsSociales` or `considerationsEnvironnementales`. */
export type ConsiderationTopic = 'social' | 'environmental'

/** The labels of each list, lower case. Those of the other list say nothing of this one. */
const LABELS: Readonly<Record<ConsiderationTopic, readonly [RegExp, Consideration | 'none'][]>> = {
  social: [
    [/^pas de consid[ée]ration(?! environnementale)/, 'none'],
    [/^clause sociale/, 'execution-clause'],
    [/^crit[èe]re social/, 'award-criterion'],
    [/^(march[ée]|concession) r[ée]serv[ée]/, 'reserved-contract'],
  ],
  environmental: [
    [/^pas de consid[ée]ration(?! sociale)/, 'none'],
    [/^clause environnementale/, 'execution-clause'],
    [/^crit[èe]re environnemental/, 'award-criterion'],
  ],
}

/** What the record says: a list (empty: said to have none), or `null`: not known. */
export type ReadConsiderations = {
  considerations: readonly Consideration[] | null
  problem: 'unknown-label' | 'contradiction' | null
}

/**
 * What a record says of its considerations. `null` labels (a record before 2024) stay unknown.
 * "Pas de…" beside another label, known or not, contradicts it: the answer is unknown, and flagged.
 */
export function readConsiderations(
  labels: readonly string[] | null,
  topic: ConsiderationTopic,
): ReadConsiderations {
  if (labels === null || labels.length === 0) return { considerations: null, problem: null }
  const found = new Set<Consideration>()
  let saysNone = false
  let unknownLabel = false
  for (const label of labels) {
    const match = LABELS[topic].find(([pattern]) => pattern.test(label.trim().toLowerCase()))?.[1]
    if (match === undefined) unknownLabel = true
    else if (match === 'none') saysNone = true
    else found.add(match)
  }
  if (saysNone && (found.size > 0 || unknownLabel)) return { considerations: null, problem: 'contradiction' }
  const considerations = saysNone || found.size > 0 ? [...found].sort() : null
  return { considerations, problem: unknownLabel ? 'unknown-label' : null }
}
