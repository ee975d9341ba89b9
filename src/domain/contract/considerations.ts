/** Social or environmental considerations of a contract, codes of the vocabulary. */
export type Consideration = 'execution-clause' | 'award-criterion' | 'reserved-contract'

const LABELS: readonly [RegExp, Consideration | 'none'][] = [
  [/^pas de consid[ée]ration/, 'none'],
  [/^clause (sociale|environnementale)/, 'execution-clause'],
  [/^crit[èe]re (social|environnemental)/, 'award-criterion'],
  [/^(march[ée]|concession) r[ée]serv[ée]/, 'reserved-contract'],
]

/** What the record says: a list (empty: said to have none), or `null`: not known. */
export type ReadConsiderations = {
  considerations: readonly Consideration[] | null
  problem: 'unknown-label' | 'contradiction' | null
}

/**
 * Reads `considerationsSociales` or `considerationsEnvironnementales`. `null` labels (a record before 2024) stay unknown.
 * "Pas de…" beside another label contradicts it: the answer is unknown, and flagged.
 */
export function readConsiderations(labels: readonly string[] | null): ReadConsiderations {
  if (labels === null || labels.length === 0) return { considerations: null, problem: null }
  const found = new Set<Consideration>()
  let saysNone = false
  let unknownLabel = false
  for (const label of labels) {
    const match = LABELS.find(([pattern]) => pattern.test(label.trim().toLowerCase()))?.[1]
    if (match === undefined) unknownLabel = true
    else if (match === 'none') saysNone = true
    else found.add(match)
  }
  if (saysNone && found.size > 0) return { considerations: null, problem: 'contradiction' }
  const considerations = saysNone || found.size > 0 ? [...found].sort() : null
  return { considerations, problem: unknownLabel ? 'unknown-label' : null }
}
