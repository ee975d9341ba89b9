import { countPeople, personOf, sumHundredths } from './count-people.ts'
import type { StatementFact } from './insertion-facts.ts'

/** What is said of a group: its hours (hundredths) and people, both `null` when the group is too small to be shown. */
export type GroupLine = {
  key: string
  title: string
  hundredths: number | null
  people: number | null
  isHidden: boolean
}

/** What a statement says of the person or of the job: none (not known), one or several. */
export type Aspect = (statement: StatementFact) => readonly string[]

export const UNKNOWN_GROUP = 'unknown'

/** Aspects of persons hold for all their statements: the last one known speaks for those that say nothing. */
function latestOf(
  statements: readonly StatementFact[],
  aspect: Aspect,
): ReadonlyMap<string, readonly string[]> {
  const latest = new Map<string, { to: string; keys: readonly string[] }>()
  for (const statement of statements) {
    const person = personOf(statement)
    const keys = aspect(statement)
    if (person === null || keys.length === 0) continue
    const known = latest.get(person)
    if (!known || statement.to >= known.to) latest.set(person, { to: statement.to, keys })
  }
  return new Map([...latest].map(([person, { keys }]) => [person, keys]))
}

/**
 * Hours and people by group. `isOfPerson`: the aspect is the person's, told once for all; else each statement speaks for itself,
 * and a person may be in several groups. A statement of several groups counts whole in each. Groups of nobody are left out.
 */
export function groupStatements(
  statements: readonly StatementFact[],
  aspect: Aspect,
  { titles, isOfPerson }: { titles: Readonly<Record<string, string>>; isOfPerson: boolean },
): GroupLine[] {
  const ofPerson = isOfPerson ? latestOf(statements, aspect) : new Map<string, readonly string[]>()
  const groups = new Map<string, StatementFact[]>()
  for (const statement of statements) {
    const found = ofPerson.get(personOf(statement) ?? '') ?? aspect(statement)
    for (const key of found.length > 0 ? found : [UNKNOWN_GROUP])
      groups.set(key, [...(groups.get(key) ?? []), statement])
  }
  return [...Object.keys(titles), UNKNOWN_GROUP].flatMap((key) => {
    const members = groups.get(key)
    if (members === undefined) return []
    return {
      key,
      title: titles[key] ?? 'Non connu',
      hundredths: sumHundredths(members),
      people: countPeople(members).atLeast,
      isHidden: false,
    }
  })
}
