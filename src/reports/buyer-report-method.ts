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

const describe = ({
  title,
  definition,
  formula,
  exclusions,
  assumptions = [],
  references,
}: Described): Html =>
  html`<h3>${title}</h3><dl class="method">
<dt>Définition</dt><dd>${definition}</dd><dt>Formule</dt><dd>${formula}</dd>
${exclusions.length > 0 ? html`<dt>Non comptés</dt>${exclusions.map((text) => html`<dd>${text}</dd>`)}` : ''}
${assumptions.length > 0 ? html`<dt>Hypothèses</dt>${assumptions.map((text) => html`<dd>${text}</dd>`)}` : ''}
${references.length > 0 ? html`<dt>Textes</dt>${references.map((text) => html`<dd><a href="${text.url}">${text.title}</a>, lu le ${inWords(text.checkedOn)}</dd>`)}` : ''}
</dl>`

/** What is said of every one of these, in the order of the first: it is read once. */
function sharedBy<K extends 'exclusions' | 'assumptions'>(
  indicators: readonly Record<K, readonly string[]>[],
  field: K,
): string[] {
  const [first, ...others] = indicators
  return (first?.[field] ?? []).filter((text) => others.every((other) => other[field].includes(text)))
}

/** The indicators of contracts: first what holds for all of them, then what each has of its own. */
export function describeAll({ indicators }: Pick<BuyerReport, 'indicators'>): Html {
  const exclusions = sharedBy(indicators, 'exclusions')
  const assumptions = sharedBy(indicators, 'assumptions')
  const own = indicators.map((indicator) => ({
    ...indicator,
    exclusions: indicator.exclusions.filter((text) => !exclusions.includes(text)),
    assumptions: indicator.assumptions.filter((text) => !assumptions.includes(text)),
  }))
  return html`<h3>Ce qui vaut pour tous les indicateurs de marchés</h3>
<ul>${[...exclusions.map((text) => `Non comptés : ${text}`), ...assumptions].map((text) => html`<li>${text}</li>`)}</ul>
${own.map(describe)}`
}

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
${excludedTable('Marchés laissés hors de chaque indicateur', report.indicators)}
${sourceTable(sources)}
${describeAll(report)}
${(insertion?.indicators ?? []).map(describe)}`
}
