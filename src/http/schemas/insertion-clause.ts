import { z } from 'zod'
import { BENEFICIARY_IDS, CLAUSE_BASIS_IDS } from '../../domain/insertion/clause-basis.ts'
import { CLAUSE_STATE_IDS, CLAUSE_STATES, DEFAULT_THRESHOLDS } from '../../domain/insertion/clause-state.ts'
import { DUE_EVENT_IDS } from '../../domain/insertion/hours-due.ts'
import { buyerSchema } from './contract.ts'
import { dayText, instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyers, choice, day, endsAfterStart, integer, paging, period } from './parameters.ts'

const listOf = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(schema).max(20, '20 au plus'),
  )

const ofPlan = (fallback: number) => `par défaut celui du plan de l’acheteur ce jour-là, sinon ${fallback}`

/** The thresholds of the states, as parameters that win over those of plans. */
const thresholdShape = {
  graceDays: integer({ min: 0, max: 1_000 })
    .optional()
    .describe(
      `Jours après le début pendant lesquels une clause n’est pas en retard ; ${ofPlan(DEFAULT_THRESHOLDS.graceDays)}.`,
    ),
  latePercent: integer({ min: 0, max: 100 })
    .optional()
    .describe(
      `En retard : heures réalisées inférieures de plus de ce pourcentage à celles qu’un rythme régulier attend ; ${ofPlan(DEFAULT_THRESHOLDS.lateToleranceBasisPoints / 100)}.`,
    ),
  riskPercent: integer({ min: 0, max: 100 })
    .optional()
    .describe(
      `À risque : heures projetées inférieures de plus de ce pourcentage aux heures dues ; ${ofPlan(DEFAULT_THRESHOLDS.riskToleranceBasisPoints / 100)}.`,
    ),
  paceDays: integer({ min: 1, max: 3_660 })
    .optional()
    .describe(`Jours dont le rythme est prolongé jusqu’à la fin ; ${ofPlan(DEFAULT_THRESHOLDS.paceDays)}.`),
  statementDelayDays: integer({ min: 0, max: 1_000 })
    .optional()
    .describe(
      `Jours qu’un relevé peut mettre à venir : la clause est jugée sur ce qui devait être connu ; ${ofPlan(DEFAULT_THRESHOLDS.statementDelayDays)}.`,
    ),
}

const onParameter = day().optional().describe('Jour considéré ; aujourd’hui par défaut.')

export const clauseParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de la clause.'),
})

export const clauseQuerySchema = z
  .strictObject({
    buyer: buyers,
    state: listOf(choice(CLAUSE_STATE_IDS))
      .default([])
      .describe(
        `État, à répéter : ${Object.entries(CLAUSE_STATES)
          .map(([id, title]) => `${id} (${title})`)
          .join(', ')}.`,
      ),
    basis: listOf(choice(CLAUSE_BASIS_IDS)).default([]).describe('Fondement, à répéter.'),
    from: day().optional().describe('Clauses qui courent encore ce jour-là ou après.'),
    to: day().optional().describe('Clauses commencées ce jour-là ou avant.'),
    on: onParameter,
    ...thresholdShape,
    ...paging,
  })
  .refine(...endsAfterStart)

export const clauseDetailQuerySchema = z.strictObject({ on: onParameter, ...thresholdShape })

export const toCompleteQuerySchema = z
  .strictObject({ buyer: buyers, ...period, ...paging })
  .refine(...endsAfterStart)

const thresholdsSchema = z
  .object({
    plan: z
      .object({ id: z.string().describe('Identifiant.'), title: z.string().describe('Titre.') })
      .nullable()
      .describe('Plan d’où viennent ces seuils ; nul : aucun plan n’en dit, ou tous étaient demandés.'),
    graceDays: z.int().describe('Jours sans retard après le début.'),
    latePercent: z.number().describe('Retard toléré, en pourcentage.'),
    riskPercent: z.number().describe('Manque projeté toléré, en pourcentage.'),
    paceDays: z.int().describe('Jours dont le rythme est prolongé.'),
    statementDelayDays: z.int().describe('Jours qu’un relevé peut mettre à venir.'),
  })
  .meta({ id: 'StateThresholds', description: 'Les seuils qui ont servi à lire l’état.' })

