import { z } from 'zod'
import { BREAKDOWN_IDS } from '../../domain/contract-filter/breakdown.ts'
import { parsePhase } from '../../domain/contract-filter/phase.ts'
import { FIGURE_PARTS } from '../../domain/indicator/figure-part.ts'
import { RECORDED_FIELDS } from '../../domain/indicator/recorded-field.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { contractSummarySchema } from './contract.ts'
import { contractFilters } from './contract-filters.ts'
import { insertionEntrySchema, insertionFigureSchema } from './insertion-figure.ts'
import { pageOf } from './page.ts'
import { choice, endsAfterStart, fullTimeHours, integer, listOf, paging, text } from './parameters.ts'
import { contextShape, figureShape, indicatorHeadSchema } from './share.ts'
import { referenceSchema } from './verdict.ts'

export const indicatorParamsSchema = z.strictObject({
  id: text(/^[a-z][a-z0-9-]{0,63}$/, 'l’identifiant d’un indicateur : GET /v1/indicators les donne').describe(
    'Identifiant de l’indicateur.',
  ),
})

/** Along what a figure is told. */
export const breakdown = {
  by: choice(BREAKDOWN_IDS).optional().describe('Ventilation : une ligne par valeur, en plus du total.'),
  phase: listOf(phase(), 20)
    .optional()
    .describe(
      'Avec `by=phase` : une phase, `2022-01-01/2023-12-31` ou `Nom:2022-01-01/2023-12-31` ; à répéter. Les phases peuvent se recouvrir.',
    ),
}

const methods = {
  perimeter: choice(PERIMETER_IDS)
    .optional()
    .describe('Périmètre mesuré, quand l’indicateur en propose plusieurs ; par défaut, le premier.'),
  holders: choice(HOLDER_METHODS)
    .optional()
    .describe(
      'Comment compter un marché à plusieurs titulaires, pour les indicateurs qui les classent ; par défaut `any-holder`.',
    ),
  territory: listOf(text(/^(\d{2}|2[AB]|97[1-8]|98[678])$/, 'un code de département (31, 2A, 974)'), 110)
    .optional()
    .describe('Pour `local-share` : un département du territoire ; à répéter.'),
  field: choice(RECORDED_FIELDS).optional().describe('Pour `filled-fields` : le champ regardé.'),
  threshold: integer({ min: 1, max: 999_999_999 })
    .optional()
    .describe(
      'Pour `insertion-mandatory` : seuil en euros hors taxes, à partir duquel la clause est obligatoire.',
    ),
  frameworks: choice(FRAMEWORK_METHODS)
    .optional()
    .describe('Comment compter accords-cadres et marchés subséquents ; par défaut `ceilings`.'),
  fullTimeHours: fullTimeHours()
    .optional()
    .describe(
      'Pour les indicateurs d’insertion : heures d’un équivalent temps plein, 1607 (durée légale, par défaut) ou 1820 (temps payé).',
    ),
  audience: choice(['public', 'internal'])
    .optional()
    .describe(
      'Pour les indicateurs d’insertion : `public` (par défaut) cache les groupes de moins de 5 personnes et ce qui les ferait deviner ; `internal` montre tout.',
    ),
  ...breakdown,
}

/** A phase as it is asked, read by the route. */
function phase() {
  const expected = 'une phase, AAAA-MM-JJ/AAAA-MM-JJ, précédée ou non d’un nom et de deux-points'
  return z.string(expected).refine((value) => parsePhase(value) !== null, expected)
}

export const indicatorQuerySchema = z
  .strictObject({ ...contractFilters, ...methods })
  .refine(...endsAfterStart)

/** Which row of the breakdown to open. */
export const rowKey = text(/^.{1,100}$/, 'la clé d’une ligne de la ventilation')
  .optional()
  .describe('Clé d’une ligne de la ventilation `by` ; absente : le chiffre entier.')

const opening = {
  part: choice(FIGURE_PARTS)
    .default('yes')
    .describe(
      'Quels marchés : `yes` (numérateur), `no`, `undetermined`, `counted` (dénominateur), `excluded` (laissés hors du chiffre), `out-of-value` (comptés en nombre seulement).',
    ),
  key: rowKey,
}

