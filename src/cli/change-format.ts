import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import type {
  MovedSupplier,
  Reclassification,
  ReclassificationReport,
} from '../reports/reclassification-report.ts'
import { formatCount, formatEuros, formatShare, shorten } from './format.ts'
import { formatTable } from './format-table.ts'

/** The times verdicts were decided again, as a table. */
export function formatChanges(reclassifications: readonly Reclassification[], total: number): string {
  if (total === 0) return 'Aucun classement n’a encore été décidé de nouveau.'
  const rows = reclassifications.map(({ id, madeAt, title, suppliers, isUndone }) => [
    String(id),
    madeAt.slice(0, 10),
    title,
    formatCount(suppliers),
    isUndone ? 'import annulé depuis' : '',
  ])
  const more =
    total > reclassifications.length
      ? [`Les ${formatCount(reclassifications.length)} derniers sur ${formatCount(total)}.`]
      : []
  return [
    formatTable(['n°', 'date', 'cause', 'fournisseurs reclassés', ''], rows, [0, 3]),
    ...more,
    'Ce que l’un d’eux a changé : suppliers changes N°.',
  ].join('\n')
}

const direction = ({
  before,
  after,
}: {
  before: keyof typeof OUTCOME_WORDS
  after: keyof typeof OUTCOME_WORDS
}) => `${OUTCOME_WORDS[before]} → ${OUTCOME_WORDS[after]}`

const shareText = ({ share }: ReclassificationReport['share']['before']) => {
  const text = ({ lower, upper }: typeof share.contracts) =>
    lower === null || upper === null
      ? 'rien à diviser'
      : lower === upper
        ? formatShare(lower)
        : `${formatShare(lower)} à ${formatShare(upper)}`
  return `${text(share.contracts)} des marchés, ${text(share.value)} en valeur`
}

/** What a reclassification changed, for a person to read. */
export function formatChange(
  report: ReclassificationReport,
  { suppliers, total }: { suppliers: readonly MovedSupplier[]; total: number },
): string {
  const { id, title, madeAt, movements, share, method } = report
  const perimeter = PERIMETERS[method.perimeter].title
  const head = `Reclassement n° ${id}, le ${madeAt.slice(0, 10)} : ${title}`
  if (movements.length === 0) return `${head}\nAucune réponse n’a changé.`
  const movementRows = movements.map((movement) => [
    PERIMETERS[movement.perimeter].title,
    direction(movement),
    formatCount(movement.suppliers),
    formatCount(movement.contracts),
    formatEuros(movement.value),
  ])
  const supplierRows = suppliers.map((moved) => [
    moved.identifier,
    shorten(moved.name ?? '(sans nom)', 50),
    direction(moved),
    formatCount(moved.contracts),
    formatEuros(moved.value),
  ])
  return [
    head,
    ...(report.isUndone ? ['L’import en cause a été annulé depuis.'] : []),
    formatTable(['périmètre', 'réponse', 'fournisseurs', 'marchés', 'montant HT'], movementRows, [2, 3, 4]),
    `Part « ${perimeter} », sur les marchés connus aujourd’hui :`,
    `  avant : ${shareText(share.before)}`,
    `  après : ${shareText(share.after)}`,
    ...(total > 0
      ? [
          `Fournisseurs reclassés dans ce périmètre (${formatCount(total)}) :`,
          formatTable(
            ['SIREN ou identifiant', 'nom', 'réponse', 'marchés', 'montant HT'],
            supplierRows,
            [3, 4],
          ),
        ]
      : []),
    ...(total > suppliers.length ? [`Les ${suppliers.length} premiers ; --csv : tous.`] : []),
  ].join('\n')
}
