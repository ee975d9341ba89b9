import { findBuyer } from '../database/buyers.ts'
import type { Db } from '../database/connect.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { plural } from './caveats.ts'
import { readSurroundings } from './figure-context.ts'
import { reportCatalogue } from './indicator-catalogue.ts'
import { reportIndicator } from './indicator-report.ts'
import { PUBLISHED_CATEGORIES, PUBLISHED_INDICATORS } from './published-categories.ts'
import { listPublishedPlans, type PublishedPlan } from './published-targets.ts'
import type { ReportedIndicator } from './reported-indicators.ts'
import { type DataSources, listSources } from './sources.ts'

/** What the publication of article L2111-3 is asked for: a SIREN or SIRET, and years, both included. */
export type PublicationRequest = { buyer: string; fromYear: number; toYear: number }

/** A year with the published indicators, in the order of the categories. */
export type PublishedYear = { year: number; isProvisional: boolean; indicators: ReportedIndicator[] }

/**
 * All that the publication says. Nothing in it depends on the moment it was made, but for a year that is not over: the same data give
 * the same publication.
 */
export type Publication = {
  buyer: { id: string; name: string | null }
  fromYear: number
  toYear: number
  /** Instant of the last change of the data; `null` when nothing was ever imported. */
  asOf: string | null
  rulesVersion: number
  sources: DataSources
  years: PublishedYear[]
  plans: PublishedPlan[]
  /** What the data do not tell, each as a sentence. */
  unknowns: string[]
  caveats: string[]
}

/** The law asks for two years; a first publication may go back further, over the years of a plan. */
const MOST_YEARS = 6

const CHANGED =
  'Les données ont changé pendant la rédaction (un import s’est terminé entre-temps) : la publication mêlerait deux états. Demandez-la de nouveau.'

function checkYears({ fromYear, toYear }: PublicationRequest, today: string): void {
  if (toYear < fromYear)
    throw new AppError(
      'bad-usage',
      `La dernière année (${toYear}) précède la première (${fromYear}) : inversez-les.`,
    )
  if (toYear - fromYear >= MOST_YEARS)
    throw new AppError(
      'bad-usage',
      `De ${fromYear} à ${toYear}, cela fait ${toYear - fromYear + 1} années, ${MOST_YEARS} au plus. L’article L2111-3 en demande deux.`,
    )
  if (`${toYear}-01-01` > today)
    throw new AppError(
      'bad-usage',
      `L’année ${toYear} n’a pas commencé : demandez jusqu’à ${today.slice(0, 4)} au plus.`,
    )
}

async function listYears(
  db: Db,
  clock: Clock,
  { buyer, fromYear, toYear }: PublicationRequest,
): Promise<PublishedYear[]> {
  const entries = new Map(reportCatalogue().indicators.map((entry) => [entry.id, entry]))
  const years: PublishedYear[] = []
  for (let year = fromYear; year <= toYear; year++) {
    const filters = { buyers: [buyer], from: `${year}-01-01`, to: `${year}-12-31` }
    const indicators: ReportedIndicator[] = []
    const surroundings = await readSurroundings(db, clock, filters)
    for (const id of PUBLISHED_INDICATORS) {
      const entry = entries.get(id)
      if (entry === undefined) throw new TypeError(`no indicator ${id} in the catalogue`)
      const { total, method, excluded, caveats } = await reportIndicator(
        db,
        clock,
        { id, filters },
        surroundings,
      )
      indicators.push({ ...entry, ...total, method, excluded, caveats })
    }
    years.push({ year, isProvisional: `${year}-12-31` >= todayOf(clock), indicators })
  }
  return years
}

/** The years of the publication that no target of the category covers. */
export function yearsWithoutTarget(
  { years, plans }: Pick<Publication, 'years' | 'plans'>,
  category: string,
): number[] {
  const targets = plans.flatMap((published) => published.targets)
  return years
    .map(({ year }) => year)
    .filter((year) => !targets.some((target) => target.year === year && target.categoryId === category))
}

/** "2024", "2024 et 2025", "2023, 2024 et 2025". */
export const listInWords = (items: readonly (string | number)[]): string =>
  new Intl.ListFormat('fr', { type: 'conjunction' }).format(items.map(String))

