import { html, raw } from 'hono/html'
import { figureTable, type Html, tableOf } from './buyer-report-tables.ts'
import { inBounds, inCount, inEuros, inWords } from './french-numbers.ts'
import { withFrenchSpaces } from './french-spaces.ts'
import { pageStyle } from './page-style.ts'
import { listInWords, type Publication, yearsWithoutTarget } from './publication.ts'
import { PUBLISHED_CATEGORIES, type PublishedCategory } from './published-categories.ts'
import type { PublishedTarget } from './published-targets.ts'
import type { ReportedIndicator } from './reported-indicators.ts'
import { type Bar, drawShares } from './share-chart.ts'

/** A section of a page: the id of its heading, its title and what it holds. */
export type Section = { id: string; title: string; content: Html }

/** "2024-2025", or the only year there is. */
export const yearsOf = ({ fromYear, toYear }: Pick<Publication, 'fromYear' | 'toYear'>): string =>
  fromYear === toYear ? `${fromYear}` : `${fromYear}-${toYear}`

const labelOf = ({ year, isProvisional }: { year: number; isProvisional: boolean }) =>
  `${year}${isProvisional ? ' (provisoire)' : ''}`

/** A caption that says whom the targets are measured on, when it is not the buyer alone: the figures are then not those above. */
function targetTable(title: string, targets: readonly PublishedTarget[]): Html {
  const most = Math.max(...targets.map(({ buyers }) => buyers))
  return tableOf(
    most > 1 ? `${title} (constat sur les ${most} acheteurs du plan réunis)` : title,
    [
      { title: 'Objectif' },
      { title: 'Année' },
      { title: 'Mesure' },
      { title: 'Cible', isNumber: true },
      { title: 'Constaté', isNumber: true },
      { title: 'Écart', isNumber: true },
      { title: 'Verdict' },
    ],
    targets.map((target) => [
      target.title,
      target.period,
      target.measure,
      target.words.target,
      target.words.actual,
      target.words.gap,
      verdictOf(target),
    ]),
  )
}

const verdictOf = ({ verdict, isProvisional }: PublishedTarget) =>
  `${verdict}${isProvisional ? ' (provisoire)' : ''}`

const targetsOf = ({ plans }: Publication, categoryId: string | null) =>
  plans.flatMap(({ targets }) => targets.filter((target) => target.categoryId === categoryId))

const ofYear = (indicators: readonly ReportedIndicator[], id: string) =>
  indicators.find((indicator) => indicator.id === id)

/** A category: each of its indicators year by year, then its targets, or that there is none. */
function categoryOf(publication: Publication, category: PublishedCategory): Html {
  const { years } = publication
  const targets = targetsOf(publication, category.id)
  const missing = yearsWithoutTarget(publication, category.id)
  const tables = category.indicators.flatMap((id) => {
    const rows = years.flatMap(({ year, isProvisional, indicators }) => {
      const figure = ofYear(indicators, id)
      return figure ? [{ ...figure, label: labelOf({ year, isProvisional }) }] : []
    })
    const [first] = rows
    return first ? [figureTable(first.title, 'Année', rows)] : []
  })
  const noTarget =
    missing.length === 0
      ? ''
      : html`<p class="note">Aucune valeur cible n’est connue pour ${listInWords(missing)}${category.isStatutory ? ' : l’article L2111-3 en demande une par catégorie' : ''}.</p>`
  return html`<p>${category.about}</p>
${tables}
${targets.length > 0 ? targetTable(`Objectifs : ${category.title}`, targets) : ''}
${noTarget}`
}

const READING =
  'Une part est un intervalle quand des marchés sont indéterminés : la borne basse les compte « non », la borne haute « oui ». Dans le graphique, le plein est acquis, les hachures restent à déterminer.'

/** "2,5 % en valeur : non atteint", for each target; a dash where none is known. */
const targetsInWords = (targets: readonly PublishedTarget[]): string =>
  targets.map((target) => `${target.words.target} en ${target.measure} : ${verdictOf(target)}`).join(' ; ') ||
  'aucune connue'

