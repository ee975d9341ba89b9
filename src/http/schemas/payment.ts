import { z } from 'zod'
import { TAX_BASES } from '../../domain/payment/tax-basis.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { buyerSchema } from './contract.ts'
import { contractCriteria } from './contract-filters.ts'
import { dayText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyers, choice, day, endsAfterStart, paging, siren } from './parameters.ts'
import { placeShape } from './place.ts'
import { taxBasisSchema } from './spend-share.ts'

const OUTCOMES = ['yes', 'no', 'undetermined'] as const

/** The same parameters as a share of what was paid, so that a figure opens. */
export const paymentQuerySchema = z
  .strictObject({
    buyer: buyers,
    group: contractCriteria.group,
    perimeter: choice(PERIMETER_IDS)
      .default('ess')
      .describe('Ensemble de fournisseurs mesuré ; définitions à `GET /v1/methodology`.'),
    outcome: choice(OUTCOMES)
      .optional()
      .describe('Les dépenses dont le fournisseur répond au périmètre, n’y répond pas, ou est indéterminé.'),
    supplier: siren().optional().describe('SIREN du fournisseur.'),
    from: day()
      .optional()
      .describe('Premier jour de paiement retenu, inclus. Une dépense à cheval n’est pas retenue.'),
    to: day().optional().describe('Dernier jour de paiement retenu, inclus.'),
    tax: choice(TAX_BASES)
      .optional()
      .describe('Hors taxes, toutes taxes comprises, ou non dit par le fichier.'),
    ...paging,
  })
  .refine(...endsAfterStart)

const supplierSchema = z
  .object({
    scheme: z.string().nullable().describe('Type de l’identifiant ; nul s’il est inutilisable.'),
    identifier: z.string().nullable().describe('Identifiant, tel que lu.'),
    siren: z.string().nullable().describe('SIREN ; nul hors de France ou si l’identifiant est inutilisable.'),
    name: z.string().nullable().describe('Nom dans le fichier ; masqué pour une personne physique.'),
  })
  .meta({ id: 'PaidSupplier', description: 'Le fournisseur payé.' })

const originSchema = z
  .object({
    importId: z.int().describe('Import qui l’a apportée le premier.'),
    file: z.string().describe('Nom du fichier.'),
    ...placeShape,
  })
  .meta({ id: 'PaymentOrigin', description: 'D’où vient la dépense.' })

const paymentSchema = z
  .object({
    id: z.string().describe('Identifiant dans ce service (UUID), tiré du contenu.'),
    buyer: buyerSchema,
    entity: z.string().nullable().describe('Service ou établissement acheteur, tel qu’écrit.'),
    supplier: supplierSchema,
    outcome: z
      .enum(OUTCOMES)
      .describe('Classement du fournisseur, le même chaque jour où la dépense a pu être payée.'),
    amount: z.number().describe('Euros, négatif pour un avoir ; `tax` dit la taxe.'),
    tax: taxBasisSchema,
    from: dayText().nullable().describe('Premier jour où elle a pu être payée ; nul : inconnu.'),
    to: dayText().nullable().describe('Dernier jour ; le même quand le jour est connu.'),
    category: z.string().nullable().describe('Catégorie d’achat.'),
    account: z.string().nullable().describe('Compte ou nature comptable.'),
    contractReference: z.string().nullable().describe('Numéro du marché, tel qu’écrit.'),
    reference: z.string().nullable().describe('Numéro du mandat ou de la facture.'),
    label: z.string().nullable().describe('Libellé.'),
    origin: originSchema,
  })
  .meta({ id: 'Payment', description: 'Une dépense : une ligne comptable.' })

export const paymentPageSchema = pageOf(paymentSchema, 'PaymentPage', 'Une page de dépenses.')
