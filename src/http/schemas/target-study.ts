import { z } from 'zod'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { REFUSED_FILTERS, type RefusedFilter } from '../../reports/study-filters.ts'
import { peerShape } from './comparison.ts'
import { contractSummarySchema } from './contract.ts'
import { criteriaBesidePeers, filtersSchema, groupId } from './contract-filters.ts'
import { dayText } from './dates.ts'
import { countingSchema, indicatorRowSchema, indicatorShape } from './indicator.ts'
import { buyers, choice, integer, listOf, text } from './parameters.ts'
import { contextShape } from './share.ts'

const PERCENT = 'un pourcentage de 0 à 100, deux décimales au plus'

/** "12.5" → 1250 hundredths of a point. */
const percent = () =>
  text(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, PERCENT).transform((value) =>
    Math.round(Number(value) * 100),
  )

/** Filters that other addresses take: refused with the reason, rather than as unknown. */
const refused = Object.fromEntries(
  Object.entries(REFUSED_FILTERS).map(([name, why]) => [
    name,
    z.never(`rien : ${why}`).optional().describe(`Toujours refusé : ${why}.`),
  ]),
) as Record<RefusedFilter, z.ZodOptional<z.ZodNever>>

export const studyQuerySchema = z
  .strictObject({
    buyer: buyers,
    group: listOf(groupId(), 100).optional().describe('Groupe d’acheteurs, ajouté à `buyer` ; à répéter.'),
    perimeter: choice(PERIMETER_IDS).default('ess').describe('Périmètre de l’objectif.'),
    holders: choice(HOLDER_METHODS).default('any-holder').describe('Marchés à plusieurs titulaires.'),
    frameworks: choice(FRAMEWORK_METHODS)
      .default('ceilings')
      .describe('Accords-cadres et marchés subséquents.'),
    years: integer({ min: 1, max: 10 })
      .default(3)
      .describe('Années civiles entières d’historique, avant l’année en cours.'),
    months: integer({ min: 1, max: 60 })
      .default(12)
      .describe('Mois à venir, où des marchés finissent, et mois passés auxquels ils sont comparés.'),
    scenario: listOf(percent(), 20)
      .optional()
      .describe(
        'Part, en pourcentage, de ce qui est remis en concurrence qui irait au périmètre ; à répéter.',
      ),
    target: percent().optional().describe('Objectif envisagé, en pourcentage.'),
    ...peerShape,
    ...criteriaBesidePeers,
    ...refused,
  })
  .refine(({ buyer, group = [] }) => buyer.length + group.length > 0, {
    path: ['buyer'],
    error: 'au moins un acheteur, ou un groupe (group)',
  })

const supplySchema = z
  .object({
    cpv: z.string().describe('Début de code CPV regardé : quatre chiffres au plus.'),
    suppliers: z
      .int()
      .describe(
        'Fournisseurs du périmètre titulaires de tels marchés depuis le début de l’historique, tous acheteurs de la base : `GET /v1/indicators/supplier-diversity/suppliers?part=yes&cpv=…&from=…`, avec les mêmes filtres.',
      ),
    newToBuyers: z.int().describe('Dont n’ont jamais eu de marché de ces acheteurs.'),
  })
  .meta({ id: 'Supply', description: 'Qui, dans le périmètre, a remporté de tels marchés.' })

const familySchema = z
  .object({ ...indicatorRowSchema.shape, supply: supplySchema.nullable().describe('Nul : CPV inconnu.') })
  .meta({ id: 'EndingFamily', description: 'Marchés qui finissent, d’une division CPV.' })

const figure = z
  .object(indicatorShape)
  .meta({ id: 'StudyFigure', description: 'Un chiffre et ses composantes.' })

const endingSchema = z
  .object({
    ...contractSummarySchema.shape,
    outcome: z.enum(['yes', 'no', 'undetermined']).nullable().describe('Titulaire du périmètre ou non.'),
    excludedBy: z.string().nullable().describe('Toujours nul : ne sont listés que des marchés comptés.'),
    reasons: z.array(z.string()).describe('Pourquoi, en français.'),
    endsOn: dayText().describe('Fin estimée.'),
    supply: supplySchema.nullable().describe('Nul : CPV inconnu.'),
  })
  .meta({ id: 'EndingContract', description: 'Un marché qui finit, et qui pourrait le reprendre.' })

