import { z } from 'zod'
import { KNOWN_FAMILIES } from '../../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { pageOf } from './page.ts'
import { buyers, choice, day, flag, paging, text } from './parameters.ts'
import { paidSchema } from './supplier.ts'
import { outcomeSchema } from './verdict.ts'

const QUERY = 'un texte de 2 à 200 caractères'

const perimeter = choice(PERIMETER_IDS)
  .default('ess')
  .describe('Périmètre du classement ; définitions à `GET /v1/methodology`.')

export const registerQuerySchema = z.strictObject({
  q: z
    .string(QUERY)
    .trim()
    .min(2, QUERY)
    .max(200, QUERY)
    .optional()
    .describe('Nom, SIREN, SIRET ou numéro de TVA.'),
  perimeter,
  outcome: choice(['yes', 'no', 'undetermined'])
    .optional()
    .describe(
      'Classement : oui, non ou indéterminé. Oui si un établissement l’est ; sinon indéterminé si un l’est.',
    ),
  on: day().optional().describe('Jour du classement ; aujourd’hui par défaut.'),
  family: choice(KNOWN_FAMILIES)
    .optional()
    .describe(
      'Famille juridique : association, fondation, mutuelle, coopérative, autre, douteuse (la forme ne décide pas), inconnue.',
    ),
  department: text(/^(\d{2}|2[AB]|97[1-8]|98[678])$/, 'un code de département : 31, 2A, 974')
    .optional()
    .describe('Département, quand une liste le dit.'),
  conflict: flag()
    .optional()
    .describe('Les fournisseurs sur lesquels les sources se contredisent, ou les autres.'),
  decided: flag().optional().describe('Les fournisseurs dont une personne a décidé, ou les autres.'),
  sort: choice(['amount', 'name']).default('amount').describe('Par montant notifié, ou par nom.'),
  ...paging,
})

const entrySchema = z
  .object({
    siren: z.string().nullable().describe('SIREN ; nul pour un fournisseur étranger.'),
    scheme: z.string().describe('Type de l’identifiant.'),
    identifier: z.string().describe('SIREN, ou identifiant étranger.'),
    name: z.string().nullable().describe('Nom ; masqué pour une personne physique.'),
    otherNames: z.array(z.string()).describe('Autres noms publiés, dix au plus.'),
    department: z.string().nullable().describe('Département, quand une liste le dit.'),
    legalFamilies: z
      .array(z.enum(KNOWN_FAMILIES))
      .describe('Famille juridique ; plusieurs si les sources diffèrent.'),
    outcome: outcomeSchema.describe('Classement dans le périmètre, le jour demandé.'),
    conflicts: z.array(z.string()).describe('Contradictions entre sources ; détaillées dans la fiche.'),
    isDecided: z.boolean().describe('Une personne a décidé, dans un périmètre au moins.'),
    contracts: z.int().describe('Marchés dont il est titulaire, versions dépassées exclues.'),
    value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
    payments: z.int().describe('Dépenses importées.'),
    paid: paidSchema,
  })
  .meta({
    id: 'RegisterEntry',
    description: 'Un fournisseur du registre ; sa fiche : `GET /v1/suppliers/{siren}`.',
  })

export const registerPageSchema = pageOf(entrySchema, 'RegisterPage', 'Une page du registre.')
  .extend({
    isApproximate: z.boolean().describe('Aucun nom ne contient tous les mots : ceux-ci s’en approchent.'),
  })
  .meta({ id: 'RegisterPage', description: 'Une page du registre.' })

export const reviewQuerySchema = z.strictObject({ buyer: buyers, perimeter, ...paging })

const reviewSchema = z
  .object({
    siren: z.string().describe('SIREN.'),
    name: z.string().nullable().describe('Nom ; masqué pour une personne physique.'),
    contracts: z.int().describe('Marchés indéterminés à cause de lui.'),
    value: z.number().describe('Leur montant, en euros hors taxes.'),
    missing: z.array(z.string()).describe('Faits qui manquent aujourd’hui pour le classer.'),
  })
  .meta({ id: 'SupplierToReview', description: 'Un fournisseur indéterminé et ce que son doute déplace.' })

export const reviewPageSchema = pageOf(reviewSchema, 'ReviewPage', 'Une page de fournisseurs à examiner.')
