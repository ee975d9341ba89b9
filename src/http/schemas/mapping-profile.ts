import { z } from 'zod'
import { RAW_HOURS_FIELDS } from '../../domain/insertion/raw-hours.ts'
import { CONTRACT_COLUMNS } from '../../import/contract-columns.ts'
import { instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyerIdentifier, choice, integer, paging } from './parameters.ts'

export const profileQuerySchema = z.strictObject(paging)

export const profileParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro du profil.'),
})

const listed = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([field, title]) => `\`${field}\` (${title})`)
    .join(', ')

/** More columns than any published table, fewer than what would make a header of gigabytes. */
const MOST_COLUMNS = 2_000
const titleText = () => z.string('un titre de colonne').max(500, 'un titre de 500 caractères au plus')

export const newProfileSchema = z
  .strictObject({
    name: z
      .string('un nom')
      .trim()
      .min(1, 'un nom')
      .max(200, 'un nom de 200 caractères au plus')
      .describe('Nom du profil.'),
    kind: choice(['contracts', 'hours'])
      .default('contracts')
      .describe('Contenu du tableau : marchés, ou heures d’insertion.'),
    facilitator: z
      .string('un nom')
      .trim()
      .min(1, 'un nom')
      .max(200, 'un nom de 200 caractères au plus')
      .nullable()
      .default(null)
      .describe('Facilitateur dont ce sont les relevés d’heures ; `null` : tous.'),
    header: z
      .array(titleText(), 'la liste des titres de colonnes')
      .min(1, 'au moins un titre de colonne')
      .max(MOST_COLUMNS, `au plus ${MOST_COLUMNS} titres`)
      .describe('Tous les titres de colonnes du tableau, dans l’ordre du fichier.'),
    map: z
      .array(
        z
          .strictObject({
            column: titleText().describe('Titre de la colonne ; `SIRET (2)` pour le second du même titre.'),
            field: z.string('un champ').max(100, 'un champ').describe('Champ, titre français, ou `ignored`.'),
          })
          .meta({ id: 'ColumnChoice', description: 'Ce que contient une colonne.' }),
        'une liste de { column, field }',
      )
      .max(MOST_COLUMNS, `au plus ${MOST_COLUMNS} colonnes`)
      .default([])
      .describe(
        `Ce que contiennent les colonnes mal comprises ; les autres sont lues comme à l’import. Champs de marchés : ${listed(CONTRACT_COLUMNS)}. D’heures : ${listed(RAW_HOURS_FIELDS)}.`,
      ),
    buyer: buyerIdentifier()
      .nullable()
      .default(null)
      .describe('Acheteur, SIRET ou SIREN, si le tableau ne le donne pas.'),
    createdBy: z
      .string('un nom')
      .max(200, 'un nom de 200 caractères au plus')
      .nullable()
      .default(null)
      .describe('Auteur.'),
  })
  .meta({ id: 'NewMappingProfile', description: 'Un profil à enregistrer.' })

const profileColumnSchema = z
  .object({
    column: z.string().describe('Titre de la colonne.'),
    field: z.string().nullable().describe('Champ que la colonne donne ; `null` : elle est ignorée.'),
    title: z.string().nullable().describe('Le champ, en français.'),
  })
  .meta({ id: 'ProfileColumn', description: 'Une colonne et ce qu’elle contient.' })

export const profileSchema = z
  .object({
    id: z.int().describe('Numéro.'),
    name: z.string().describe('Nom.'),
    kind: z.enum(['contracts', 'hours']).describe('Contenu du tableau : marchés, ou heures d’insertion.'),
    facilitator: z.string().nullable().describe('Facilitateur ; `null` : tous, ou sans objet.'),
    buyerId: z.string().nullable().describe('Acheteur des lignes ; `null` : le tableau le donne.'),
    columns: z.array(profileColumnSchema).describe('Les colonnes, dans l’ordre du tableau.'),
    createdBy: z.string().nullable().describe('Auteur ; nul si nul ne l’a dit.'),
    createdAt: instantText().describe('Enregistré le.'),
  })
  .meta({
    id: 'MappingProfile',
    description:
      'Ce que contiennent les colonnes d’un tableau ; appliqué à tous ceux qui ont les mêmes titres.',
  })

export const profilePageSchema = pageOf(profileSchema, 'MappingProfilePage', 'Une page de profils.')
