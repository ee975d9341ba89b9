import { z } from 'zod'
import { TAX_BASES } from '../../domain/payment/tax-basis.ts'
import { BASES, FRAMEWORK_METHODS, HOLDER_METHODS } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { contractCriteria, filtersSchema } from './contract-filters.ts'
import { dayText, instantText } from './dates.ts'
import { buyers, choice, endsAfterStart, period } from './parameters.ts'

/** What says nothing of accounting lines. */
const OF_CONTRACTS_ONLY = [
  'holders',
  'frameworks',
  ...(Object.keys(contractCriteria) as (keyof typeof contractCriteria)[]).filter((name) => name !== 'group'),
] as const

/** What a share is asked for; every parameter has a default. */
export const shareQuerySchema = z
  .strictObject({
    buyer: buyers,
    perimeter: choice(PERIMETER_IDS)
      .default('ess')
      .describe('Ensemble de fournisseurs mesuré ; définitions à `GET /v1/methodology`.'),
    ...period,
    basis: choice(BASES)
      .default('notified')
      .describe('Marchés notifiés (`notified`), ou dépenses, lignes comptables (`spent`).'),
    holders: choice(HOLDER_METHODS)
      .optional()
      .meta({ default: 'any-holder' })
      .describe(
        'Comment compter un marché à plusieurs titulaires. Sans objet avec `basis=spent`. DECP : `titulaires`.',
      ),
    frameworks: choice(FRAMEWORK_METHODS)
      .optional()
      .meta({ default: 'ceilings' })
      .describe(
        'Comment compter accords-cadres et marchés subséquents. Sans objet avec `basis=spent`. DECP : `techniques`, `idAccordCadre`.',
      ),
    tax: choice(TAX_BASES)
      .optional()
      .describe(
        'Dépenses hors taxes, toutes taxes comprises, ou dont le fichier ne le dit pas : jamais mélangées. Par défaut, celles qui pèsent le plus. Avec `basis=spent` seulement.',
      ),
    by: choice(['year'])
      .optional()
      .describe(
        '`year` : une ligne par année civile de notification ou de paiement, au lieu d’un seul chiffre. Autres ventilations : `GET /v1/indicators/ess-share`.',
      ),
    ...contractCriteria,
  })
  .refine(...endsAfterStart)
  .check(({ value, issues }) => {
    const misplaced = value.basis === 'spent' ? OF_CONTRACTS_ONLY : (['tax'] as const)
    for (const name of misplaced)
      if (value[name] !== undefined)
        issues.push({
          code: 'custom',
          input: value,
          path: [name],
          message: `rien avec basis=${value.basis} ; ${name === 'tax' ? 'les marchés sont hors taxes' : 'une dépense a un fournisseur et un montant, et aucun des champs d’un marché'}`,
        })
  })

export const tallySchema = z
  .object({
    yes: z.number().describe('Répond au périmètre.'),
    no: z.number().describe('N’y répond pas.'),
    undetermined: z.number().describe('Indéterminé : il manque un fait pour décider.'),
    total: z.number().describe('Somme des trois : le dénominateur.'),
  })
  .meta({ id: 'Tally', description: 'Un compte et ses composantes.' })

export const boundsSchema = z
  .object({
    lower: z.number().nullable().describe('Part minimale : les indéterminés comptent « non ».'),
    upper: z.number().nullable().describe('Part maximale : les indéterminés comptent « oui ».'),
    determined: z.number().nullable().describe('Part parmi les seuls marchés ou dépenses déterminés.'),
  })
  .meta({ id: 'ShareBounds', description: 'Une part entre 0 et 1 ; nul quand il n’y a rien à diviser.' })

const shareSchema = z
  .object({
    contracts: boundsSchema.describe('Part en nombre de marchés.'),
    value: boundsSchema.describe('Part en valeur.'),
  })
  .meta({ id: 'Share', description: 'La part, en nombre et en valeur.' })

const outOfValueSchema = z
  .object({ contracts: z.int().describe('Marchés comptés en nombre, dont le montant ne peut servir.') })
  .meta({ id: 'OutOfValue', description: 'Ce qui manque aux valeurs.' })

/** One figure with its parts, wherever it stands. */
export const figureShape = {
  contracts: tallySchema.describe('Nombre de marchés, chacun compté une fois.'),
  value: tallySchema.describe(
    'Euros hors taxes, au centime. DECP : `montant`, après la dernière modification.',
  ),
  share: shareSchema,
  outOfValue: outOfValueSchema,
}

export const sourceSchema = z
  .object({
    id: z.string().describe('Source : sirene, ess-france, esus, siae ou company-search.'),
    title: z.string().describe('Nom de la liste.'),
    format: z.string().describe('Présentation du fichier reconnue à l’import.'),
    listedOn: dayText().describe('Date de la liste.'),
    isComplete: z.boolean().describe('La liste se veut entière : en être absent a un sens.'),
    entries: z.int().describe('Entrées en vigueur.'),
    file: z.string().describe('Nom du fichier importé.'),
  })
  .meta({ id: 'Source', description: 'Une liste de référence dont dépendent les chiffres.' })

/** Instant of the data, in every answer that rests on it. */
export const asOfSchema = instantText()
  .nullable()
  .describe('Instant du dernier changement des données ; nul tant que rien n’est importé.')

const methodSchema = z
  .object({
    perimeter: z.string().describe('Périmètre.'),
    holders: z.string().describe('Méthode pour plusieurs titulaires.'),
    frameworks: z.string().describe('Méthode pour les accords-cadres.'),
    amounts: z.literal('latest-amendment').describe('Montants après la dernière modification connue.'),
    basis: z.literal('notified').describe('Marchés notifiés, et non dépenses.'),
    rulesVersion: z.int().describe('Version des règles de classement.'),
  })
  .meta({ id: 'Method', description: 'Comment le chiffre est fait.' })

export const excludedSchema = z
  .object({
    undated: z.int().describe('Marchés sans date de notification utilisable.'),
    concessions: z.int().describe('Concessions.'),
    frameworks: z.int().describe('Accords-cadres écartés par la méthode.'),
    callOffs: z.int().describe('Marchés subséquents écartés par la méthode.'),
  })
  .meta({ id: 'Excluded', description: 'Marchés laissés hors du chiffre, par raison.' })

/** What surrounds every figure on contracts. */
export const contextShape = {
  method: methodSchema,
  filters: filtersSchema,
  excluded: excludedSchema,
  sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
  caveats: z.array(z.string()).describe('Ce qu’il faut savoir avant de citer le chiffre, en français.'),
  asOf: asOfSchema,
}

/** Which indicator a figure is. */
export const indicatorHeadSchema = z
  .object({
    id: z.string().describe('Identifiant.'),
    title: z.string().describe('Nom.'),
    unit: z.string().describe('Unité.'),
  })
  .describe('L’indicateur ; sa définition est à `GET /v1/indicators`.')

const wholeSchema = z
  .object({ ...figureShape, ...contextShape })
  .meta({ id: 'ShareReport', description: 'La part sur toute la période.' })

const rowSchema = z
  .object({ key: z.string().describe('Année civile de notification.'), ...figureShape })
  .meta({ id: 'ShareRow', description: 'La part d’une année.' })

const byYearSchema = z
  .object({ rows: z.array(rowSchema).describe('Une ligne par année qui a des marchés.'), ...contextShape })
  .meta({ id: 'ShareReportByYear', description: 'La part, année par année.' })

/** The answer on the basis `notified`. */
export const shareReportSchemas = [wholeSchema, byYearSchema] as const
