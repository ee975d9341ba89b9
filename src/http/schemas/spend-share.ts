import { z } from 'zod'
import { TAX_BASES } from '../../domain/payment/tax-basis.ts'
import { filtersSchema } from './contract-filters.ts'
import { asOfSchema, boundsSchema, sourceSchema, tallySchema } from './share.ts'

/** The tax of an amount paid, wherever it stands. */
export const taxBasisSchema = z
  .enum(TAX_BASES)
  .describe('Hors taxes, toutes taxes comprises, ou non dit par le fichier.')

const shareSchema = z
  .object({ value: boundsSchema.describe('Part en valeur, la seule qui ait un sens pour des dépenses.') })
  .meta({ id: 'SpendShare', description: 'La part de ce qui est payé.' })

const creditsSchema = z
  .object({
    payments: z.int().describe('Lignes qui sont des avoirs.'),
    suppliers: z.int().describe('Fournisseurs, par acheteur, dont les avoirs dépassent les paiements.'),
    value: z
      .number()
      .describe(
        'Leur solde en euros, négatif, hors des parts : ajouté à `value.total`, il donne la somme des lignes.',
      ),
  })
  .meta({
    id: 'SpendCredits',
    description: 'Les avoirs, retirés des paiements du même fournisseur au même acheteur.',
  })

const unidentifiedSchema = z
  .object({ payments: z.int().describe('Lignes sans identifiant de fournisseur utilisable.') })
  .meta({ id: 'SpendUnidentified', description: 'Ce qui reste indéterminé faute d’identifiant.' })

const figureShape = {
  payments: tallySchema.describe('Nombre de lignes comptables, avoirs compris.'),
  suppliers: tallySchema.describe(
    'Nombre de fournisseurs distincts ; oui si l’un de ses paiements l’est. Une ligne sans fournisseur n’en compte aucun.',
  ),
  value: tallySchema.describe('Euros, au centime, avoirs déduits ; `method.tax` dit la taxe.'),
  share: shareSchema,
  credits: creditsSchema,
  unidentified: unidentifiedSchema,
}

const methodSchema = z
  .object({
    perimeter: z.string().describe('Périmètre.'),
    basis: z.literal('spent').describe('Dépenses, et non marchés notifiés.'),
    tax: taxBasisSchema,
    credits: z
      .literal('net-by-supplier')
      .describe(
        'Les avoirs se retirent des paiements du même fournisseur au même acheteur, sur la période ou l’année ; d’abord de ceux du même classement, puis de ceux classés « oui », « indéterminé », « non ».',
      ),
    rulesVersion: z.int().describe('Version des règles de classement.'),
  })
  .meta({ id: 'SpendMethod', description: 'Comment le chiffre est fait.' })

const otherTaxSchema = z
  .object({ tax: taxBasisSchema, payments: z.int().describe('Nombre de lignes.') })
  .meta({ id: 'SpendOtherTax', description: 'Des lignes d’une autre taxe que le chiffre.' })

const excludedSchema = z
  .object({
    undated: z.int().describe('Lignes sans date utilisable.'),
    straddling: z
      .int()
      .describe(
        'Lignes dont on ne connaît que l’année ou le mois, à cheval sur une borne de la période ou sur deux années.',
      ),
    otherTax: z.array(otherTaxSchema).describe('Lignes d’une autre taxe.'),
  })
  .meta({ id: 'SpendExcluded', description: 'Lignes laissées hors du chiffre, par raison.' })

const contextShape = {
  method: methodSchema,
  filters: filtersSchema
    .pick({ buyers: true, groups: true, from: true, to: true })
    .meta({ id: 'SpendFilters', description: 'Sur quoi porte le chiffre.' }),
  excluded: excludedSchema,
  sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
  caveats: z.array(z.string()).describe('Ce qu’il faut savoir avant de citer le chiffre, en français.'),
  asOf: asOfSchema,
}

const wholeSchema = z
  .object({ ...figureShape, ...contextShape })
  .meta({ id: 'SpendReport', description: 'La part des dépenses sur toute la période.' })

const rowSchema = z
  .object({ key: z.string().describe('Année civile de paiement.'), ...figureShape })
  .meta({ id: 'SpendRow', description: 'La part des dépenses d’une année.' })

const byYearSchema = z
  .object({ rows: z.array(rowSchema).describe('Une ligne par année qui a des dépenses.'), ...contextShape })
  .meta({ id: 'SpendReportByYear', description: 'La part des dépenses, année par année.' })

/** The answer on the basis `spent`. */
export const spendReportSchemas = [wholeSchema, byYearSchema] as const