const supposedSchema = z
  .object({
    lower: z.number().nullable().describe('Indéterminés du passé comptés « non ».'),
    upper: z.number().nullable().describe('Comptés « oui ».'),
  })
  .meta({ id: 'SupposedShare', description: 'Une part supposée ; nulle : rien n’a été acheté.' })

const bounds = { from: dayText().describe('Premier jour.'), to: dayText().describe('Dernier jour.') }

export const studySchema = z
  .object({
    perimeter: z.string().describe('Périmètre.'),
    indicator: z.string().describe('Indicateur du catalogue où chaque chiffre s’ouvre.'),
    filters: filtersSchema
      .omit({ from: true, to: true, endsFrom: true, endsTo: true })
      .omit({ holderPerimeters: true, holderFamilies: true, holderDepartments: true, proximities: true })
      .meta({ id: 'StudyFilters', description: 'Sur quoi porte l’étude ; chaque partie dit ses jours.' }),
    history: z
      .object({
        ...bounds,
        total: figure,
        years: z.array(indicatorRowSchema).describe('Année par année ; la dernière est en cours.'),
        families: z.array(indicatorRowSchema).describe('Par division CPV.'),
      })
      .describe('Ce qui a été atteint.'),
    peers: z
      .object({
        buyers: z.int().describe('Combien ils sont, cet acheteur à part.'),
        criteria: z
          .object({
            kinds: z.array(z.string()).describe('Natures ; vide : toutes.'),
            sizes: z.array(z.string()).describe('Classes d’effectif ; vide : toutes.'),
            departments: z.array(z.string()).describe('Départements ; vide : tous.'),
            regions: z.array(z.string()).describe('Régions ; vide : toutes.'),
          })
          .describe('Ce qui les rend comparables.'),
        total: figure,
        families: z
          .array(indicatorRowSchema)
          .describe('Par division CPV, sur les mêmes jours que l’historique.'),
        opens: z.string().nullable().describe('Adresse du chiffre ; nulle quand ils sont plus de cent.'),
      })
      .nullable()
      .describe(
        'Ce qu’atteignent ensemble les acheteurs comparables ; nul pour un groupe, pour plusieurs acheteurs, et pour un acheteur sans marché importé. `kind`, `size`, `department` et `region` n’ont de sens que pour un acheteur seul : ailleurs, ils sont refusés.',
      ),
    toCome: z
      .object({
        ...bounds,
        total: figure,
        families: z.array(familySchema).describe('Par division CPV.'),
        contracts: z
          .array(endingSchema)
          .describe(
            'Les 200 du plus gros montant ; tous : `GET /v1/indicators/{indicator}/contracts?part=counted&endsFrom=…&endsTo=…`, avec les mêmes filtres.',
          ),
        withoutEnd: z.int().describe('Marchés de ces acheteurs dont la fin n’est pas connue.'),
      })
      .describe('Les marchés qui finissent bientôt.'),
    simulation: z
      .object({
        past: z.object({ ...bounds, total: figure }).describe('Les mois passés pris pour modèle.'),
        scenarios: z
          .array(
            z.object({
              percent: z.number().describe('Part de ce qui finit qui irait au périmètre, en pourcentage.'),
              contracts: supposedSchema,
              value: supposedSchema,
            }),
          )
          .describe('Part obtenue, pour chaque hypothèse.'),
        needed: z
          .object({
            target: z.number().describe('Objectif, en pourcentage.'),
            contracts: z
              .number()
              .nullable()
              .describe(
                'En nombre, en pourcentage de ce qui finit ; au-delà de 100 : hors d’atteinte par ces seuls marchés ; nul : rien ne finit.',
              ),
            value: z.number().nullable().describe('En valeur, de même.'),
          })
          .nullable()
          .describe('Ce qu’il faudrait pour l’objectif ; nul : sans objectif.'),
      })
      .describe('Et si une part de ce qui finit allait au périmètre.'),
    method: countingSchema,
    sources: contextShape.sources,
    caveats: contextShape.caveats,
    asOf: contextShape.asOf,
  })
  .meta({ id: 'TargetStudy', description: 'De quoi fixer un objectif.' })
