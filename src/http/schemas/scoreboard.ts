import { z } from 'zod'
import { TARGET_DIRECTIONS, TARGET_MEASURES, TARGET_UNITS } from '../../domain/plan/target.ts'
import { OUTLOOKS } from '../../domain/plan/trajectory.ts'
import { TRENDS } from '../../domain/plan/trend.ts'
import { dayText } from './dates.ts'
import { deliberationSchema, planSchema } from './plan.ts'
import { asOfSchema, figureShape, sourceSchema, tallySchema } from './share.ts'

const VERDICTS = ['met', 'missed', 'depends-on-undetermined', 'no-contracts'] as const
const verdict = z
  .enum(VERDICTS)
  .describe('Atteint, manqué, suspendu aux indéterminés, ou sans marché ; à ce jour si la période court.')

const rangeSchema = z
  .object({
    min: z.number().describe('Si tous les indéterminés comptent pour l’acheteur.'),
    max: z.number().describe('S’ils comptent tous contre lui.'),
  })
  .meta({ id: 'NumberRange', description: 'Un nombre entre deux bornes.' })

const boundsSchema = z
  .object({
    lower: z.number().nullable().describe('Indéterminés comptés « non ».'),
    upper: z.number().nullable().describe('Indéterminés comptés « oui ».'),
  })
  .meta({ id: 'UnitBounds', description: 'Dans l’unité de l’objectif : part de 0 à 1, euros ou nombre.' })

const pointsSchema = z
  .object({
    lower: z.number().describe('Indéterminés comptés « non ».'),
    upper: z.number().describe('Indéterminés comptés « oui ».'),
  })
  .meta({ id: 'Points', description: 'Constaté moins visé, en points de pourcentage.' })

const gapSchema = z
  .object({
    points: pointsSchema.nullable().describe('Pour un pourcentage.'),
    contracts: rangeSchema.nullable().describe('Marchés qui manquent, ou qui sont de trop ; 0 : atteint.'),
    euros: rangeSchema.nullable().describe('Euros qui manquent, ou qui sont de trop.'),
    suppliers: rangeSchema.nullable().describe('Fournisseurs qui manquent, ou qui sont de trop.'),
    estimated: z
      .enum(['contracts', 'euros'])
      .nullable()
      .describe('Celui des deux qui n’est que l’autre, au montant moyen des marchés.'),
  })
  .meta({ id: 'Gap', description: 'L’écart à l’objectif, le total restant le même.' })

const trajectorySchema = z
  .object({
    outlook: z
      .enum(OUTLOOKS)
      .describe(
        'Acquis, dans les temps, en retard, hors d’atteinte, suspendu aux indéterminés, ou rien à prolonger.',
      ),
    elapsedDays: z.int().describe('Jours écoulés, celui-ci compris.'),
    days: z.int().describe('Jours de la période.'),
    isEarly: z.boolean().describe('Moins d’un quart de la période : le rythme dit peu.'),
    projected: z
      .object({
        lower: z.number().describe('« Oui », indéterminés comptés « non ».'),
        upper: z.number().describe('« Oui », indéterminés comptés « oui ».'),
        total: z.number().describe('Tout ce qui est compté.'),
      })
      .meta({ id: 'Projection', description: 'En fin de période, au rythme des jours écoulés.' }),
    remaining: z
      .object({
        days: z.int().describe('Jours après celui-ci.'),
        total: z.number().describe('Ce qui est à venir à ce rythme.'),
        needed: rangeSchema.nullable().describe('Pour « au moins » : ce qui doit y répondre.'),
        allowed: rangeSchema.nullable().describe('Pour « au plus » : ce qui peut y répondre.'),
        share: rangeSchema
          .nullable()
          .describe('Le même, rapporté à ce qui est à venir ; plus de 1 : hors d’atteinte.'),
      })
      .meta({ id: 'Remaining', description: 'Ce que le reste de la période doit ou peut apporter.' }),
  })
  .meta({ id: 'Trajectory', description: 'Où mène le rythme des jours écoulés.' })

const standingShape = {
  ...figureShape,
  suppliers: z
    .object({
      all: tallySchema.describe('Distincts.'),
      new: tallySchema.describe(
        'Nouveaux ; indéterminés : aussi ceux dont les seuls autres marchés sont sans date utilisable.',
      ),
    })
    .nullable()
    .describe('Fournisseurs, pour un objectif qui les compte.'),
  actual: boundsSchema.describe('Le constat, dans l’unité de l’objectif.'),
  gap: gapSchema
    .nullable()
    .describe('Nul : rien n’est compté, ou l’objectif n’est pas celui de cet acheteur seul.'),
  trajectory: trajectorySchema
    .nullable()
    .describe('Nul : la période ne court pas, ou l’objectif compte des fournisseurs.'),
}

const trendShape = {
  label: z.string().describe('Période de comparaison.'),
  source: z.string().nullable().describe('D’où vient la valeur de départ ; nul : des mêmes données.'),
  trend: z.enum(TRENDS).describe('En progrès, en recul, stable, ou incertaine (indéterminés).'),
}

const trendSchema = z
  .object({
    ...trendShape,
    from: dayText().describe('Premier jour.'),
    to: dayText().describe('Dernier jour.'),
    lower: z.number().describe('Valeur d’alors, au moins.'),
    upper: z.number().describe('Valeur d’alors, au plus.'),
    change: z
      .object({
        lower: z.number().describe('Au moins.'),
        upper: z.number().describe('Au plus.'),
      })
      .meta({ id: 'Change', description: 'Ce qui a changé depuis, dans l’unité de l’objectif.' }),
    isProjected: z
      .boolean()
      .describe('Un nombre de la période en cours, porté à sa fin avant d’être comparé.'),
  })
  .meta({ id: 'TargetTrend', description: 'Ce que le chiffre est devenu depuis.' })

