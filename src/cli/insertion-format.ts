import { CLAUSE_STATES } from '../domain/insertion/clause-state.ts'
import { DUE_EVENTS, type DueMethod } from '../domain/insertion/hours-due.ts'
import { describePlace } from '../domain/problem/file-line.ts'
import type { ClauseReport, StatementSummary } from '../reports/insertion-clause-history.ts'
import type { ClauseSummary, ContractToCompleteSummary } from '../reports/insertion-clauses.ts'
import { formatCount, formatEuros, formatShare, shorten } from './format.ts'
import { formatTable } from './format-table.ts'

const hours = (value: number | null) => (value === null ? '—' : formatCount(Math.round(value * 10) / 10))

const dates = ({ startsOn, endsOn }: ClauseSummary) => `${startsOn ?? '?'} → ${endsOn ?? '?'}`
const contract = ({ sourceId, lot }: { sourceId: string | null; lot: string | null }) =>
  `${sourceId ?? '(sans numéro)'}${lot === null ? '' : ` lot ${lot}`}`

/** Clauses as a table: where each stands. */
export function formatClauses(clauses: readonly ClauseSummary[], total: number): string {
  if (total === 0) return 'Aucune clause d’insertion. Pour en enregistrer une : clauses create.'
  const rows = clauses.map((clause) => [
    String(clause.id),
    contract(clause),
    shorten(clause.title ?? '', 40),
    dates(clause),
    hours(clause.hours.due),
    hours(clause.hours.done),
    formatShare(clause.hours.rate),
    CLAUSE_STATES[clause.state],
  ])
  const table = formatTable(
    ['n°', 'marché', 'intitulé', 'exécution', 'heures dues', 'réalisées', 'taux', 'état'],
    rows,
    [0, 4, 5, 6],
  )
  return total > clauses.length
    ? `${table}\nLes ${clauses.length} premières sur ${formatCount(total)}.`
    : table
}

/** How hours due were found, as an agent says it. */
const METHODS: Readonly<Record<DueMethod['method'], string>> = {
  entered: 'saisies',
  'labour-share': 'part de main-d’œuvre',
  invoiced: 'facture',
  cleaning: 'nettoyage',
}

const decision = (title: string, made: { on: string; reason: string } | null) =>
  made === null ? [] : [`${title} le ${made.on} : ${made.reason}`]

const thresholds = ({ thresholds: used }: ClauseSummary) =>
  `Seuils : en retard au-delà de ${used.latePercent} %, à risque au-delà de ${used.riskPercent} %, ${used.graceDays} jours sans retard, rythme sur ${used.paceDays} jours, relevé attendu ${used.statementDelayDays} jours ; ${used.plan === null ? 'aucun plan n’en fixe' : `fixés par le plan « ${used.plan.title} » (${used.plan.id})`}.`

/** A clause with its history. */
export function formatClause(clause: ClauseReport): string {
  const { hours: h, dues, history } = clause
  return [
    `Clause n° ${clause.id} — ${clause.title ?? '(sans intitulé)'} : ${CLAUSE_STATES[clause.state]}`,
    `Marché ${contract(clause)}, acheteur ${clause.buyer.name ?? clause.buyer.id}${clause.contracts.length === 0 ? ' (marché pas encore importé)' : ''}`,
    `Fondements : ${clause.bases.map(({ title }) => title).join(' ; ')}. Exécution : ${dates(clause)}. Facilitateur : ${clause.facilitator ?? '—'}.`,
    `Heures dues ${hours(h.due)}, réalisées ${hours(h.done)} (dont validées ${hours(h.validated)}), taux ${formatShare(h.rate)}, restantes ${hours(h.remaining)}.`,
    `Attendues au ${clause.judgedOn} : ${hours(h.expected)} ; à la fin, au rythme récent : ${hours(h.projected)}.`,
    thresholds(clause),
    ...decision('Close', clause.closed),
    ...decision('Levée', clause.waived),
    ...decision('Annulée (saisie par erreur)', clause.cancelled),
    'Heures dues :',
    formatTable(
      ['n°', 'à partir du', 'événement', 'heures', 'méthode', 'par', ''],
      dues.map((due) => [
        String(due.id),
        due.effectiveOn,
        DUE_EVENTS[due.event],
        `${due.effect === 'addition' ? '+' : ''}${hours(due.hours)}`,
        METHODS[due.inputs.method as DueMethod['method']],
        due.author ?? '',
        due.isInForce ? '' : 'corrigée depuis',
      ]),
      [0, 3],
    ),
    'Termes :',
    ...history.map(
      ({ version, recordedAt, author, reason }) =>
        `  version ${version}, ${recordedAt.slice(0, 10)}${author === null ? '' : `, ${author}`}${reason === null ? '' : ` : ${reason}`}`,
    ),
  ].join('\n')
}

const STANDINGS = {
  counted: '',
  superseded: 'corrigé depuis',
  withdrawn: 'retiré',
  'set-aside': 'écarté : détaillé ailleurs',
} as const

/** Hours done of a clause as a table. */
export function formatHours(statements: readonly StatementSummary[], total: number): string {
  if (total === 0) return 'Aucune heure enregistrée sur cette clause.'
  const rows = statements.map((statement) => [
    String(statement.id),
    `${statement.from} → ${statement.to}`,
    statement.person ?? '(total)',
    hours(statement.hours),
    statement.isValidated === null ? '?' : statement.isValidated ? 'oui' : 'non',
    statement.origin === null
      ? (statement.author ?? 'saisie')
      : `${statement.origin.file}, ${describePlace(statement.origin)}`,
    STANDINGS[statement.standing],
  ])
  return formatTable(['n°', 'période', 'personne', 'heures', 'validées', 'origine', ''], rows, [0, 3])
}

/** Contracts that announce a clause and have none recorded. */
export function formatToComplete(contracts: readonly ContractToCompleteSummary[], total: number): string {
  if (total === 0) return 'Aucun marché à compléter.'
  const rows = contracts.map((row) => [
    contract(row),
    row.notifiedOn ?? '—',
    row.amount === null ? '—' : formatEuros(row.amount),
    row.socialConsiderations.includes('reserved-contract') ? 'réservé' : 'clause sociale',
    shorten(row.object ?? '', 50),
    row.contractId,
  ])
  const table = formatTable(
    ['marché', 'notifié le', 'montant HT', 'annonce', 'objet', 'identifiant'],
    rows,
    [2],
  )
  return `${table}\n${formatCount(total)} à compléter : rien ne dit encore que l’insertion y est, ils ne comptent nulle part.`
}

/** Objects that seem to announce insertion, with the words that do. */
export function formatMentions(
  contracts: readonly { contractId: string; object: string; proposal: string; words: string }[],
  total: number,
): string {
  if (total === 0) return 'Aucun objet de marché ne semble annoncer de l’insertion.'
  const rows = contracts.map(({ contractId, object, proposal, words }) => [
    proposal,
    words,
    shorten(object, 60),
    contractId,
  ])
  return `${formatTable(['proposition', 'mots', 'objet', 'identifiant'], rows, [])}\n${formatCount(total)} à vérifier : rien n’est décidé, rien n’est compté.`
}