/** The first indicator of each category the law names, year by year, beside its targets: what is read when nothing else is. */
function summaryOf(publication: Publication): Html {
  const { years, plans } = publication
  const lines = PUBLISHED_CATEGORIES.filter(({ isStatutory }) => isStatutory).flatMap((category) =>
    years.flatMap(({ indicators, ...year }) => {
      const figure = ofYear(indicators, category.indicators[0] ?? '')
      return figure ? [{ category, figure, year }] : []
    }),
  )
  const bars: Bar[] = lines.map(({ category, figure, year }) => ({
    label: `${category.shortTitle}, ${year.year}`,
    ...figure.share.contracts,
  }))
  return html`${tableOf(
    'Part de chaque catégorie dans les marchés de l’acheteur, et objectifs de ses plans',
    [
      { title: 'Catégorie' },
      { title: 'Année' },
      { title: 'En nombre', isNumber: true },
      { title: 'En valeur', isNumber: true },
      { title: 'Cible et verdict' },
    ],
    lines.map(({ category, figure, year }) => [
      category.title,
      labelOf(year),
      inBounds(figure.share.contracts),
      inBounds(figure.share.value),
      targetsInWords(targetsOf(publication, category.id).filter((target) => target.year === year.year)),
    ]),
  )}
${plans.some(({ isJoint }) => isJoint) ? html`<p class="note">Un objectif de plan commun se juge sur tous ses acheteurs réunis : son verdict peut différer de ce que montre la part de cet acheteur seul.</p>` : ''}
<p class="note">${READING}</p>
${drawShares('graphique-categories', 'Part des marchés de chaque catégorie, en nombre', bars)}
${tableOf(
  'Ensemble des achats : marchés comptés',
  [
    { title: 'Année' },
    { title: 'Marchés', isNumber: true },
    { title: 'Valeur HT', isNumber: true },
    { title: 'Comptés en nombre seulement', isNumber: true },
  ],
  years.flatMap(({ indicators: [first], ...year }) =>
    first
      ? [
          [
            labelOf(year),
            inCount(first.contracts.total),
            inEuros(first.value.total),
            inCount(first.outOfValue.contracts),
          ],
        ]
      : [],
  ),
)}`
}

/** Targets that stand under no category, and those in hours of insertion; `null`: there are none. */
function otherTargetsOf(publication: Publication): Html | null {
  const others = targetsOf(publication, null)
  const hours = publication.plans.flatMap((published) => published.hours)
  if (others.length + hours.length === 0) return null
  return html`${others.length > 0 ? targetTable('Autres objectifs', others) : ''}
${
  hours.length === 0
    ? ''
    : tableOf(
        'Objectifs en heures d’insertion',
        [
          { title: 'Objectif' },
          { title: 'Année' },
          { title: 'Minimum visé', isNumber: true },
          { title: 'Réalisées', isNumber: true },
          { title: 'dont validées', isNumber: true },
        ],
        hours.map((row) => [
          row.title,
          `${row.period.label}${row.isProvisional ? ' (provisoire)' : ''}`,
          inCount(row.minimumHours),
          inCount(row.doneHours),
          inCount(row.validatedHours),
        ]),
      )
}`
}

const plansOf = ({ plans }: Publication): Html =>
  plans.length === 0
    ? html`<p>Aucun plan importé ne lie cet acheteur ces années-là : les indicateurs sont donnés sans valeur cible.</p>`
    : html`<ul>${plans.map(
        ({ plan, isJoint }) =>
          html`<li>${plan.title}${plan.deliberation === null ? '' : `, délibération ${plan.deliberation.reference} du ${inWords(plan.deliberation.adoptedOn)}`}${isJoint ? `. Plan commun à ${plan.buyers.length} acheteurs : le constat d’un objectif porte sur eux tous réunis, les indicateurs sur cet acheteur seul` : ''}.</li>`,
      )}</ul>`

