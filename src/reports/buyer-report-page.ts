import { html, raw } from 'hono/html'
import type { BuyerReport } from './buyer-report.ts'
import { methodSection } from './buyer-report-method.ts'
import { NO_CONTRACTS, READING, summaryOf } from './buyer-report-summary.ts'
import {
  familyTable,
  figureTable,
  type Html,
  insertionTables,
  supplierTable,
  targetTables,
  trajectoryList,
} from './buyer-report-tables.ts'
import { inPercent, inWords } from './french-numbers.ts'
import { withFrenchSpaces } from './french-spaces.ts'
import { pageStyle } from './page-style.ts'
import { drawShares } from './share-chart.ts'

const TITLES = {
  essentiel: 'L’essentiel',
  indicateurs: 'Indicateurs de l’année',
  historique: 'Historique',
  repartition: 'L’ESS par catégorie d’achat et par famille juridique',
  objectifs: 'Objectifs',
  insertion: 'Insertion',
  fournisseurs: 'Fournisseurs de l’ESS',
  methode: 'Annexe : méthode, sources et réserves',
} as const
type SectionId = keyof typeof TITLES

const sectionOf = (id: SectionId, content: Html): Html =>
  html`<section class="${id}" aria-labelledby="${id}"><h2 id="${id}">${TITLES[id]}</h2>${content}</section>`

function headerOf({ buyer, year, period, isProvisional, madeOn, asOf, rulesVersion }: BuyerReport): Html {
  return html`<header role="banner"><h1>Achats responsables de ${buyer.name ?? buyer.id} : rapport ${year}</h1>
<dl class="about">
<dt>Acheteur</dt><dd>${buyer.name ?? 'Nom inconnu'}, ${buyer.id.length === 9 ? 'SIREN' : 'SIRET'} ${buyer.id}</dd>
<dt>Période</dt><dd>marchés notifiés du ${inWords(period.from)} au ${inWords(period.to)}${isProvisional ? ' — année en cours, chiffres provisoires' : ''}</dd>
<dt>Rapport établi le</dt><dd>${inWords(madeOn)}</dd>
<dt>Données au</dt><dd>${inWords(asOf)}, règles de classement version ${rulesVersion}</dd>
</dl></header>`
}

function indicatorsOf({ indicators, year }: BuyerReport): Html {
  const bars = indicators.map(({ title, share }) => ({ label: title, ...share.contracts }))
  return html`<p class="note">${READING}</p>${drawShares('graphique-indicateurs', `Part des marchés de ${year}, en nombre, par indicateur`, bars)}
${figureTable(
  `Indicateurs de ${year}, en nombre et en valeur`,
  'Indicateur',
  indicators.map((indicator) => ({ ...indicator, label: indicator.title })),
)}`
}

function historyOf({ histories }: BuyerReport): Html {
  const labelOf = ({ year, isProvisional }: { year: number; isProvisional: boolean }) =>
    `${year}${isProvisional ? ' (provisoire)' : ''}`
  const [ess] = histories
  const bars = (ess?.years ?? []).map((row) => ({ label: labelOf(row), ...row.share.value }))
  return html`${ess ? drawShares('graphique-historique', `${ess.title}, en valeur, par année de notification`, bars) : ''}
${histories.map(({ title, years }) =>
  figureTable(
    `${title}, par année de notification`,
    'Année',
    years.map((row) => ({ ...row, label: labelOf(row) })),
  ),
)}`
}

function breakdownOf(report: BuyerReport): Html {
  const { categories, families } = report
  if (categories.length === 0) return NO_CONTRACTS
  const bars = categories.map(({ label, share }) => ({ label, ...share.value }))
  return html`${drawShares('graphique-categories', 'Part de l’ESS, en valeur, par catégorie d’achat', bars)}
${figureTable('Part de l’ESS par catégorie d’achat', 'Catégorie', categories)}
${families.length > 0 ? familyTable(report) : ''}`
}

function targetsOf({ plans }: BuyerReport): Html {
  if (plans.length === 0) return html`<p>Aucun plan importé ne lie cet acheteur cette année-là.</p>`
  return html`${plans.map(
    (
      reported,
    ) => html`${reported.isJoint ? html`<p>Ce plan lie ${reported.plan.buyers.length} acheteurs : le constat porte sur eux tous réunis, et la part de celui-ci est à droite.</p>` : ''}${targetTables(reported)}${trajectoryList(reported)}
${
  reported.plan.deliberation === null
    ? ''
    : html`<p>Délibération ${reported.plan.deliberation.reference} du ${inWords(reported.plan.deliberation.adoptedOn)}.</p>`
}`,
  )}`
}

/**
 * The report as one page of HTML, in French: no script, nothing from elsewhere, tables beside charts, fit for A4. What is put in
 * the templates is escaped by them; `raw` is for our own style sheet only.
 */
export function writeReportPage(report: BuyerReport): string {
  const { buyer, year, madeOn, asOf, insertion, suppliers } = report
  const data = asOf === null ? '' : ` · données au ${inWords(asOf)}`
  const style = pageStyle(
    `Acheteur ${buyer.id} · marchés notifiés en ${year}${data} · établi le ${inWords(madeOn)}`,
  )
  const sections: [SectionId, Html][] = [
    ['essentiel', summaryOf(report)],
    ['indicateurs', indicatorsOf(report)],
    ['historique', historyOf(report)],
    ['repartition', breakdownOf(report)],
    ['objectifs', targetsOf(report)],
    ...(insertion === null
      ? []
      : [['insertion', insertionTables(insertion.indicators)] as [SectionId, Html]]),
    [
      'fournisseurs',
      suppliers.length === 0
        ? html`<p>Aucun fournisseur de l’ESS n’est connu sur cette période.</p>`
        : supplierTable(report),
    ],
    ['methode', methodSection(report)],
  ]
  return withFrenchSpaces(
    String(html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rapport ${year} des achats responsables — ${buyer.name ?? buyer.id}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
${headerOf(report)}
<nav aria-label="Sommaire"><ul>${sections.map(([id]) => html`<li><a href="#${id}">${TITLES[id]}</a></li>`)}</ul></nav>
<main id="contenu">
${sections.map(([id, content]) => sectionOf(id, content))}
</main>
<footer role="contentinfo"><p>Rapport établi le ${inWords(madeOn)} à partir des données essentielles de la commande publique importées. Part minimale de l’ESS en nombre : ${inPercent(report.indicators[0]?.share.contracts.lower ?? null)}.</p></footer>
</body>
</html>
`),
  )
}
