import { html } from 'hono/html'
import { SPASER_INDICATORS } from '../domain/supplier/references.ts'
import { describeAll, excludedTable, sourceTable } from './buyer-report-method.ts'
import { type Html, tableOf } from './buyer-report-tables.ts'
import { inWords } from './french-numbers.ts'
import { reportMethodology } from './methodology.ts'
import type { Publication } from './publication.ts'
import { aboutOf, pageOf, yearsOf } from './publication-page.ts'

const listOf = (items: readonly string[]): Html =>
  html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`

/** What the figures cannot say, whatever the data. */
const LIMITS = [
  'Un marché compte en entier l’année de sa notification, et non au fil de ses paiements.',
  'Le montant d’un accord-cadre est un plafond : ce qui sera acheté peut lui être très inférieur.',
  'Les considérations sociales et environnementales sont celles que l’acheteur déclare : rien n’y vérifie qu’elles sont exécutées.',
  'La sous-traitance n’entre dans aucun de ces indicateurs.',
  'Une structure est classée au jour de la notification quand la source est datée ; une source sans date vaut pour tous les jours.',
  'Les mêmes données donnent les mêmes fichiers, octet pour octet. Une correction publiée plus tard par un acheteur, une liste plus récente ou une décision change les chiffres : seule une édition figée ne change pas.',
]

function filtersOf({ buyer, fromYear, toYear, years }: Publication): Html {
  const method = years[0]?.indicators[0]?.method
  const { holderMethods, frameworkMethods } = reportMethodology()
  const titleOf = (methods: readonly { id: string; title: string }[], id: string | null | undefined) =>
    methods.find((known) => known.id === id)?.title ?? '—'
  return html`<dl class="method">
<dt>Acheteur</dt><dd>${buyer.id}${buyer.id.length === 9 ? ', tous ses établissements' : ', cet établissement seul'}</dd>
<dt>Jours de notification</dt><dd>du ${inWords(`${fromYear}-01-01`)} au ${inWords(`${toYear}-12-31`)}, une année civile à la fois</dd>
<dt>Marchés à plusieurs titulaires</dt><dd>${titleOf(holderMethods, method?.holders)}</dd>
<dt>Accords-cadres</dt><dd>${titleOf(frameworkMethods, method?.frameworks)}</dd>
<dt>Montants</dt><dd>hors taxes, après le dernier avenant connu</dd>
</dl>`
}

/** What is left out, once for the indicators that leave out the same. */
function excludedOf({ years }: Publication): Html {
  const rows = years.flatMap(({ year, indicators }) => {
    const groups = [
      ...Map.groupBy(indicators, ({ excluded, outOfValue }) =>
        JSON.stringify([excluded, outOfValue]),
      ).values(),
    ]
    return groups.flatMap((group) => {
      const [first] = group
      const titles = groups.length === 1 ? 'tous les indicateurs' : group.map(({ title }) => title).join(', ')
      return first ? [{ ...first, title: `${year}, ${titles}` }] : []
    })
  })
  return excludedTable('Marchés laissés hors des indicateurs', rows)
}

function perimetersOf({ years }: Publication): Html {
  const used = new Set(years[0]?.indicators.map(({ method }) => method.perimeter))
  return html`${reportMethodology()
    .perimeters.filter(({ id }) => used.has(id))
    .map(
      ({ title, definition, rules }) => html`<h3>${title}</h3><p>${definition}</p>
${tableOf(
  `Règles : ${title}`,
  [{ title: 'Règle' }, { title: 'Réponse' }, { title: 'Texte ou source' }],
  rules.map((rule) => [rule.title, rule.outcome === 'yes' ? 'oui' : 'non', rule.reference.title]),
)}`,
    )}`
}

/** The method note of the package: definitions, rules, sources with their dates, filters, caveats and known limits. */
export function writeMethodNote(publication: Publication): string {
  const { years, sources, caveats, unknowns, rulesVersion } = publication
  const { title, url, checkedOn } = SPASER_INDICATORS
  return pageOf(publication, {
    title: `Note de méthode : achats responsables ${yearsOf(publication)}`,
    about: aboutOf(publication),
    sections: [
      {
        id: 'texte',
        title: 'Ce que demande le texte',
        content: html`<p>L’acheteur qui adopte un schéma de promotion des achats publics socialement et écologiquement responsables publie tous les deux ans des indicateurs précis, en nombre de contrats ou en valeur, sur les taux réels de ces achats parmi tous les siens, avec une valeur cible par catégorie ; deux catégories sont nommées, les entreprises agréées ESUS et celles qui emploient des personnes défavorisées ou vulnérables. Nombre et valeur sont tous deux donnés ici.</p>
<p><a href="${url}">${title}</a>, lu le ${inWords(checkedOn)}.</p>`,
      },
      { id: 'filtres', title: 'Ce qui est compté', content: filtersOf(publication) },
      { id: 'sources', title: 'Sources et dates', content: sourceTable(sources) },
      { id: 'reserves', title: 'Réserves', content: listOf(caveats) },
      { id: 'inconnu', title: 'Ce que l’on ne sait pas', content: listOf(unknowns) },
      { id: 'limites', title: 'Limites connues', content: listOf(LIMITS) },
      {
        id: 'exclus',
        title: 'Marchés laissés de côté',
        content: excludedOf(publication),
      },
      {
        id: 'definitions',
        title: 'Définitions des indicateurs',
        content: describeAll(years[0]?.indicators ?? []),
      },
      {
        id: 'perimetres',
        title: `Règles de classement des fournisseurs, version ${rulesVersion}`,
        content: perimetersOf(publication),
      },
    ],
  })
}
