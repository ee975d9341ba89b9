import { z } from 'zod'
import { groupId } from './contract-filters.ts'
import { pageOf } from './page.ts'
import { buyerIdentifier, paging } from './parameters.ts'

const title = z
  .string('un nom de 1 à 200 caractères')
  .trim()
  .min(1, 'un nom de 1 à 200 caractères')
  .max(200, 'un nom de 1 à 200 caractères')
  .describe('Nom du groupe.')

export const groupParamsSchema = z.strictObject({ id: groupId().describe('Identifiant du groupe.') })
export const groupQuerySchema = z.strictObject({ ...paging })

const MEMBERS = 'de 1 à 5 000 SIREN (9 chiffres) ou SIRET (14 chiffres)'

export const groupBodySchema = z.strictObject({
  title,
  buyers: z
    .array(buyerIdentifier(), MEMBERS)
    .min(1, MEMBERS)
    .max(5_000, MEMBERS)
    .describe('Membres : SIREN (tous les établissements) ou SIRET.'),
})

const memberSchema = z
  .object({
    buyer: z.string().describe('SIREN ou SIRET.'),
    name: z.string().nullable().describe('Nom donné par le fichier importé ; nul : aucun.'),
  })
  .meta({ id: 'GroupMember', description: 'Un acheteur du groupe.' })

export const groupSchema = z
  .object({
    id: z.string().describe('Identifiant, à donner au filtre `group`.'),
    title,
    members: z.array(memberSchema).describe('Les membres, par identifiant.'),
  })
  .meta({ id: 'BuyerGroup', description: 'Un groupe d’acheteurs.' })

const groupSummarySchema = z
  .object({
    id: z.string().describe('Identifiant.'),
    title,
    members: z.int().describe('Nombre de membres.'),
  })
  .meta({ id: 'BuyerGroupSummary', description: 'Un groupe d’acheteurs en bref.' })

export const groupPageSchema = pageOf(groupSummarySchema, 'BuyerGroupPage', 'Une page de groupes.')
