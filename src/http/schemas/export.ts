import { z } from 'zod'
import { CSV_LAYOUTS } from '../../domain/contract-export/decp-columns.ts'
import { contractFilters } from './contract-filters.ts'
import { choice, endsAfterStart } from './parameters.ts'

export const ocdsQuerySchema = z.strictObject(contractFilters).refine(...endsAfterStart)

export const contractsCsvQuerySchema = z
  .strictObject({
    ...contractFilters,
    columns: choice(CSV_LAYOUTS)
      .default('full')
      .describe(
        '`full` : les colonnes du schéma national, puis lot, considérations, modifications et sous-traitance, que l’import relit. `schema` : les 33 colonnes du schéma et aucune autre, montant et durée en vigueur.',
      ),
  })
  .refine(...endsAfterStart)
