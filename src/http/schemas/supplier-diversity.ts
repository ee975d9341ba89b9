import { z } from 'zod'
import { DIVERSITY_PARTS } from '../../domain/indicator/supplier-diversity.ts'
import { FRAMEWORK_METHODS } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { contractFilters } from './contract-filters.ts'
import { breakdown, hasBreakdownOfKey, rowKey } from './indicator.ts'
import { pageOf } from './page.ts'
import { choice, endsAfterStart, paging } from './parameters.ts'
import { contextShape, indicatorHeadSchema, tallySchema } from './share.ts'

const methods = {
  perimeter: choice(PERIMETER_IDS).default('ess').describe('Périmètre mesuré.'),
  frameworks: choice(FRAMEWORK_METHODS)
    .default('ceilings')
    .describe('Comment compter accords-cadres et marchés subséquents.'),
  ...breakdown,
}

export const diversityQuerySchema = z
  .strictObject({ ...contractFilters, ...methods })
  .refine(...endsAfterStart)

export const diversityListQuerySchema = z
  .strictObject({
    ...contractFilters,
    ...methods,
    part: choice(DIVERSITY_PARTS)
      .default('yes')
      .describe(
        'Quels fournisseurs ; `new` : les nouveaux du périmètre, `new-undetermined` : ceux dont on ne sait s’ils en sont de nouveaux ; avec `from`, ou une ligne le long du temps.',
      ),
    key: rowKey,
    ...paging,
  })
  .refine(...endsAfterStart)
  .refine(...hasBreakdownOfKey)

const figureShape = {
  suppliers: tallySchema.describe('Fournisseurs distincts.'),
  newSuppliers: tallySchema
    .nullable()
    .describe(
      'Ceux qui n’avaient aucun marché de ces acheteurs avant `from`, ou avant le premier jour de la ligne ; indéterminés : aussi ceux dont les seuls autres marchés sont sans date utilisable ; nul : sans premier jour.',
    ),
  value: tallySchema.describe('Euros de ces fournisseurs ; un marché à plusieurs se partage à parts égales.'),
  concentration: z
    .object({
      first: z.int().describe('Combien de premiers fournisseurs sont regardés.'),
      suppliers: z.int().describe('Combien il y en a.'),
      value: z.number().describe('Leurs euros.'),
      share: z.number().nullable().describe('Leur part des euros du périmètre ; nul : aucun euro.'),
    })
    .describe('Les premiers fournisseurs du périmètre, par les euros.'),
}

export const diversityReportSchema = z
  .object({
    indicator: indicatorHeadSchema,
    ...figureShape,
    by: z.string().nullable().describe('Ventilation ; nul : aucune.'),
    rows: z
      .array(
        z
          .object({
            key: z.string().describe('Valeur.'),
            label: z.string().describe('Titre.'),
            ...figureShape,
          })
          .meta({ id: 'SupplierDiversityRow', description: 'Une ligne de la ventilation.' }),
      )
      .describe(
        'Ventilation. Un fournisseur peut être dans plusieurs lignes, qui ne s’ajoutent pas au total.',
      ),
    unidentified: z
      .object({ holders: z.int().describe('Titulaires sans identifiant utilisable.') })
      .describe('Ce qui n’est pas compté.'),
    ...contextShape,
    method: z
      .object({
        counts: z.literal('suppliers').describe('Compte des fournisseurs, et non des marchés.'),
        perimeter: z.string().describe('Périmètre.'),
        frameworks: z.string().describe('Méthode pour les accords-cadres.'),
        amounts: z.literal('latest-amendment').describe('Montants après la dernière modification connue.'),
        basis: z.literal('notified').describe('Marchés notifiés, et non dépenses.'),
        rulesVersion: z.int().describe('Version des règles de classement.'),
      })
      .describe('Comment c’est compté.'),
  })
  .meta({ id: 'SupplierDiversity', description: 'Fournisseurs distincts, nouveaux, et concentration.' })

const supplierSchema = z
  .object({
    supplier: z.string().describe('SIREN, ou type et identifiant étranger.'),
    siren: z.string().nullable().describe('SIREN ; nul hors de France.'),
    name: z.string().nullable().describe('Nom publié ; masqué pour une personne physique.'),
    outcome: z.enum(['yes', 'no', 'undetermined']).describe('Son classement sur ces marchés.'),
    isNew: z
      .boolean()
      .nullable()
      .describe(
        'Sans marché de ces acheteurs avant `from`, ou avant le premier jour de la ligne ; nul : sans premier jour, ou ses seuls autres marchés sont sans date utilisable.',
      ),
    contracts: z.int().describe('Ses marchés comptés ; `GET /v1/contracts`, filtre `supplier`, les donne.'),
    value: z.number().describe('Ses euros.'),
  })
  .meta({ id: 'DiverseSupplier', description: 'Un fournisseur derrière le chiffre.' })

export const diversityPageSchema = pageOf(supplierSchema, 'DiverseSupplierPage', 'Une page de fournisseurs.')
