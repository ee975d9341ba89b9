import type { FigureChange } from '../domain/edition/compare-figures.ts'
import { plural } from '../reports/caveats.ts'
import type { EditionVerification, ExplainedChange } from '../reports/edition-verification.ts'
import type { EditionReport } from '../reports/editions.ts'
import { inCount, inEuros, inPercent, inWords } from '../reports/french-numbers.ts'
import { formatTable } from './format-table.ts'

/** Changes of figures shown on a terminal; `--json` gives them all. */
const MOST_SHOWN = 30

function yearsOf(edition: EditionReport): string {
  if (edition.context === null) return '?'
  const { parameters } = edition
  return parameters.kind === 'report' ? `${parameters.year}` : `${parameters.fromYear}-${parameters.toYear}`
}

const KIND_TITLES = { report: 'rapport annuel', publication: 'publication L2111-3' } as const

export const formatEditions = (editions: readonly EditionReport[]): string =>
  editions.length === 0
    ? 'Aucune édition.'
    : formatTable(
        ['n°', 'acheteur', 'contenu', 'années', 'publiée le', 'titre', 'empreinte'],
        editions.map((edition) => [
          String(edition.id),
          edition.parameters.buyer,
          KIND_TITLES[edition.parameters.kind],
          yearsOf(edition),
          inWords(edition.publishedAt),
          `${edition.title ?? '?'}${edition.isAltered ? ' (ALTÉRÉE)' : ''}${edition.withdrawal === null ? '' : ' (retirée)'}`,
          edition.digest.slice(0, 12),
        ]),
        [0],
      )

export function formatEdition(edition: EditionReport): string {
  const { id, title, author, note, publishedAt, parameters, context, digest, withdrawal, files } = edition
  const withdrawn =
    withdrawal === null
      ? []
      : [`RETIRÉE le ${inWords(withdrawal.withdrawnAt)} par ${withdrawal.author} : ${withdrawal.reason}`]
  if (context === null)
    return [
      `Édition n° ${id} : ALTÉRÉE après la publication ; ce qu’elle dit d’elle-même n’est plus lisible.`,
      `${KIND_TITLES[parameters.kind]} de l’acheteur ${parameters.buyer}, publiée le ${inWords(publishedAt)}.`,
      ...withdrawn,
      `Empreinte de l’édition : ${digest}`,
    ].join('\n')
  return [
    `Édition n° ${id} : ${title}`,
    ...(edition.isAltered ? [`ALTÉRÉE après la publication : voyez « edition verify ${id} ».`] : []),
    `${KIND_TITLES[parameters.kind]} ${yearsOf(edition)} de l’acheteur ${parameters.buyer}, publiée le ${inWords(publishedAt)} par ${author}.`,
    ...(note === null ? [] : [`Note : ${note}`]),
    ...withdrawn,
    `Données au ${inWords(context.asOf)}, règles version ${context.rulesVersion}, logiciel ${context.softwareVersion}.`,
    `Empreinte de l’édition : ${digest}`,
    formatTable(
      ['fichier', 'octets', 'empreinte SHA-256'],
      files.map(({ name, bytes, digest: of }) => [name, String(bytes), of]),
      [1],
    ),
  ].join('\n')
}

function inUnit({ unit }: FigureChange, value: number | null): string {
  if (value === null) return 'pas de valeur'
  if (unit === 'part') return inPercent(value)
  return unit === 'euros HT' ? inEuros(value) : `${inCount(value)} ${unit}`
}

const saidBy = (change: FigureChange, side: FigureChange['before']): string =>
  side === null ? 'absent' : `${inUnit(change, side.value)}${side.note === null ? '' : ` (${side.note})`}`

const formatChange = (change: ExplainedChange): string => {
  const { section, year, indicator, key, measure, part } = change
  return `  ${section} ${year}, ${indicator}${key === null ? '' : ` [${key}]`}, ${measure}, ${part} : ${saidBy(change, change.before)} → ${saidBy(change, change.after)}   [${change.causes.join(', ')}]`
}

/** What a verification found, in French: the bytes first, then the figures, with why they changed. */
export function formatVerification(verification: EditionVerification): string {
  const { id, result, integrity, withdrawn, causes, changes, contracts, obstacle } = verification
  const intact = integrity.isIntact
    ? 'Fichiers intacts : chaque octet est celui qui a été publié.'
    : ['FICHIERS ALTÉRÉS depuis la publication :', ...integrity.faults.map(({ text }) => `  ${text}`)].join(
        '\n',
      )
  const lines = [`Édition n° ${id}${withdrawn ? ' (retirée)' : ''}`, intact]
  if (result === 'identical')
    return [
      ...lines,
      'Chiffres identiques : les données et le logiciel d’aujourd’hui redonnent les mêmes.',
    ].join('\n')
  if (result === 'unreadable')
    return [
      ...lines,
      obstacle === null
        ? 'Les données d’aujourd’hui donnent d’autres chiffres, et ceux de l’édition ont été altérés : ce qui a changé ne peut plus se dire.'
        : `Rien ne peut plus se vérifier : ${obstacle}`,
    ].join('\n')
  const shown = changes.slice(0, MOST_SHOWN)
  return [
    ...lines,
    `${plural(changes.length, 'chiffre différent', 'chiffres différents')} de ceux publiés, ${plural(contracts.length, 'marché compté autrement', 'marchés comptés autrement')}.`,
    ...(obstacle === null ? [] : [`Rien ne peut plus se calculer : ${obstacle}`]),
    'Pourquoi :',
    ...causes.map(
      (cause) =>
        `  [${cause.id}] ${cause.text} (${plural(cause.figures, 'chiffre', 'chiffres')}, ${plural(cause.contracts, 'marché', 'marchés')})`,
    ),
    'Chiffres, avant → aujourd’hui :',
    ...shown.map(formatChange),
    ...(changes.length > shown.length
      ? [`  … et ${changes.length - shown.length} autres (--json les donne tous).`]
      : []),
  ].join('\n')
}
