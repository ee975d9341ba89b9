import { z } from 'zod'
import { BUYER_KINDS, KIND_SOURCES } from '../../domain/buyer/buyer-kind.ts'
import { DEPARTMENTS, REGION_CODES } from '../../domain/buyer/regions.ts'
import { SIZE_CLASSES } from '../../domain/buyer/size-class.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS, MEASURES } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { criteriaBesidePeers, groupId } from './contract-filters.ts'
import { pageOf } from './page.ts'
import { buyerIdentifier, choice, endsAfterStart, integer, paging, period } from './parameters.ts'
import { contextShape, figureShape } from './share.ts'

const PEER_KINDS = [...BUYER_KINDS, 'same', 'any'] as const

/** Which buyers one is compared with, but for groups. */
export const peerShape = {
  kind: z
    .enum(
      PEER_KINDS,
      `l’une des valeurs ${PEER_KINDS.join(', ')} (nature des acheteurs ; celle des marchés : contractKind)`,
    )
    .optional()
    .meta({ default: 'same' })
    .describe(
      'Nature des acheteurs comparés (celle des marchés : `contractKind`) ; `same` : celle de l’acheteur ; `any` : toutes. Par défaut `same`, ou `any` avec un groupe ou quand elle est inconnue.',
    ),
  size: choice([...SIZE_CLASSES, 'same'])
    .optional()
    .describe('Classe d’effectif, quand SIRENE la donne ; `same` : celle de l’acheteur.'),
  department: choice(['same', 'unknown', ...DEPARTMENTS])
    .optional()
    .describe('Département des acheteurs comparés, lu dans leur SIREN ; `same` : celui de l’acheteur.'),
  region: choice(['same', 'unknown', ...REGION_CODES])
    .optional()
    .describe('Région des acheteurs comparés ; `same` : celle de l’acheteur.'),
}

export const comparisonQuerySchema = z
  .strictObject({
    buyer: buyerIdentifier().describe(
      'Acheteur à situer : SIREN, ou SIRET de l’un de ses établissements. L’unité légale entière est comparée.',
    ),
    year: integer({ min: 1990, max: 2100 })
      .optional()
      .describe('Année de notification ; ou bien une période, par `from` et `to`.'),
    ...period,
    perimeter: choice(PERIMETER_IDS).default('ess').describe('Ensemble de fournisseurs mesuré.'),
    holders: choice(HOLDER_METHODS)
      .default('any-holder')
      .describe('Comment compter un marché à plusieurs titulaires. DECP : `titulaires`.'),
    frameworks: choice(FRAMEWORK_METHODS)
      .default('ceilings')
      .describe(
        'Comment compter accords-cadres et marchés subséquents. DECP : `techniques`, `idAccordCadre`.',
      ),
    ...peerShape,
    group: groupId()
      .optional()
      .describe('Comparer aux membres d’un groupe d’acheteurs (`GET /v1/buyer-groups`).'),
    minimum: integer({ min: 1, max: 1000 })
      .default(10)
      .describe('Marchés comptés dans la période en dessous desquels un acheteur n’est pas classé.'),
    measure: choice(MEASURES)
      .default('contracts')
      .describe('Ordre des lignes : nombre de marchés, ou valeur. Les deux rangs sont donnés.'),
    ...criteriaBesidePeers,
    ...paging,
  })
  .refine(...endsAfterStart)
  .refine(({ year, from, to }) => (year === undefined) !== (from === undefined && to === undefined), {
    path: ['year'],
    error: 'une année (year), ou bien une période (from, to, l’un suffit) : l’une ou l’autre, pas les deux',
    when: ({ value }) => typeof value === 'object' && value !== null,
  })

const distributionSchema = z
  .object({
    minimum: z.number().describe('La plus faible.'),
    decile1: z.number().describe('Un dixième des acheteurs sont à cette part ou en dessous.'),
    quartile1: z.number().describe('Un quart.'),
    median: z.number().describe('La moitié.'),
    quartile3: z.number().describe('Trois quarts.'),
    decile9: z.number().describe('Neuf dixièmes.'),
    maximum: z.number().describe('La plus forte.'),
  })
  .meta({
    id: 'Distribution',
    description: 'Parts des acheteurs classés ; chacune est celle d’un acheteur, aucune n’est interpolée.',
  })

const rankSchema = (what: string) =>
  z.int().nullable().describe(`${what} ; nul quand l’acheteur n’est pas classé.`)

