import { z } from 'zod'
import { DECIDABLE_PERIMETERS } from '../../domain/supplier/facts.ts'
import { DECISION_LIMITS } from '../../import/decide-supplier.ts'
import { dayText, instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { choice, day, endsAfterStart, integer, paging, siren } from './parameters.ts'

const filled = (field: keyof typeof DECISION_LIMITS) => {
  const expected = `un texte de 1 à ${DECISION_LIMITS[field]} caractères`
  return z.string(expected).trim().min(1, expected).max(DECISION_LIMITS[field], expected)
}

export const decisionParamsSchema = z.strictObject({
  siren: siren().describe('SIREN du fournisseur.'),
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de la décision.'),
})

export const decisionQuerySchema = z.strictObject(paging)

export const newDecisionSchema = z
  .strictObject({
    perimeter: choice(DECIDABLE_PERIMETERS).describe(
      'Périmètre décidé. Pas `ess-register`, qui répète ce que disent les fichiers de l’État, ni `ess-wide`, qui suit `ess` et `inclusive`.',
    ),
    outcome: choice(['yes', 'no']).describe('Le fournisseur est, ou n’est pas, dans le périmètre.'),
    reason: filled('reason').describe('Motif : pourquoi les listes se trompent ou se taisent.'),
    evidence: filled('document').describe('Pièce sur laquelle repose la décision, et où la trouver.'),
    author: filled('author').describe('Qui décide.'),
    from: day()
      .nullable()
      .default(null)
      .describe('Premier jour où la décision vaut ; absent, depuis toujours.'),
    to: day().nullable().default(null).describe('Dernier jour où elle vaut, inclus ; absent, sans fin.'),
  })
  .refine(
    ({ from, to }) => endsAfterStart[0]({ from: from ?? undefined, to: to ?? undefined }),
    endsAfterStart[1],
  )
  .meta({ id: 'NewDecision', description: 'Ce qu’une personne décide d’un fournisseur.' })

export const reversalBodySchema = z
  .strictObject({
    reason: filled('reason').describe('Pourquoi la décision ne vaut plus.'),
    author: filled('author').describe('Qui l’annule.'),
  })
  .meta({ id: 'NewReversal', description: 'L’annulation d’une décision.' })

const reversalSchema = z
  .object({
    reason: z.string().describe('Motif.'),
    author: z.string().describe('Auteur.'),
    createdAt: instantText().describe('Annulée le.'),
  })
  .meta({ id: 'Reversal', description: 'Ce qui a annulé une décision.' })

export const decisionSchema = z
  .object({
    id: z.int().describe('Numéro.'),
    siren: z.string().describe('SIREN du fournisseur.'),
    perimeter: z.enum(DECIDABLE_PERIMETERS).describe('Périmètre.'),
    outcome: z.enum(['yes', 'no']).describe('Réponse.'),
    reason: z.string().describe('Motif.'),
    evidence: z.string().describe('Pièce.'),
    author: z.string().describe('Auteur.'),
    from: dayText().nullable().describe('Premier jour ; nul : depuis toujours.'),
    to: dayText().nullable().describe('Dernier jour ; nul : sans fin.'),
    createdAt: instantText().describe('Prise le.'),
    reversal: reversalSchema.nullable().describe('Ce qui l’a annulée ; nul : elle vaut.'),
  })
  .meta({ id: 'Decision', description: 'Ce qu’une personne a décidé ; jamais modifié, seulement annulé.' })

export const decisionPageSchema = pageOf(decisionSchema, 'DecisionPage', 'Une page de décisions.')
