import { z } from 'zod'
import { KNOWN_FAMILIES } from '../../domain/supplier/latest-legal-family.ts'
import { dayText } from './dates.ts'
import { countingSchema, entryShape, indicatorRowSchema, indicatorShape } from './indicator.ts'
import { insertionReportSchema } from './insertion-report.ts'
import { buyerIdentifier, integer, text } from './parameters.ts'
import { planSchema } from './plan.ts'
import { scoreboardRowSchema } from './scoreboard.ts'
import { asOfSchema, excludedSchema, sourceSchema } from './share.ts'

export const buyerReportParamsSchema = z.strictObject({
  year: integer({ min: 2000, max: 2100 }).describe('Année civile de notification.'),
})

export const buyerReportQuerySchema = z.strictObject({
  buyer: buyerIdentifier().describe(
    'Acheteur : SIREN (tous ses établissements) ou SIRET. DECP : `acheteur.id`.',
  ),
  plan: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'minuscules, chiffres et tirets, 64 au plus')
    .optional()
    .describe('Identifiant du plan à suivre ; absent : tous ceux qui lient l’acheteur cette année-là.'),
})

const reportedSchema = z
  .object({
    ...entryShape,
    ...indicatorShape,
    method: countingSchema,
    excluded: excludedSchema,
    caveats: z.array(z.string()).describe('Ce qu’il faut savoir avant de citer ce chiffre.'),
  })
  .meta({ id: 'ReportedIndicator', description: 'Un indicateur du rapport, son chiffre et sa méthode.' })

const historySchema = z
  .object({
    id: z.string().describe('Identifiant de l’indicateur.'),
    title: z.string().describe('Nom.'),
    perimeter: z.string().nullable().describe('Périmètre ; nul : sans objet.'),
    years: z
      .array(
        z
          .object({
            year: z.int().describe('Année civile de notification.'),
            isProvisional: z.boolean().describe('L’année n’est pas finie.'),
            ...indicatorShape,
          })
          .meta({ id: 'HistoryYear', description: 'Le chiffre d’une année ; sans marché, pas de part.' }),
      )
      .describe('De la première année qui a des marchés, sur dix ans, à celle du rapport.'),
  })
  .meta({ id: 'ReportedHistory', description: 'Un indicateur, année par année.' })

const reportedPlanSchema = z
  .object({
    plan: planSchema,
    rows: z
      .array(scoreboardRowSchema)
      .describe(
        'Objectifs, pour les périodes commencées à la fin de l’année ; d’un plan commun, `buyers` ne garde que l’acheteur du rapport.',
      ),
    isJoint: z.boolean().describe('Le plan lie plusieurs acheteurs : le constat porte sur eux tous.'),
  })
  .meta({ id: 'ReportedPlan', description: 'Un plan et ce qu’il en est de ses objectifs.' })

const family = z.enum(KNOWN_FAMILIES)

const held = {
  contracts: z.int().describe('Marchés dont il est titulaire, seul ou non.'),
  value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
}

const familySchema = z
  .object({
    key: family.describe('Famille.'),
    title: z.string().describe('En français.'),
    suppliers: z.int().describe('Fournisseurs de l’ESS de cette famille.'),
    contracts: z.int().describe('Marchés de la famille, chacun compté une fois.'),
    value: z.number().describe('Leur montant, en euros hors taxes.'),
  })
  .meta({ id: 'EssFamily', description: 'Une famille juridique parmi les fournisseurs de l’ESS.' })

const supplierSchema = z
  .object({
    siren: z.string().nullable().describe('SIREN ; nul pour un autre identifiant.'),
    identifier: z.string().describe('SIREN, ou identifiant tel que publié.'),
    name: z.string().nullable().describe('Nom ; masqué pour une personne physique.'),
    legalFamily: family.describe('Famille juridique.'),
    ...held,
  })
  .meta({ id: 'EssSupplier', description: 'Un fournisseur de l’ESS et ce qu’il a obtenu dans l’année.' })

export const buyerReportSchema = z
  .object({
    buyer: z
      .object({
        id: z.string().describe('SIREN ou SIRET demandé.'),
        name: z.string().nullable().describe('Nom dans les données ; nul : aucun n’est donné.'),
      })
      .describe('L’acheteur.'),
    year: z.int().describe('Année du rapport.'),
    period: z
      .object({ from: dayText().describe('Premier jour.'), to: dayText().describe('Dernier jour.') })
      .describe('Jours de notification retenus, inclus.'),
    isProvisional: z.boolean().describe('L’année n’est pas finie : tout peut changer.'),
    madeOn: dayText().describe('Jour où le rapport est établi.'),
    asOf: asOfSchema,
    rulesVersion: z.int().describe('Version des règles de classement.'),
    sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
    indicators: z.array(reportedSchema).describe('Tous les indicateurs du catalogue, dans son ordre.'),
    categories: z.array(indicatorRowSchema).describe('La part de l’ESS par catégorie d’achat.'),
    histories: z.array(historySchema).describe('Les principaux indicateurs, année par année.'),
    plans: z.array(reportedPlanSchema).describe('Plans qui lient l’acheteur ; vide : aucun.'),
    insertion: insertionReportSchema
      .nullable()
      .describe('Insertion, petits groupes cachés ; nul : aucune clause connue de cet acheteur.'),
    families: z.array(familySchema).describe('Les fournisseurs de l’ESS par famille juridique.'),
    suppliers: z.array(supplierSchema).describe('Les fournisseurs de l’ESS, par montant.'),
    caveats: z.array(z.string()).describe('Ce qu’il faut savoir avant de citer le rapport, en français.'),
  })
  .meta({ id: 'BuyerReport', description: 'Le rapport annuel d’un acheteur.' })