/** Refuses a key without its breakdown. */
export const hasBreakdownOfKey = [
  ({ by, key }: { by?: string | undefined; key?: string | undefined }) =>
    key === undefined || by !== undefined,
  {
    path: ['key'] as PropertyKey[],
    error: 'rien sans « by » : une clé est celle d’une ligne de la ventilation',
  },
] as const

export const openingQuerySchema = z
  .strictObject({ ...contractFilters, ...methods, ...opening, ...paging })
  .refine(...endsAfterStart)
  .refine(...hasBreakdownOfKey)

/** The same without pages: a file holds every contract. */
export const openingFileQuerySchema = z
  .strictObject({ ...contractFilters, ...methods, ...opening })
  .refine(...endsAfterStart)
  .refine(...hasBreakdownOfKey)

/** The clauses behind a figure of insertion. */
export const clausesQuerySchema = z
  .strictObject({ ...contractFilters, ...methods, key: opening.key, ...paging })
  .refine(...endsAfterStart)
  .refine(...hasBreakdownOfKey)

/** What is said of every indicator. */
const textsShape = {
  id: z.string().describe('Identifiant stable.'),
  title: z.string().describe('Nom.'),
  definition: z.string().describe('Définition.'),
  formula: z.string().describe('Formule.'),
  unit: z.string().describe('Unité.'),
  parts: z
    .object({
      yes: z.string().describe('Ce que compte « oui ».'),
      no: z.string().describe('Ce que compte « non ».'),
      undetermined: z.string().describe('Ce que compte « indéterminé ».'),
    })
    .describe('Ce que tient chaque partie.'),
  exclusions: z.array(z.string()).describe('Ce qui n’est pas compté.'),
  assumptions: z.array(z.string()).describe('Hypothèses.'),
  references: z.array(referenceSchema).describe('Textes.'),
}

/** An indicator as the catalogue tells it. */
export const entryShape = {
  ...textsShape,
  perimeters: z
    .array(z.string())
    .describe('Valeurs de `perimeter`, la première par défaut ; vide : sans objet.'),
  usesHolderMethods: z.boolean().describe('`holders` change le chiffre.'),
  needsThreshold: z.boolean().describe('Il faut donner `threshold`.'),
  needsTerritory: z.boolean().describe('Il faut donner `territory`.'),
  fields: z
    .array(
      z.object({ id: z.string().describe('Valeur de `field`.'), title: z.string().describe('Le champ.') }),
    )
    .describe('Il faut donner `field`, l’un de ceux-ci ; vide : sans objet.'),
}

const entrySchema = z
  .object(entryShape)
  .meta({ id: 'Indicator', description: 'Un indicateur : ce qu’il compte et comment.' })

export const catalogueSchema = z
  .object({
    indicators: z.array(entrySchema).describe('Les indicateurs, dans l’ordre où ils se lisent.'),
    supplierDiversity: z
      .object(textsShape)
      .meta({ id: 'SupplierIndicator', description: 'L’indicateur qui compte des fournisseurs.' }),
    insertion: z
      .array(insertionEntrySchema)
      .describe('Ceux qui comptent des clauses et des heures : même adresse, chiffre d’une autre forme.'),
    breakdowns: z
      .array(
        z.object({ id: z.string().describe('Valeur de `by`.'), title: z.string().describe('Ce que c’est.') }),
      )
      .describe('Les ventilations de tout indicateur.'),
  })
  .meta({ id: 'IndicatorCatalogue', description: 'Les indicateurs et leurs ventilations.' })

const offersSchema = z
  .object({
    contracts: z.int().describe('Marchés qui disent combien.'),
    received: z.int().describe('Somme des offres.'),
    average: z.number().nullable().describe('Moyenne ; nul : aucun ne le dit.'),
  })
  .meta({ id: 'Offers', description: 'Les offres reçues.' })

export const indicatorShape = {
  ...figureShape,
  offers: offersSchema.optional().describe('Offres reçues ; absent : sans objet.'),
}

