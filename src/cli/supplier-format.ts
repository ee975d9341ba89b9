import { FACT_TITLES } from '../domain/supplier/fact-titles.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { type FactName, OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import type { DecisionReport } from '../reports/decision-report.ts'
import type { RegisterEntry, SupplierToReview } from '../reports/register-report.ts'
import type { SupplierReport } from '../reports/supplier-report.ts'
import { counted, formatCount, formatEuros, shorten } from './format.ts'
import { formatTable } from './format-table.ts'

const TAXES = { 'excluding-tax': 'HT', 'including-tax': 'TTC', unknown: 'taxe non dite' } as const

const paidText = (paid: RegisterEntry['paid']) =>
  paid.map(({ tax, amount }) => `${formatEuros(amount)} ${TAXES[tax]}`).join(' + ')

/** The register as a table, and how many suppliers it shows of how many. */
export function formatRegister(
  entries: readonly RegisterEntry[],
  total: number,
  isApproximate: boolean,
): string {
  if (total === 0) return 'Aucun fournisseur ne répond. Essayez un autre mot du nom, ou le SIREN.'
  const header = ['SIREN ou identifiant', 'nom', 'réponse', 'marchés', 'montant HT', 'payé', '']
  const rows = entries.map((entry) => [
    entry.siren ?? `${entry.scheme} ${entry.identifier}`,
    shorten(entry.name ?? '(sans nom)', 50),
    OUTCOME_WORDS[entry.outcome],
    formatCount(entry.contracts),
    formatEuros(entry.value),
    paidText(entry.paid),
    [entry.isDecided ? 'décidé' : '', entry.conflicts.length > 0 ? 'sources en désaccord' : '']
      .filter(Boolean)
      .join(', '),
  ])
  const more =
    total > entries.length
      ? [`Les ${formatCount(entries.length)} premiers sur ${formatCount(total)} (--limit).`]
      : []
  const near = isApproximate ? ['Aucun nom ne contient tous ces mots ; ceux-ci s’en approchent :'] : []
  return [...near, formatTable(header, rows, [3, 4]), ...more].join('\n')
}

const periodOf = (from: string | null, to: string | null) =>
  from === null && to === null ? 'à toute date' : `du ${from ?? 'début'} au ${to ?? '…'}`

/** A decision on two lines, and a third when it was taken back. */
export function formatDecision(decision: DecisionReport): string {
  const { id, perimeter, outcome, author, createdAt, from, to, reason, evidence, reversal } = decision
  return [
    `n° ${id} : ${perimeter}, ${OUTCOME_WORDS[outcome]}, ${periodOf(from, to)} (${author}, le ${createdAt.slice(0, 10)})`,
    `  ${reason} — pièce : ${evidence}`,
    ...(reversal
      ? [`  ANNULÉE le ${reversal.createdAt.slice(0, 10)} par ${reversal.author} : ${reversal.reason}`]
      : []),
  ].join('\n')
}

const missingText = (missing: readonly string[]) =>
  missing.map((fact) => FACT_TITLES[fact as FactName] ?? fact).join(', ')

const verdictLines = ({ title, outcome, rule, missing, evidence }: SupplierReport['verdicts'][number]) => [
  `  ${title} : ${OUTCOME_WORDS[outcome]}${rule ? ` — ${rule.title} [${rule.id}]` : ` — il manque : ${missingText(missing)}`}`,
  ...(rule ? [`    ${rule.reference.title}`] : []),
  ...evidence.map(
    ({ source, value, seenOn, validFrom, validTo }) =>
      `    · ${value} (${source}, vu le ${seenOn}, ${periodOf(validFrom, validTo)})`,
  ),
]

/** Everything that defends the verdicts of a supplier, for a person to read. */
export function formatSupplier(report: SupplierReport): string {
  const { siren, names, on, rulesVersion, verdicts, changes, conflicts, years, establishments } = report
  const section = (title: string, lines: readonly string[]) => (lines.length > 0 ? [title, ...lines] : [])
  return [
    `${names[0] ?? '(sans nom)'} — SIREN ${siren}`,
    ...(names.length > 1 ? [`  aussi : ${names.slice(1, 6).join(' ; ')}`] : []),
    ...section(`Classement le ${on} (règles version ${rulesVersion})`, verdicts.flatMap(verdictLines)),
    ...section(
      'Changements',
      changes.map(
        ({ on: day, perimeter, before, after, rule }) =>
          `  ${day}  ${PERIMETERS[perimeter].title} : ${OUTCOME_WORDS[before]} → ${OUTCOME_WORDS[after]}${rule ? ` [${rule}]` : ''}`,
      ),
    ),
    ...section(
      'Sources en désaccord',
      conflicts.flatMap(({ explanation, likelyReasons }) => [
        `  ${explanation}`,
        ...likelyReasons.map((reason) => `    · ${reason}`),
      ]),
    ),
    ...section(
      'Reclassements (ce que le registre répondait avant)',
      report.reclassifications.map(
        ({ reclassificationId, madeAt, identifier, perimeter, from, to, before, after }) =>
          `  n° ${reclassificationId}, le ${madeAt.slice(0, 10)}  ${identifier}  ${PERIMETERS[perimeter].title}, ${periodOf(from, to)} : ${OUTCOME_WORDS[before]} → ${OUTCOME_WORDS[after]}`,
      ),
    ),
    ...section('Décisions', report.decisions.map(formatDecision)),
    ...section(
      'Marchés et dépenses',
      years.map(
        ({ year, contracts, value, paid }) =>
          `  ${year ?? 'sans date'} : ${counted(contracts, 'marché')}, ${formatEuros(value)} HT${paid.length > 0 ? ` ; payé ${paidText(paid)}` : ''}`,
      ),
    ),
    ...section(
      'Établissements',
      establishments.map(
        ({ scheme, identifier, contracts, value, paid }) =>
          `  ${scheme} ${identifier} : ${counted(contracts, 'marché')}, ${formatEuros(value)} HT${paid.length > 0 ? ` ; payé ${paidText(paid)}` : ''}`,
      ),
    ),
  ].join('\n')
}

/** The worklist as a table. */
export function formatReview(suppliers: readonly SupplierToReview[], total: number): string {
  if (total === 0) return 'Aucun fournisseur indéterminé dans ce champ.'
  const header = ['SIREN', 'nom', 'marchés', 'montant HT', 'il manque']
  const rows = suppliers.map(({ siren, name, contracts, value, missing }) => [
    siren,
    shorten(name ?? '(sans nom)', 50),
    formatCount(contracts),
    formatEuros(value),
    missingText(missing),
  ])
  const more =
    total > suppliers.length
      ? [`Les ${formatCount(suppliers.length)} premiers sur ${formatCount(total)} (--limit).`]
      : []
  return [
    formatTable(header, rows, [2, 3]),
    ...more,
    'Pour trancher : suppliers decide SIREN --perimeter … --outcome yes|no --reason … --evidence … ; ou suppliers enrich.',
  ].join('\n')
}
