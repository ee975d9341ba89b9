import type { TargetVerdict } from '../domain/plan/aim.ts'
import type { Outlook } from '../domain/plan/trajectory.ts'
import type { Trend } from '../domain/plan/trend.ts'
import { inBounds, inCount, inEuros } from './french-numbers.ts'
import type { ScoreboardRow } from './scoreboard.ts'
import type { NumberRange, Standing, UnitBounds } from './target-standing.ts'

/* A scoreboard as an agent reads it: sentences short enough for a cell. */

/** Verdicts as an agent reads them. */
export const VERDICT_TITLES: Readonly<Record<TargetVerdict, string>> = {
  met: 'atteint',
  missed: 'non atteint',
  'depends-on-undetermined': 'dépend des indéterminés',
  'no-contracts': 'aucun marché',
}

export const OUTLOOK_TITLES: Readonly<Record<Outlook, string>> = {
  secured: 'acquis',
  'on-track': 'dans les temps',
  behind: 'en retard',
  'out-of-reach': 'hors d’atteinte à ce rythme',
  'depends-on-undetermined': 'dépend des indéterminés',
  'no-pace': 'rien à prolonger',
}

export const TREND_TITLES: Readonly<Record<Trend, string>> = {
  improving: 'en progrès',
  worsening: 'en recul',
  stable: 'stable',
  uncertain: 'incertaine',
}

/** What is counted, one and several. */
const NOUNS: Readonly<Record<string, readonly [string, string]>> = {
  contracts: ['marché', 'marchés'],
  suppliers: ['fournisseur', 'fournisseurs'],
  'new-suppliers': ['nouveau fournisseur', 'nouveaux fournisseurs'],
}

type Measured = Pick<ScoreboardRow, 'unit' | 'measure' | 'direction'>

/** An amount of what a target counts: "3 marchés", "12 000 €". */
export function amountInWords(value: number, measure: string): string {
  const [one, many] = NOUNS[measure] ?? ['', '']
  return measure === 'value' ? inEuros(value) : `${inCount(value)} ${Math.abs(value) > 1 ? many : one}`
}

/** "1 à 3 marchés", or "3 marchés" where nothing is undetermined. */
function rangeInWords({ min, max }: NumberRange, measure: string): string {
  const most = amountInWords(max, measure)
  if (min === max) return most
  return `${measure === 'value' ? inEuros(min) : inCount(min)} à ${most}`
}

/** "au moins 12,5 %", "au plus 4 fournisseurs" */
export function targetInWords({ unit, measure, direction, target }: Measured & { target: number }): string {
  const value = unit === 'percent' ? inPercentOfTarget(target) : amountInWords(target, measure)
  return `au ${direction === 'at-least' ? 'moins' : 'plus'} ${value}`
}

/** A target has two decimals, which are kept: "12,25 %". */
const inPercentOfTarget = (ratio: number) => `${inCount(Math.round(ratio * 10_000) / 100)} %`

/** "12,3 % à 15,0 %", "3 à 4 marchés"; a dash where nothing is counted. */
export function actualInWords({ lower, upper }: UnitBounds, { unit, measure }: Measured): string {
  if (unit === 'percent') return inBounds({ lower, upper })
  return lower === null || upper === null ? '—' : rangeInWords({ min: lower, max: upper }, measure)
}

/** "il manque 3 marchés (environ 120 000 €)", "2 marchés de trop"; empty once the target is reached. */
export function gapInWords({ gap, measure, direction }: Pick<Standing, 'gap'> & Measured): string {
  const missing = measure === 'value' ? gap?.euros : (gap?.suppliers ?? gap?.contracts)
  if (!gap || !missing || missing.max === 0) return ''
  const converted =
    gap.estimated === 'euros' ? gap.euros : gap.estimated === 'contracts' ? gap.contracts : null
  const other = gap.estimated === 'euros' ? 'value' : 'contracts'
  const about = converted && converted.max > 0 ? ` (environ ${rangeInWords(converted, other)})` : ''
  const amount = rangeInWords(missing, measure)
  return direction === 'at-least' ? `il manque ${amount}${about}` : `${amount} de trop${about}`
}

/** "+1,2", "-0,5", "0": points to a tenth. */
function signedPoints(points: number): string {
  const rounded = Math.round(points * 10) / 10
  return `${rounded > 0 ? '+' : ''}${inCount(rounded)}`
}

/** "-2 pt", "+0,5 à +1,2 pt" */
function pointsBetween(lower: number, upper: number): string {
  const [least, most] = [signedPoints(lower), signedPoints(upper)]
  return least === most ? `${least} pt` : `${least} à ${most} pt`
}

/** How far from a percentage: "-2 pt"; empty for a count. */
export const pointsInWords = ({ gap }: Pick<Standing, 'gap'>): string =>
  gap?.points ? pointsBetween(gap.points.lower, gap.points.upper) : ''

/** A verdict that only the figures and the end of the period change, and not each day that passes: what a file holds. */
export const settledVerdict = ({
  verdict,
  isProvisional,
}: Pick<ScoreboardRow, 'verdict' | 'isProvisional'>): string =>
  `${VERDICT_TITLES[verdict]}${isProvisional ? ' (provisoire)' : ''}`

/** A verdict; while the period runs it holds to this day only, and says where the pace leads. */
export function verdictInWords({
  verdict,
  stage,
  trajectory,
}: Pick<ScoreboardRow, 'stage'> & Pick<Standing, 'verdict' | 'trajectory'>): string {
  if (verdict === null) return 'objectif commun'
  if (stage === 'to-come') return 'à venir'
  if (stage === 'over') return VERDICT_TITLES[verdict]
  const isSaid = trajectory === null || trajectory.outlook === verdict
  const pace = isSaid ? '' : ` ; ${OUTLOOK_TITLES[trajectory.outlook]}`
  return `${VERDICT_TITLES[verdict]} à ce jour${pace}`
}

/** What the rest of a running period must bring: "encore 3 des 8 marchés attendus (37,5 %)"; empty where there is no trajectory. */
export function restInWords({ trajectory, measure }: Pick<Standing, 'trajectory'> & Measured): string {
  if (trajectory === null || trajectory.outlook === 'no-pace') return ''
  const { total, needed, allowed, share } = trajectory.remaining
  const bound = needed ?? allowed
  if (bound === null || (needed && needed.max === 0)) return 'rien de plus'
  const shown =
    share !== null && share.max <= 1 ? ` (${inBounds({ lower: share.min, upper: share.max })})` : ''
  const verb = needed ? 'encore' : 'au plus'
  return `${verb} ${rangeInWords(bound, measure)} sur ${amountInWords(total, measure)} à venir à ce rythme${shown}`
}

/** "en progrès depuis 2024 (+1,2 pt)"; empty where there is nothing to compare with. */
export function trendInWords({ trend, unit, measure }: Pick<ScoreboardRow, 'trend'> & Measured): string {
  if (trend === null) return ''
  const { lower, upper } = trend.change
  const change =
    unit === 'percent'
      ? pointsBetween(lower * 100, upper * 100)
      : `${lower > 0 ? '+' : ''}${rangeInWords({ min: lower, max: upper }, measure)}`
  return `${TREND_TITLES[trend.trend]} depuis ${trend.label} (${change})`
}
