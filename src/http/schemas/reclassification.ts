import { z } from 'zod'
import { RECLASSIFICATION_CAUSES } from '../../domain/supplier/reclassification.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { contractFilters } from './contract-filters.ts'
import { dayText, instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { choice, endsAfterStart, integer, paging } from './parameters.ts'
import { contextShape, figureShape } from './share.ts'
import { outcomeSchema } from './verdict.ts'

export const reclassificationsQuerySchema = z.strictObject(paging)

export const reclassificationParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro du reclassement.'),
})

const { buyer, group, from, to } = contractFilters
const scope = {
  buyer,
  group,
  from,
  to,
  perimeter: choice(PERIMETER_IDS)
    .default('ess')
    .describe('Périmètre de la part et des fournisseurs ; définitions à `GET /v1/methodology`.'),
}

export const reclassificationQuerySchema = z.strictObject(scope).refine(...endsAfterStart)

const outcome = choice(['yes', 'no', 'undetermined']).optional()
const moved = {
  ...scope,
  before: outcome.describe('Réponse d’avant ; absent, toutes.'),
  after: outcome.describe('Réponse d’après ; absent, toutes.'),
}

export const movedSuppliersFileQuerySchema = z.strictObject(moved).refine(...endsAfterStart)
export const movedSuppliersQuerySchema = z.strictObject({ ...moved, ...paging }).refine(...endsAfterStart)

export const causeSchema = z
  .enum(RECLASSIFICATION_CAUSES)
  .describe(
    'Pourquoi : liste importée, recherche en ligne, liste annulée, décision, décision annulée, nouvelles règles.',
  )

const shape = {
  id: z.int().describe('Numéro, dans l’ordre où les classements ont été décidés.'),
  cause: causeSchema,
  title: z.string().describe('La cause, en français.'),
  madeAt: instantText().describe('Quand.'),
  rulesVersion: z.int().describe('Version des règles appliquée.'),
  rulesVersionBefore: z
    .int()
    .nullable()
    .describe('Version d’avant ; nul quand les règles n’en sont pas la cause.'),
  importId: z.int().nullable().describe('Import en cause.'),
  isUndone: z.boolean().describe('L’import en cause a été annulé depuis.'),
  decisionId: z.int().nullable().describe('Décision en cause.'),
  siren: z.string().nullable().describe('Fournisseur de la décision.'),
  suppliers: z
    .int()
    .describe('Fournisseurs dont la réponse a changé, un jour au moins, dans un périmètre au moins.'),
}

const reclassificationSchema = z
  .object(shape)
  .meta({ id: 'Reclassification', description: 'Une fois où des classements ont été décidés de nouveau.' })

export const reclassificationPageSchema = pageOf(
  reclassificationSchema,
  'ReclassificationPage',
  'Une page de reclassements.',
)

const movementSchema = z
  .object({
    perimeter: z.enum(PERIMETER_IDS).describe('Périmètre.'),
    before: outcomeSchema.describe('Réponse d’avant.'),
    after: outcomeSchema.describe('Réponse d’après.'),
    suppliers: z.int().describe('Fournisseurs qui ont changé ainsi, un jour au moins ; de tout le registre.'),
    holders: z.int().describe('Ceux d’entre eux titulaires des marchés concernés.'),
    contracts: z
      .int()
      .describe(
        'Marchés du champ dont un titulaire a changé ainsi le jour du marché, chacun compté une fois.',
      ),
    value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
  })
  .meta({ id: 'Movement', description: 'Ce qui a changé dans un sens, dans un périmètre.' })

const figureSchema = z
  .object(figureShape)
  .meta({ id: 'ShareFigure', description: 'Une part et ses composantes.' })

export const reclassificationReportSchema = z
  .object({
    ...shape,
    movements: z.array(movementSchema).describe('Ce qui a changé, par périmètre et par sens.'),
    share: z
      .object({
        before: figureSchema.describe('Juste avant.'),
        after: figureSchema.describe('Juste après.'),
      })
      .meta({ id: 'ShareMoments', description: 'La part avant et après, sur les mêmes marchés.' })
      .describe('La part du périmètre, sur les marchés connus aujourd’hui.'),
    ...contextShape,
  })
  .meta({ id: 'ReclassificationReport', description: 'Ce qu’un reclassement a changé.' })

const movedPeriodSchema = z
  .object({
    from: dayText().nullable().describe('Premier jour où la réponse a changé ; nul : depuis toujours.'),
    to: dayText().nullable().describe('Dernier jour ; nul : sans fin.'),
    ruleBefore: z.string().nullable().describe('Règle d’avant ; nul : aucune ne décidait.'),
    ruleAfter: z.string().nullable().describe('Règle d’après ; nul : aucune ne décide.'),
  })
  .meta({ id: 'MovedPeriod', description: 'Les jours où la réponse est autre, et par quelles règles.' })

const movedSupplierSchema = z
  .object({
    siren: z.string().nullable().describe('SIREN ; nul pour un fournisseur étranger.'),
    identifier: z.string().describe('SIREN, ou type et identifiant étranger.'),
    name: z.string().nullable().describe('Nom ; masqué pour une personne physique.'),
    perimeter: z.enum(PERIMETER_IDS).describe('Périmètre.'),
    before: outcomeSchema.describe('Réponse d’avant.'),
    after: outcomeSchema.describe('Réponse d’après.'),
    periods: z.array(movedPeriodSchema).describe('Quels jours, tous établissements réunis.'),
    contracts: z.int().describe('Ses marchés du champ dont le jour est concerné.'),
    value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
  })
  .meta({ id: 'MovedSupplier', description: 'Un fournisseur dont la réponse a changé.' })

export const movedSupplierPageSchema = pageOf(
  movedSupplierSchema,
  'MovedSupplierPage',
  'Une page de fournisseurs reclassés.',
)