const contractSchema = z
  .object({
    id: z.string().describe('Identifiant du marché dans ce service.'),
    object: z.string().nullable().describe('DECP : `objet`.'),
    cpv: z.string().nullable().describe('DECP : `codeCPV`.'),
    lot: z.string().nullable().describe('Lot.'),
    notifiedOn: dayText().nullable().describe('Première notification connue.'),
    amount: z.number().nullable().describe('Montant HT, en euros ; nul s’il est inconnu ou inutilisable.'),
  })
  .meta({ id: 'ClauseContract', description: 'Un marché qui porte la clause.' })

const basisSchema = z
  .object({
    id: z.enum(CLAUSE_BASIS_IDS).describe('Fondement.'),
    title: z.string().describe('En français.'),
  })
  .meta({ id: 'ClauseBasis', description: 'Un fondement de la clause.' })

const decisionSchema = z
  .object({ on: dayText().describe('Jour d’effet.'), reason: z.string().describe('Motif.') })
  .meta({ id: 'ClauseDecision', description: 'Une décision datée et motivée.' })

const hours = (text: string) => z.number().nullable().describe(text)

const clauseHoursSchema = z
  .object({
    due: hours('Heures dues ce jour-là ; nul : aucune n’a été indiquée, ce qui n’est pas zéro.'),
    done: z.number().describe('Heures réalisées qui comptent, déclarées ou validées.'),
    validated: z.number().describe('Dont validées.'),
    remaining: hours('Heures restantes ; nul si les heures dues sont inconnues.'),
    rate: hours('Réalisées ÷ dues ; peut dépasser 1 ; nul s’il n’y a rien à diviser.'),
    expected: hours('Heures qu’un rythme régulier attend à `judgedOn` ; nul sans dates ou heures dues.'),
    projected: hours('Heures à la fin si le rythme récent continue ; nul sans dates ou heures dues.'),
  })
  .meta({ id: 'ClauseHours', description: 'Les heures d’une clause.' })

const clauseShape = {
  id: z.int().describe('Numéro de la clause.'),
  buyer: buyerSchema,
  sourceId: z.string().nullable().describe('Numéro du marché.'),
  lot: z.string().nullable().describe('Lot ; nul : tous.'),
  contracts: z
    .array(contractSchema)
    .describe('Marchés en vigueur que la clause concerne ; vide : pas encore importé.'),
  title: z.string().nullable().describe('Intitulé, ou objet du marché.'),
  bases: z.array(basisSchema).describe('Fondements.'),
  beneficiaries: z.array(z.enum(BENEFICIARY_IDS)).describe('Bénéficiaires de la réservation.'),
  facilitator: z.string().nullable().describe('Facilitateur.'),
  startsOn: dayText().nullable().describe('Premier jour.'),
  endsOn: dayText().nullable().describe('Dernier jour.'),
  penaltyPerHour: z.number().nullable().describe('Pénalité prévue par heure non réalisée, en euros.'),
  closed: decisionSchema.nullable().describe('Exécution terminée.'),
  waived: decisionSchema.nullable().describe('Clause levée.'),
  cancelled: decisionSchema.nullable().describe('Saisie par erreur : ne compte nulle part.'),
  state: z.enum(CLAUSE_STATE_IDS).describe('Où en est la clause ; règle dans docs/insertion-clauses.md.'),
  hours: clauseHoursSchema,
  thresholds: thresholdsSchema.describe('Les seuils qui ont servi à lire l’état, et leur plan.'),
  judgedOn: dayText().describe('Jour jusqu’auquel les heures sont tenues pour connues.'),
  version: z.int().describe('Version des termes.'),
  recordedAt: instantText().describe('Dernier changement des termes.'),
}

