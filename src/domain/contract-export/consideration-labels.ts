import type { Consideration, ConsiderationTopic } from '../contract/considerations.ts'

type Labels = { none: string } & Partial<Record<Consideration, string>>

/** The labels of `considerationsSociales` and `considerationsEnvironnementales`, as the 2022 format writes them. */
const LABELS: Readonly<Record<ConsiderationTopic, Labels>> = {
  social: {
    none: 'Pas de considération sociale',
    'execution-clause': 'Clause sociale',
    'award-criterion': 'Critère social',
    'reserved-contract': 'Marché réservé',
  },
  environmental: {
    none: 'Pas de considération environnementale',
    'execution-clause': 'Clause environnementale',
    'award-criterion': 'Critère environnemental',
  },
}

/** The labels of a list; "Pas de…" for a list said to be empty, `null` when nothing is known. */
export function labelsOfConsiderations(
  considerations: readonly Consideration[] | null,
  topic: ConsiderationTopic,
): string[] | null {
  if (considerations === null) return null
  const labels = LABELS[topic]
  if (considerations.length === 0) return [labels.none]
  return considerations.flatMap((consideration) => labels[consideration] ?? [])
}