function unknownsOf(publication: Pick<Publication, 'years' | 'plans'>): string[] {
  const { years } = publication
  const unknowns = [
    'Les dépenses réellement payées : tous les chiffres portent sur les marchés notifiés. Le seuil qui rend un schéma obligatoire s’apprécie, lui, sur les dépenses de l’année, et ne peut pas s’établir ici.',
    'Les achats de moins de 40 000 € HT, pour la plupart absents des données essentielles : une part mesurée sans eux n’est pas celle de tous les achats.',
  ]
  for (const { year, isProvisional, indicators } of years) {
    if (isProvisional) unknowns.push(`Le résultat définitif de ${year} : l’année n’est pas finie.`)
    const [first] = indicators
    if (first?.contracts.total === 0)
      unknowns.push(
        `Les achats de ${year} : aucun marché notifié cette année-là n’est connu. Il n’y a pas de part, ce qui n’est pas une part de 0 %.`,
      )
    const undetermined = indicators.filter(({ contracts }) => contracts.undetermined > 0)
    if (undetermined.length > 0)
      unknowns.push(
        `En ${year}, la réponse pour certains marchés : ${undetermined
          .map(
            ({ title, contracts }) =>
              `${title} (${plural(contracts.undetermined, 'indéterminé', 'indéterminés')} sur ${contracts.total})`,
          )
          .join(' ; ')}.`,
      )
  }
  for (const { isStatutory, title, id } of PUBLISHED_CATEGORIES) {
    const missing = isStatutory ? yearsWithoutTarget(publication, id) : []
    if (missing.length > 0)
      unknowns.push(
        `La valeur cible « ${title} » pour ${listInWords(missing)} : aucun plan importé n’en donne, alors que l’article L2111-3 demande une cible par catégorie.`,
      )
  }
  return unknowns
}

function caveatsOf({ years, plans }: Pick<Publication, 'years' | 'plans'>): string[] {
  const ofPlans = plans
    .filter(({ isJoint }) => isJoint)
    .map(
      ({ plan }) =>
        `Plan « ${plan.title} » : ses objectifs se mesurent sur ${plan.buyers.length} acheteurs réunis, et non sur celui-ci seul.`,
    )
  const ofYears = years.flatMap(({ year, indicators }) =>
    [...new Set(indicators.flatMap(({ caveats }) => caveats))].map((caveat) => ({ year, caveat })),
  )
  const byCaveat = Map.groupBy(ofYears, ({ caveat }) => caveat)
  const said = [...byCaveat].map(([caveat, of]) =>
    of.length === years.length ? caveat : `${listInWords(of.map(({ year }) => year))} : ${caveat}`,
  )
  return [...ofPlans, ...said]
}

/**
 * The publication that article L2111-3 asks for every two years: each category of responsible purchases, year by year, in number and in
 * value, with the targets of the plans that bind the buyer. Throws `not-found` (buyer), `bad-usage` (years) and, when the data changed
 * meanwhile, `data-changed`.
 */
export async function reportPublication(
  db: Db,
  clock: Clock,
  request: PublicationRequest,
): Promise<Publication> {
  checkYears(request, todayOf(clock))
  const buyer = await findBuyer(db, request.buyer)
  if (buyer === null)
    throw new AppError(
      'not-found',
      `Aucun marché, aucune clause et aucun plan importés ne nomment l’acheteur ${request.buyer} : vérifiez le numéro, ou importez ses données.`,
    )
  const { sources, asOf } = await listSources(db)
  const { fromYear, toYear } = request
  const found = {
    years: await listYears(db, clock, request),
    plans: await listPublishedPlans(db, clock, request.buyer, request),
  }
  const after = await listSources(db)
  if (after.asOf !== asOf) throw new AppError('data-changed', CHANGED)
  return {
    buyer,
    fromYear,
    toYear,
    asOf,
    rulesVersion: RULES_VERSION,
    sources,
    ...found,
    unknowns: unknownsOf(found),
    caveats: caveatsOf(found),
  }
}