export const clauseSchema = z
  .object(clauseShape)
  .meta({ id: 'InsertionClause', description: 'Une clause d’insertion et où elle en est.' })

export const clausePageSchema = pageOf(clauseSchema, 'InsertionClausePage', 'Une page de clauses.')

const dueSchema = z
  .object({
    id: z.int().describe('Numéro de l’entrée.'),
    effectiveOn: dayText().describe('Jour d’effet.'),
    event: z.enum(DUE_EVENT_IDS).describe('Ce qui a fait changer les heures dues.'),
    effect: z.enum(['total', 'addition']).describe('Nouveau total, ou heures en plus.'),
    hours: z.number().describe('Heures.'),
    inputs: z
      .record(z.string(), z.unknown())
      .describe('Méthode et paramètres, en centimes, centièmes d’heure et centièmes de pour cent.'),
    note: z.string().nullable().describe('Note.'),
    replaces: z.int().nullable().describe('Entrée corrigée.'),
    isInForce: z.boolean().describe('Faux : corrigée depuis.'),
    author: z.string().nullable().describe('Auteur.'),
    recordedAt: instantText().describe('Enregistrée le.'),
  })
  .meta({ id: 'DueHours', description: 'Une entrée de l’historique des heures dues.' })

const versionSchema = z
  .object({
    version: z.int().describe('Rang.'),
    terms: z.record(z.string(), z.unknown()).describe('Termes de la clause dans cette version.'),
    author: z.string().nullable().describe('Auteur.'),
    reason: z.string().nullable().describe('Motif.'),
    recordedAt: instantText().describe('Enregistrée le.'),
  })
  .meta({ id: 'InsertionClauseVersion', description: 'Une version des termes.' })

export const clauseReportSchema = z
  .object({
    ...clauseShape,
    dues: z.array(dueSchema).describe('Historique des heures dues.'),
    history: z.array(versionSchema).describe('Historique des termes.'),
  })
  .meta({ id: 'InsertionClauseReport', description: 'Une clause et son historique.' })

const toCompleteSchema = z
  .object({
    contractId: z.string().describe('Marché, à reprendre dans `POST /v1/insertion-clauses`.'),
    buyer: buyerSchema,
    sourceId: z.string().nullable().describe('Numéro.'),
    lot: z.string().nullable().describe('Lot.'),
    object: z.string().nullable().describe('Objet.'),
    cpv: z.string().nullable().describe('Code CPV.'),
    notifiedOn: dayText().nullable().describe('Notification.'),
    amount: z.number().nullable().describe('Montant HT, en euros.'),
    socialConsiderations: z.array(z.string()).describe('Ce que le marché annonce.'),
  })
  .meta({
    id: 'ContractToComplete',
    description: 'Un marché qui annonce une clause sociale ou une réservation, sans clause enregistrée.',
  })

export const toCompletePageSchema = pageOf(
  toCompleteSchema,
  'ContractToCompletePage',
  'Une page de marchés à compléter.',
)

export const mentionQuerySchema = z.strictObject({ buyer: buyers, ...paging })

const mentionSchema = z
  .object({
    contractId: z.string().describe('Marché.'),
    buyerId: z.string().describe('Acheteur.'),
    sourceId: z.string().nullable().describe('Numéro.'),
    lot: z.string().nullable().describe('Lot.'),
    object: z.string().describe('Objet.'),
    notifiedOn: dayText().nullable().describe('Notification.'),
    kind: z
      .enum(['reserved-contract', 'insertion-service', 'insertion-clause'])
      .describe('Ce que l’objet semble annoncer.'),
    proposal: z.string().describe('En français.'),
    words: z.string().describe('Les mots reconnus.'),
  })
  .meta({
    id: 'InsertionMention',
    description: 'Un marché dont l’objet semble annoncer de l’insertion : à vérifier.',
  })

export const mentionPageSchema = pageOf(mentionSchema, 'InsertionMentionPage', 'Une page de propositions.')
