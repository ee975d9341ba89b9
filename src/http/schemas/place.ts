import { z } from 'zod'

/** Where a row stands in its file. */
export const placeShape = {
  sheet: z.string().nullable().describe('Feuille du classeur ; `null` : le fichier n’en a pas.'),
  line: z.int().describe('Ligne dans le fichier, ou dans la feuille.'),
}
