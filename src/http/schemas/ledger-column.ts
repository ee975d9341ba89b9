import { z } from 'zod'

export const columnSchema = z
  .object({
    column: z.string().describe('Titre de la colonne ; un titre déjà vu porte son numéro.'),
    field: z
      .string()
      .nullable()
      .describe(
        'Champ que la colonne donne, `holderName.2` pour l’un de plusieurs titulaires ; `null` : aucun.',
      ),
    title: z.string().nullable().describe('Le champ, en français.'),
    how: z
      .enum(['known', 'guessed', 'profile', 'ignored'])
      .describe('Titre connu, deviné, dit par un profil de colonnes, ou colonne ignorée.'),
    needsConfirmation: z.boolean().describe('Deviné, et les chiffres en dépendent.'),
    reason: z.string().nullable().describe('Pourquoi la colonne est ignorée, devinée ou lue en partie.'),
  })
  .meta({ id: 'LedgerColumn', description: 'Ce qu’une colonne du tableau a été comprise contenir.' })

export const appliedProfileSchema = z
  .object({ id: z.int().describe('Numéro.'), name: z.string().describe('Nom.') })
  .meta({ id: 'AppliedProfile', description: 'Le profil qui dit ce que contiennent les colonnes.' })
