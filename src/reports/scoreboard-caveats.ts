import { findIndicator } from '../domain/indicator/indicators.ts'
import { isOfSuppliers, type Plan } from '../domain/plan/target.ts'
import { plural } from './caveats.ts'
import type { ScoreboardRow } from './scoreboard.ts'

const isOfConsiderations = (id: string) => {
  const counts = findIndicator(id)?.counts
  return counts?.by === 'contracts' && counts.test.of === 'considerations'
}

/** What a reader must know before quoting a scoreboard, in French; only what applies to it. */
export function caveatsOfScoreboard(plan: Plan, rows: readonly ScoreboardRow[]): string[] {
  const running = rows.filter(({ trajectory }) => trajectory !== null)
  const early = running.filter(({ trajectory }) => trajectory?.isEarly)
  const silent = rows.filter(
    ({ indicator, contracts }) => isOfConsiderations(indicator) && contracts.undetermined > 0,
  )
  const isJoint = plan.buyers.length > 1
  return [
    'Les achats inférieurs à 40 000 € HT, pour la plupart absents des données essentielles, ne sont pas comptés.',
    ...(rows.some(({ gap }) => gap?.estimated)
      ? [
          'Un écart en nombre traduit en euros, ou l’inverse, l’est au montant moyen des marchés de la période : un ordre de grandeur.',
        ]
      : []),
    ...(running.length > 0
      ? [
          'Trajectoire : les jours écoulés sont prolongés au même rythme, sans saison. Un marché peut être publié deux mois après sa notification : le rythme d’une période en cours est plutôt sous-estimé.',
        ]
      : []),
    ...(early.length > 0
      ? [
          `${plural(early.length, 'trajectoire repose', 'trajectoires reposent')} sur moins d’un quart de la période : ${early.length > 1 ? 'elles disent' : 'elle dit'} peu.`,
        ]
      : []),
    ...(silent.length > 0
      ? [
          'Les données de certains marchés ne disent rien des considérations (champ absent, souvent avant 2024) : indéterminé, et non « sans ».',
        ]
      : []),
    ...(plan.targets.some(({ measure }) => isOfSuppliers(measure))
      ? [
          'Des fournisseurs distincts ne s’additionnent ni d’un acheteur à l’autre, ni avec les jours : pas de trajectoire.',
        ]
      : []),
    ...(isJoint
      ? [
          'Le constat porte sur tous les acheteurs du plan réunis ; le résultat de chacun le suit. Un objectif en nombre ou en euros est commun : chacun y a sa part, et pas de verdict.',
        ]
      : []),
  ]
}
