import { html } from 'hono/html'
import type { BuyerReport } from './buyer-report.ts'
import { type Html, tableOf } from './buyer-report-tables.ts'
import { inCount, inWords } from './french-numbers.ts'

type Described = {
  title: string
  definition: string
  formula: string
  exclusions: readonly string[]
  assumptions?: readonly string[]
  references: readonly { title: string; url: string; checkedOn: string }[]
}

/** What is said of an indicator beside its definition, as the annex writes it. */
const textsOf = ({ formula, exclusions, assumptions = [] }: Described): string[] => [
  `Formule : ${formula}`,
  ...exclusions.map((text) => `Non comptés : ${text}`),
  ...assumptions,
]

const referenceOf = ({ references }: Described) =>
  references.map(({ title, url, checkedOn }) => ({ key: `${title} ${url}`, title, url, checkedOn }))

/** "note 1 ; textes 2, 3", or nothing. */
const pointTo = (one: string, many: string, ranks: readonly number[]): string[] =>
  ranks.length === 0 ? [] : [`${ranks.length > 1 ? many : one} ${ranks.toSorted((a, b) => a - b).join(', ')}`]

/**
 * The definitions: what several indicators share is written once, numbered, and each points to it; so are the legal texts. What an
 * indicator has of its own follows its definition.
 */
export function describeAll(indicators: readonly Described[]): Html {
  const counts = new Map<string, number>()
  for (const text of indicators.flatMap(textsOf)) counts.set(text, (counts.get(text) ?? 0) + 1)
  const shared = [...counts].filter(([, count]) => count > 1).map(([text]) => text)
  const references = [...new Map(indicators.flatMap(referenceOf).map((one) => [one.key, one])).values()]
  const rankIn = (list: readonly string[], text: string) => list.indexOf(text) + 1
  const keys = references.map(({ key }) => key)
  return html`<h3>Notes communes</h3>
<ol>${shared.map((text) => html`<li>${text}</li>`)}</ol>
<h3>Textes</h3>
<ol>${references.map(({ title, url, checkedOn }) => html`<li><a href="${url}">${title}</a>, lu le ${inWords(checkedOn)}</li>`)}</ol>
<h3>Définitions</h3>
<dl class="method">${indicators.map((indicator) => {
    const texts = textsOf(indicator)
    const pointers = [
      ...pointTo(
        'note',
        'notes',
        texts.map((text) => rankIn(shared, text)).filter((rank) => rank > 0),
      ),
      ...pointTo(
        'texte',
        'textes',
        referenceOf(indicator).map(({ key }) => rankIn(keys, key)),
      ),
    ]
    return html`<dt>${indicator.title}</dt><dd>${indicator.definition}</dd>
${texts.filter((text) => !shared.includes(text)).map((text) => html`<dd>${text}</dd>`)}
${pointers.length === 0 ? '' : html`<dd>Voir ${pointers.join(' ; ')}.</dd>`}
`
  })}</dl>`
}

/** Indicators that leave out the same contracts, as one row that names them all. */
const grouped = (indicators: BuyerReport['indicators']): BuyerReport['indicators'] =>
  [
    ...Map.groupBy(indicators, ({ excluded, outOfValue }) => JSON.stringify([excluded, outOfValue])).values(),
  ].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, title: [first, ...others].map(({ title }) => title).join(' ; ') }],
  )

/** What each indicator leaves out, in numbers: what the definitions say in words. */
export const excludedTable = (caption: string, indicators: BuyerReport['indicators']): Html =>
  tableOf(
    caption,
    [
      { title: 'Indicateur' },
      { title: 'Sans date', isNumber: true },
      { title: 'Concessions', isNumber: true },
      { title: 'Accords-cadres', isNumber: true },
      { title: 'Marchés subséquents', isNumber: true },
      { title: 'Comptés en nombre seulement', isNumber: true },
    ],
    indicators.map(({ title, excluded, outOfValue }) => [
      title,
      inCount(excluded.undated),
      inCount(excluded.concessions),
      inCount(excluded.frameworks),
      inCount(excluded.callOffs),
      inCount(outOfValue.contracts),
    ]),
  )

/** The lists that classify suppliers, each with its date. */
export const sourceTable = (sources: BuyerReport['sources']): Html =>
  sources.length === 0
    ? html`<p>Aucune liste de référence n’est importée.</p>`
    : tableOf(
        'Listes de référence qui classent les fournisseurs',
        [{ title: 'Liste' }, { title: 'Date' }, { title: 'Entrées', isNumber: true }, { title: 'Étendue' }],
        sources.map(({ title, listedOn, entries, isComplete }) => [
          title,
          inWords(listedOn),
          inCount(entries),
          isComplete ? 'liste entière' : 'extrait',
        ]),
      )

/** All that it takes to judge and to quote the figures: caveats, sources, definitions. */
export function methodSection(report: BuyerReport): Html {
  const { caveats, sources, insertion } = report
  return html`<h3>Réserves</h3><ul>${[...caveats, ...(insertion?.caveats ?? [])].map((caveat) => html`<li>${caveat}</li>`)}</ul>
${excludedTable('Marchés laissés hors de chaque indicateur', grouped(report.indicators))}
${sourceTable(sources)}
${describeAll([...report.indicators, ...(insertion?.indicators ?? [])])}`
}
