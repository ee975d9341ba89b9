import type { Excluded } from './figure-context.ts'
import type { DataSources } from './sources.ts'

/** "1 marché", "2 marchés". */
export const plural = (count: number, one: string, many: string) => `${count} ${count > 1 ? many : one}`

/** What a figure leaves in doubt. `sources` `null`: it rests on no reference list; `unsaid`: what it cannot count, as a sentence. */
type Doubts = {
  frameworks: string
  to: string | null
  excluded: Excluded
  sources: DataSources | null
  suspectedDuplicates: number
  /** Contracts one of whose holders has no identifier and is known by its name. */
  linkedByName: number
  unsaid: string | null
}

/** What a reader must know before quoting the figure, in French; only what applies to it. */
export function caveatsOf({
  frameworks,
  to,
  excluded,
  sources,
  suspectedDuplicates,
  linkedByName,
  unsaid,
}: Doubts): string[] {
  const caveats = [
    'Les achats inférieurs à 40 000 € HT, pour la plupart absents des données essentielles, ne sont pas comptés.',
    'Les montants sont ceux notifiés (maximum ou estimation), après le dernier avenant connu, et non les dépenses.',
  ]
  if (frameworks === 'ceilings')
    caveats.push(
      'Les accords-cadres comptent pour leur plafond ; les marchés subséquents d’un accord-cadre connu sont écartés.',
    )
  if (frameworks === 'call-offs')
    caveats.push('Les accords-cadres sont écartés ; seuls leurs marchés subséquents comptent.')
  if (frameworks === 'none')
    caveats.push(
      'Accords-cadres et marchés subséquents sont tous comptés : les mêmes euros peuvent l’être deux fois.',
    )
  if (excluded.undated > 0)
    caveats.push(
      `${plural(excluded.undated, 'marché sans date de notification utilisable est écarté', 'marchés sans date de notification utilisable sont écartés')}.`,
    )
  if (excluded.concessions > 0)
    caveats.push(
      `${plural(excluded.concessions, 'concession est écartée : sa valeur', 'concessions sont écartées : leur valeur')} n’est pas un prix payé.`,
    )
  if (suspectedDuplicates > 0)
    caveats.push(
      `${plural(suspectedDuplicates, 'paire de marchés semble n’en faire qu’un, compté deux fois', 'paires de marchés semblent n’en faire qu’un chacune, compté deux fois')} : voir les doublons probables.`,
    )
  if (linkedByName > 0)
    caveats.push(
      `${plural(linkedByName, 'marché a un titulaire connu', 'marchés ont un titulaire connu')} par son seul nom, rattaché à un SIREN d’après ce nom : voir les fournisseurs connus par leur nom.`,
    )
  if (unsaid !== null) caveats.push(unsaid)
  return sources === null ? caveats : [...caveats, ...sourceCaveatsOf(to, sources)]
}

/** What the lists a figure rests on leave in doubt, for a period that ends on `to`. */
export function sourceCaveatsOf(to: string | null, sources: DataSources): string[] {
  const caveats: string[] = []
  const older = sources.filter(({ isComplete, listedOn }) => isComplete && to !== null && listedOn < to)
  if (older.length > 0)
    caveats.push(
      `Listes antérieures à la fin de la période : ${older.map(({ title, listedOn }) => `${title}, ${listedOn}`).join(' ; ')}. Une structure reconnue depuis y manque et compte « non ».`,
    )
  if (!sources.some(({ isComplete }) => isComplete))
    caveats.push(
      'Aucune liste de référence complète n’est importée : l’absence d’une liste n’y vaut jamais « non ».',
    )
  return caveats
}