const figureSchema = z
  .object(indicatorShape)
  .meta({ id: 'Figure', description: 'Un chiffre et ses composantes.' })

export const countingSchema = z
  .object({
    counts: z
      .string()
      .describe(
        'Ce qui décide : `holders` (classement des titulaires), `certainty` (s’il décide), `territory` (leur département), `subcontracts` (classement des sous-traitants), `considerations`, `single-offer`, `field`, `insertion-clause` ou `usable-amount` (ce que disent les données), `esus-agreements` ou `inclusive-list` (méthodes nationales).',
      ),
    perimeter: z.string().nullable().describe('Périmètre ; nul : sans objet.'),
    territory: z.array(z.string()).nullable().describe('Départements du territoire ; nul : sans objet.'),
    field: z.string().nullable().describe('Champ regardé ; nul : sans objet.'),
    threshold: z.number().nullable().describe('Seuil de l’obligation, en euros ; nul : sans objet.'),
    holders: z.string().nullable().describe('Méthode pour plusieurs titulaires ; nul : sans objet.'),
    frameworks: z.string().describe('Méthode pour les accords-cadres.'),
    amounts: z.literal('latest-amendment').describe('Montants après la dernière modification connue.'),
    basis: z.literal('notified').describe('Marchés notifiés, et non dépenses.'),
    rulesVersion: z.int().describe('Version des règles de classement.'),
  })
  .meta({ id: 'CountingMethodUsed', description: 'Comment le chiffre est compté.' })

export const indicatorRowSchema = z
  .object({
    key: z.string().describe('Clé, à redonner à `…/contracts` ; `unknown` : ce qui n’est pas connu.'),
    label: z.string().describe('La ligne, en français.'),
    ...indicatorShape,
  })
  .meta({ id: 'IndicatorRow', description: 'Une ligne de la ventilation.' })

export const indicatorReportSchema = z
  .object({
    indicator: indicatorHeadSchema,
    by: z.enum(BREAKDOWN_IDS).nullable().describe('Ventilation ; nul : sans.'),
    overlaps: z
      .boolean()
      .describe(
        'Des marchés figurent dans plusieurs lignes, dont la somme dépasse le total ; sinon, elle lui est égale, au centime.',
      ),
    total: figureSchema,
    rows: z.array(indicatorRowSchema).describe('Les lignes de la ventilation ; vide : sans.'),
    ...contextShape,
    method: countingSchema,
  })
  .meta({ id: 'IndicatorReport', description: 'Un indicateur, sa méthode, ses sources et ses réserves.' })

/** What `GET /v1/indicators/{id}` answers: contracts, or clauses and hours. */
export const anyIndicatorSchema = z
  .union([indicatorReportSchema, insertionFigureSchema])
  .describe('Un indicateur de marchés, ou de clauses et d’heures.')

const broughtSchema = z
  .object({
    contracts: z.int().describe('En nombre ; 0 pour un marché qui n’apporte que des euros (`equal-split`).'),
    value: z.number().describe('En euros hors taxes.'),
  })
  .meta({ id: 'Brought', description: 'Ce que des marchés apportent à la partie ouverte.' })

const openedSchema = z
  .object({
    ...contractSummarySchema.shape,
    outcome: z
      .enum(['yes', 'no', 'undetermined'])
      .nullable()
      .describe('Ce que le marché compte ; nul : laissé hors du chiffre.'),
    excludedBy: z
      .string()
      .nullable()
      .describe('Raison de le laisser : concession, undated, framework ou call-off ; nul : compté.'),
    counted: broughtSchema,
    reasons: z.array(z.string()).describe('Pourquoi, en français.'),
  })
  .meta({ id: 'OpenedContract', description: 'Un marché derrière un chiffre, et pourquoi.' })

export const openedPageSchema = pageOf(
  openedSchema,
  'OpenedContractPage',
  'Une page des marchés d’un chiffre.',
).extend({
  counted: broughtSchema.describe('Ce que tous apportent, toutes pages réunies : le chiffre même.'),
})