const listOf = (items: readonly (string | Html)[]): Html =>
  html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`

const FILES = [
  html`<a href="note-de-methode.html">note-de-methode.html</a> : définitions, sources et leurs dates, filtres, réserves`,
  html`<a href="indicateurs.csv">indicateurs.csv</a> : tous les chiffres, un par ligne (schéma : <a href="indicateurs.schema.json">indicateurs.schema.json</a>)`,
  html`<a href="marches.csv">marches.csv</a> : les marchés derrière les chiffres (schéma : <a href="marches.schema.json">marches.schema.json</a>)`,
  html`<a href="manifeste.json">manifeste.json</a> : l’empreinte SHA-256 de chaque fichier`,
]

/** A page of the package: no script, nothing from elsewhere, fit for A4. `about`: pairs of what heads it. */
export function pageOf(
  publication: Publication,
  { title, about, sections }: { title: string; about: readonly [string, string][]; sections: Section[] },
): string {
  const { buyer, asOf } = publication
  const style = pageStyle(
    `Acheteur ${buyer.id} · marchés notifiés ${yearsOf(publication)}${asOf === null ? '' : ` · données au ${inWords(asOf)}`}`,
  )
  return withFrenchSpaces(
    String(html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} — ${buyer.name ?? buyer.id}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header role="banner"><h1>${title}</h1>
<dl class="about">${about.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl></header>
<nav aria-label="Sommaire"><ul>${sections.map(({ id, title: of }) => html`<li><a href="#${id}">${of}</a></li>`)}</ul></nav>
<main id="contenu">
${sections.map(
  ({ id, title: of, content }) =>
    html`<section aria-labelledby="${id}"><h2 id="${id}">${of}</h2>${content}</section>
`,
)}</main>
<footer role="contentinfo"><p>Établi à partir des données essentielles de la commande publique importées, dans leur état du ${inWords(asOf)}.</p></footer>
</body>
</html>
`),
  )
}

/** What heads both pages of the package. */
export function aboutOf(publication: Publication): [string, string][] {
  const { buyer, fromYear, toYear, years, asOf, rulesVersion } = publication
  const isProvisional = years.some((year) => year.isProvisional)
  return [
    ['Acheteur', `${buyer.name ?? 'Nom inconnu'}, ${buyer.id.length === 9 ? 'SIREN' : 'SIRET'} ${buyer.id}`],
    [
      'Période',
      `marchés notifiés du 1er janvier ${fromYear} au 31 décembre ${toYear}${isProvisional ? ' — année en cours, chiffres provisoires' : ''}`,
    ],
    ['Texte', 'article L2111-3 du code de la commande publique : indicateurs publiés tous les deux ans'],
    ['Données au', `${inWords(asOf)}, règles de classement version ${rulesVersion}`],
  ]
}

/** The publication as one page of HTML, in French, to be read and printed. */
export function writePublicationPage(publication: Publication): string {
  const { unknowns } = publication
  const others = otherTargetsOf(publication)
  const sections: Section[] = [
    { id: 'essentiel', title: 'L’essentiel', content: summaryOf(publication) },
    ...PUBLISHED_CATEGORIES.map((category) => ({
      id: category.id,
      title: category.title,
      content: categoryOf(publication, category),
    })),
    ...(others === null ? [] : [{ id: 'autres-objectifs', title: 'Autres objectifs', content: others }]),
    { id: 'plans', title: 'Plans suivis', content: plansOf(publication) },
    { id: 'inconnu', title: 'Ce que l’on ne sait pas', content: listOf(unknowns) },
    { id: 'fichiers', title: 'Fichiers joints', content: listOf(FILES) },
  ]
  return pageOf(publication, {
    title: `Achats socialement et écologiquement responsables, ${yearsOf(publication)}`,
    about: aboutOf(publication),
    sections,
  })
}
