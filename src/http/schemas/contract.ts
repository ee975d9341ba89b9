import { z } from 'zod'
import { CONTRACT_KINDS } from '../../domain/contract/contract-kind.ts'
import { contractFilters } from './contract-filters.ts'
import { dayText } from './dates.ts'
import { pageOf } from './page.ts'
import { endsAfterStart, paging, siren } from './parameters.ts'

export const contractQuerySchema = z
  .strictObject({
    ...contractFilters,
    supplier: siren().optional().describe('SIREN d’un titulaire. DECP : `titulaires`.'),
    ...paging,
  })
  .refine(...endsAfterStart)

export const organisationShape = {
  scheme: z.string().nullable().describe('Type de l’identifiant. DECP : `typeIdentifiant`.'),
  identifier: z.string().nullable().describe('Identifiant. DECP : `titulaires.id`.'),
  siren: z.string().nullable().describe('SIREN ; nul hors de France ou si l’identifiant est inutilisable.'),
  name: z
    .string()
    .nullable()
    .describe('Nom publié ; masqué pour une personne physique. DECP : `denominationSociale`.'),
}

export const holderShape = {
  ...organisationShape,
  isLinkedByName: z
    .boolean()
    .describe('Le fichier ne donne qu’un nom : le SIREN est celui auquel ce nom est rattaché.'),
}

const holderSchema = z
  .object(holderShape)
  .meta({ id: 'Holder', description: 'Un titulaire. DECP : `titulaires`.' })

export const buyerSchema = z
  .object({
    id: z.string().describe('SIRET, ou identifiant tel que publié. DECP : `acheteur.id`.'),
    siren: z.string().nullable().describe('SIREN ; nul si le SIRET est inutilisable.'),
    name: z.string().nullable().describe('Nom, quand le fichier le donne. DECP : `acheteur.nom`.'),
  })
  .meta({ id: 'Buyer', description: 'L’acheteur. DECP : `acheteur`.' })

export const AMOUNT_FLAG =
  'Pourquoi le montant ne peut servir : missing, unreadable, below-minimum, above-maximum ou placeholder ; nul : il sert.'

/** What every answer says of a contract. */
export const summaryShape = {
  id: z.string().describe('Identifiant dans ce service (UUID), tiré du contenu.'),
  sourceId: z.string().nullable().describe('DECP : `id`.'),
  lot: z.string().nullable().describe('Numéro de lot, quand le fichier le donne.'),
  kind: z.enum(CONTRACT_KINDS).describe('Marché, accord-cadre, marché subséquent ou concession.'),
  object: z.string().nullable().describe('DECP : `objet`.'),
  buyer: buyerSchema,
  cpv: z.string().nullable().describe('DECP : `codeCPV`, sans clé.'),
  procedure: z.string().nullable().describe('DECP : `procedure`.'),
  nature: z.string().nullable().describe('DECP : `nature`.'),
  notifiedOn: dayText().nullable().describe('Première notification connue. DECP : `dateNotification`.'),
  publishedOn: dayText().nullable().describe('DECP : `datePublicationDonnees`.'),
  amount: z
    .number()
    .nullable()
    .describe(
      'Euros hors taxes, après la dernière modification ; plafond pour un accord-cadre. DECP : `montant`.',
    ),
  amountFlag: z.string().nullable().describe(AMOUNT_FLAG),
}

export const contractSummarySchema = z
  .object({
    ...summaryShape,
    holders: z.array(holderSchema).describe('Titulaires, dans l’ordre du fichier.'),
  })
  .meta({ id: 'ContractSummary', description: 'Un marché en bref.' })

export const contractPageSchema = pageOf(contractSummarySchema, 'ContractPage', 'Une page de marchés.')
