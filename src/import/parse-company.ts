import { z } from 'zod'
import type { StagedFact } from '../database/fact-staging.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'
import type { CompanyFact } from '../domain/supplier/facts-in-force.ts'
import { INCLUSIVE_KINDS } from '../domain/supplier/structure-kinds.ts'

const text = z.string().nullish()
const answer = z.boolean().nullish()

const complementsSchema = z.looseObject({
  est_ess: answer,
  est_siae: answer,
  est_entrepreneur_individuel: answer,
  type_siae: z.union([z.string(), z.array(z.string())]).nullish(),
})

const unitSchema = z.looseObject({
  siren: z.string(),
  nom_complet: text,
  nature_juridique: z
    .string()
    .regex(/^\d{4}$/)
    .nullish(),
  activite_principale: text,
  activite_principale_naf25: text,
  etat_administratif: text,
  statut_diffusion: text,
  statut_diffusion_unite_legale: text,
  complements: complementsSchema.nullish(),
})

const answerSchema = z.looseObject({ total_results: z.int().nonnegative(), results: z.array(unitSchema) })

type Unit = z.infer<typeof unitSchema>
type Statement = Omit<CompanyFact, 'source' | 'seenOn' | 'validFrom' | 'validTo'>

/** What the API writes in place of the name of a unit that refuses diffusion. */
const HIDDEN_NAME = /\[NON[- ]DIFFUSIBLE\]/i
const PARTLY_DIFFUSED = /^[PN]$/i
const SOLE_TRADER = '1000'

/** "ACI, EI" or "['ACI', 'EI']" → ['ACI', 'EI'] */
const codesOf = (written: string | readonly string[] | null | undefined): string[] =>
  [written ?? []]
    .flat()
    .join(' ')
    .toUpperCase()
    .match(/[A-Z]+/g) ?? []

/** A facilitator (OPCS) is in the list without being a structure: it says nothing of the supplier. */
function readStructure({ est_siae = null, type_siae }: z.infer<typeof complementsSchema>) {
  const codes = codesOf(type_siae)
  const isFacilitatorOnly = codes.length > 0 && codes.every((code) => code === 'OPCS')
  if (est_siae === false || isFacilitatorOnly)
    return { isInclusive: isFacilitatorOnly ? null : false, structureKinds: [] }
  const structureKinds = INCLUSIVE_KINDS.filter((kind) => codes.includes(kind))
  return { isInclusive: est_siae ?? (structureKinds.length > 0 ? true : null), structureKinds }
}

const factOf = (
  siren: string,
  key: string,
  statement: Statement,
  more: Pick<StagedFact, 'name' | 'isNameMasked' | 'details'>,
): Omit<StagedFact, 'line'> => ({
  key,
  siren,
  siret: null,
  statement,
  ...more,
  validFrom: null,
  validTo: null,
})

/** Kept beside what the API said on other days: a unit found later was what it is all along, not from that day on. */
const UNKNOWN: Statement = {
  isFound: false,
  legalCategory: null,
  isEss: null,
  isInclusive: null,
  structureKinds: [],
}

const NOTHING_MORE = { name: null, isNameMasked: false, details: {} }

function readUnit(unit: Unit): Omit<StagedFact, 'line'> {
  const complements = unit.complements ?? {}
  const legalCategory = unit.nature_juridique ?? null
  const diffusion = unit.statut_diffusion ?? unit.statut_diffusion_unite_legale ?? ''
  const isHidden = HIDDEN_NAME.test(unit.nom_complet ?? '')
  const isPerson = legalCategory === SOLE_TRADER || complements.est_entrepreneur_individuel === true
  const details = {
    activity: unit.activite_principale,
    activity2025: unit.activite_principale_naf25,
    administrativeState: unit.etat_administratif,
    structureKinds: codesOf(complements.type_siae).join(', '),
  }
  return factOf(
    unit.siren,
    unit.siren,
    { isFound: true, legalCategory, isEss: complements.est_ess ?? null, ...readStructure(complements) },
    {
      name: isHidden ? null : unit.nom_complet || null,
      isNameMasked: isHidden || isPerson || PARTLY_DIFFUSED.test(diffusion),
      details: Object.fromEntries(
        Object.entries(details).filter((entry): entry is [string, string] => Boolean(entry[1])),
      ),
    },
  )
}

/** What the API says of a SIREN as a fact, "not found" included; or why the answer cannot be used. */
export function parseCompany(
  siren: string,
  body: unknown,
): { fact: Omit<StagedFact, 'line'> } | { problem: Problem } {
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path }) => path.join('.') || 'réponse').join(', ')
    return { problem: problemOf('answer-unexpected', siren, `${where} : ${JSON.stringify(body)}`) }
  }
  const { total_results: total, results } = parsed.data
  const unit = results.find((result) => result.siren === siren)
  if (unit) return { fact: readUnit(unit) }
  if (total === 0 && results.length === 0)
    return { fact: factOf(siren, `${siren}|introuvable`, UNKNOWN, NOTHING_MORE) }
  return { problem: problemOf('answer-unexpected', siren, results.map((result) => result.siren).join(', ')) }
}
