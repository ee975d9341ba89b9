import { z } from 'zod'
import { appliedProfileSchema, columnSchema } from './ledger-column.ts'

const rowsShape = {
  name: z.string().describe('Nom de la feuille.'),
  rows: z.int().describe('Lignes lues sous ses titres.'),
}

export const sheetRowsSchema = z.object(rowsShape).meta({ id: 'ReadSheet', description: 'Une feuille lue.' })

export const ledgerSheetSchema = z
  .object({
    ...rowsShape,
    isRead: z.boolean().describe('La feuille est lue.'),
    isLeftOut: z
      .boolean()
      .describe(
        'Un tableau de marchés, de dépenses ou d’heures qui n’est pas lu : donnez-le par `sheet` s’il doit compter.',
      ),
    reason: z
      .string()
      .nullable()
      .describe('Pourquoi elle n’est pas lue ; nul : lue, ou aucun tableau attendu.'),
    columns: z
      .array(columnSchema)
      .optional()
      .describe('Ses colonnes, quand ses titres ne sont pas ceux de la première feuille lue.'),
    profile: appliedProfileSchema.nullable().optional().describe('Le profil de ces colonnes.'),
  })
  .meta({ id: 'LedgerSheet', description: 'Ce qu’est devenue une feuille du classeur.' })