const buyerStandingSchema = z
  .object({
    buyer: z.string().describe('SIREN ou SIRET, comme dans le plan.'),
    name: z.string().nullable().describe('Nom dans les données.'),
    ...standingShape,
    verdict: verdict.nullable().describe('Nul : un objectif en nombre ou en euros est commun.'),
  })
  .meta({ id: 'BuyerStanding', description: 'Le résultat d’un acheteur d’un plan commun.' })

const periodSchema = z
  .object({
    label: z.string().describe('Année, nom de la phase, ou jours.'),
    phase: z.string().nullable().describe('Phase du plan.'),
    from: dayText().describe('Premier jour compté.'),
    to: dayText().describe('Dernier jour compté.'),
  })
  .meta({ id: 'TargetPeriod', description: 'Les jours de notification d’une valeur visée.' })

const commonShape = {
  targetId: z.string().describe('Objectif.'),
  title: z.string().describe('Titre de l’objectif.'),
  deliberation: deliberationSchema.nullable().describe('Celle de l’objectif, ou du plan.'),
  period: periodSchema,
  year: z.int().nullable().describe('Année civile ; nul : une autre période.'),
  isProvisional: z.boolean().describe('La période n’est pas finie : chiffre et verdict peuvent changer.'),
}

export const scoreboardRowSchema = z
  .object({
    ...commonShape,
    indicator: z.string().describe('Indicateur.'),
    indicatorTitle: z.string().describe('Son nom.'),
    perimeter: z.string().nullable().describe('Périmètre mesuré.'),
    measure: z.enum(TARGET_MEASURES).describe('Ce qui est mesuré.'),
    unit: z.enum(TARGET_UNITS).describe('Comment l’objectif s’écrit.'),
    direction: z.enum(TARGET_DIRECTIONS).describe('Au moins, ou au plus.'),
    holders: z.string().nullable().describe('Méthode pour plusieurs titulaires.'),
    frameworks: z.string().describe('Méthode pour les accords-cadres.'),
    target: z.number().describe('Valeur visée : part de 0 à 1, euros ou nombre.'),
    stage: z.enum(['to-come', 'under-way', 'over']).describe('La période est à venir, en cours ou finie.'),
    verdict,
    ...standingShape,
    trend: trendSchema.nullable().describe('Depuis la période précédente.'),
    sinceBaseline: trendSchema.nullable().describe('Depuis la valeur de départ.'),
    address: z
      .string()
      .nullable()
      .describe(
        'Où ce chiffre se lit avec sa méthode, et s’ouvre sur ses marchés ; nul au-delà de 100 acheteurs.',
      ),
    buyers: z.array(buyerStandingSchema).describe('Chaque acheteur d’un plan commun.'),
  })
  .meta({ id: 'ScoreboardRow', description: 'Un objectif sur une période, et où il en est.' })

const hourRowSchema = z
  .object({
    ...commonShape,
    minimumHours: z.number().describe('Heures visées.'),
    doneHours: z.number().describe('Heures réalisées dans la période, validées ou non.'),
    validatedHours: z.number().describe('Dont validées.'),
    expectedHours: z.number().describe('Heures qu’un rythme régulier attend à ce jour.'),
    projectedHours: z.number().describe('Heures en fin de période au rythme des jours écoulés.'),
    missingHours: z.number().describe('Heures qui manquent ; 0 : atteint.'),
    remainingDays: z.int().describe('Jours après celui-ci.'),
    verdict: z
      .enum(['met', 'missed', 'on-track', 'behind'])
      .describe('Atteint, manqué ; période en cours : dans les temps ou en retard.'),
    trend: z
      .object({ ...trendShape, doneHours: z.number().describe('Heures d’alors.') })
      .omit({ source: true })
      .meta({ id: 'HourTrend', description: 'Ce que les heures sont devenues depuis l’année précédente.' })
      .nullable()
      .describe('Nul : rien l’année précédente, ou autre période.'),
    sinceBaseline: z
      .object({ ...trendShape, doneHours: z.number().describe('Heures de départ.') })
      .meta({ id: 'HourBaselineTrend', description: 'Ce que les heures sont devenues depuis le départ.' })
      .nullable()
      .describe('Depuis la valeur de départ.'),
    buyers: z
      .array(
        z
          .object({
            buyer: z.string().describe('SIREN ou SIRET, comme dans le plan.'),
            doneHours: z.number().describe('Heures réalisées.'),
            validatedHours: z.number().describe('Dont validées.'),
          })
          .meta({ id: 'BuyerHours', description: 'Les heures d’un acheteur d’un plan commun.' }),
      )
      .describe('Chaque acheteur d’un plan commun.'),
  })
  .meta({ id: 'HourRow', description: 'Un objectif en heures sur une période, et sa trajectoire.' })

export const scoreboardSchema = z
  .object({
    plan: planSchema,
    rows: z.array(scoreboardRowSchema).describe('Une ligne par objectif et par période.'),
    hours: z.array(hourRowSchema).describe('Une ligne par objectif en heures d’insertion et par période.'),
    madeOn: dayText().describe('Jour qui sépare les jours écoulés des jours à venir.'),
    caveats: z.array(z.string()).describe('Ce qu’il faut savoir avant de citer ces chiffres.'),
    sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
    asOf: asOfSchema,
  })
  .meta({ id: 'Scoreboard', description: 'Le tableau de bord d’un plan.' })