const standingSchema = z
  .object({
    ranked: z.int().describe('Acheteurs classés.'),
    rank: rankSchema('Rang par part minimale, la plus haute d’abord ; à part égale, rang égal'),
    ties: rankSchema('Autres acheteurs de même part minimale'),
    best: rankSchema('Meilleur rang possible, quels que soient les fournisseurs indéterminés'),
    worst: rankSchema('Pire rang possible'),
    lower: distributionSchema.nullable().describe('Parts minimales des acheteurs classés.'),
    upper: distributionSchema.nullable().describe('Parts maximales des acheteurs classés.'),
  })
  .meta({ id: 'Standing', description: 'La place d’un acheteur parmi ceux auxquels il est comparé.' })

const opensSchema = z
  .object({
    contracts: z
      .string()
      .nullable()
      .describe('Adresse des marchés comptés ; nul pour un identifiant qui n’est ni SIREN ni SIRET.'),
  })
  .meta({ id: 'ComparisonOpening', description: 'Ce qui est derrière le chiffre.' })

const figureSchema = z
  .object(figureShape)
  .meta({ id: 'ComparedFigure', description: 'Une part avec ses composantes.' })
const buyersCount = z.int().describe('Acheteurs qui ont des marchés comptés.')

const comparedBuyerSchema = z
  .object({
    id: z.string().describe('SIREN, ou identifiant d’un acheteur sans SIREN utilisable.'),
    name: z.string().nullable().describe('Nom, quand un fichier le donne.'),
    kind: z.enum(BUYER_KINDS).describe('Nature.'),
    kindFrom: z
      .enum(KIND_SOURCES)
      .describe('Comment elle est connue : catégorie juridique d’une liste, début du SIREN, ou rien.'),
    sizeClass: z.enum(SIZE_CLASSES).describe('Classe d’effectif.'),
    department: z.string().describe('Département, ou unknown.'),
    region: z.string().describe('Région (code INSEE), ou unknown.'),
    opens: opensSchema,
  })
  .meta({ id: 'ComparedBuyer', description: 'L’acheteur situé.' })

const criteriaSchema = z
  .object({
    kinds: z.array(z.enum(BUYER_KINDS)).describe('Natures ; vide : toutes.'),
    sizes: z.array(z.enum(SIZE_CLASSES)).describe('Classes d’effectif ; vide : toutes.'),
    departments: z.array(z.string()).describe('Départements ; vide : tous.'),
    regions: z.array(z.string()).describe('Régions ; vide : toutes.'),
    groups: z.array(z.string()).describe('Groupes d’acheteurs ; vide : aucun.'),
  })
  .meta({ id: 'PeerCriteria', description: 'Ce qui choisit les acheteurs comparés.' })

const rowSchema = z
  .object({
    ...figureShape,
    buyer: z.string().describe('SIREN, ou identifiant.'),
    name: z.string().nullable().describe('Nom, quand un fichier le donne.'),
    rank: z.int().describe('Rang dans la mesure demandée.'),
    opens: opensSchema,
  })
  .meta({ id: 'RankedBuyer', description: 'Un acheteur classé.' })

export const comparisonSchema = z
  .object({
    buyer: comparedBuyerSchema,
    year: z.int().nullable().describe('Année de notification ; nul : la période de `filters`.'),
    isProvisional: z.boolean().describe('La période n’est pas finie : tout peut encore changer.'),
    figure: figureSchema.describe('La part de l’acheteur : celle de `GET /v1/shares`.'),
    national: z
      .object({ ...figureShape, buyers: buyersCount, opens: opensSchema })
      .meta({ id: 'NationalFigure', description: 'Tous les acheteurs des données importées, ensemble.' }),
    peers: z
      .object({ ...figureShape, buyers: buyersCount, criteria: criteriaSchema })
      .meta({ id: 'PeersFigure', description: 'Les acheteurs comparés, ensemble, l’acheteur compris.' }),
    minimum: z.int().describe('Marchés en dessous desquels un acheteur n’est pas classé.'),
    standings: z
      .object({ contracts: standingSchema, value: standingSchema })
      .meta({ id: 'Standings', description: 'La place en nombre de marchés, et en valeur.' }),
    measure: z.enum(MEASURES).describe('Ordre des lignes.'),
    ranking: pageOf(rowSchema, 'RankedBuyerPage', 'Une page d’acheteurs classés, le premier d’abord.'),
    ...contextShape,
  })
  .meta({ id: 'Comparison', description: 'Un acheteur parmi ses semblables.' })
