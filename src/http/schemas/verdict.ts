import { z } from 'zod'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText } from './dates.ts'

export const referenceSchema = z
  .object({
    title: z.string().describe('Intitulé du texte ou de la liste.'),
    url: z.string().describe('Adresse.'),
    checkedOn: dayText().describe('Dernière relecture du texte pour cette règle.'),
  })
  .meta({ id: 'LegalReference', description: 'Le texte sur lequel repose une règle.' })

export const evidenceSchema = z
  .object({
    source: z.string().describe('Source du fait.'),
    value: z.string().describe('Le fait, en français.'),
    seenOn: dayText().describe('Date de la liste où il a été lu.'),
    validFrom: dayText().nullable().describe('Premier jour où il vaut ; nul : sans borne connue.'),
    validTo: dayText().nullable().describe('Dernier jour où il vaut ; nul : sans borne connue.'),
    isFromLegalUnit: z
      .literal(true)
      .optional()
      .describe('Le fait est connu de l’entreprise, et non de l’établissement titulaire.'),
  })
  .meta({ id: 'Evidence', description: 'Un fait sur lequel repose un classement.' })

const appliedRuleSchema = z
  .object({
    id: z.string().describe('Identifiant stable de la règle.'),
    title: z.string().describe('La règle, en français.'),
    reference: referenceSchema,
  })
  .meta({ id: 'AppliedRule', description: 'La règle qui a décidé.' })

export const outcomeSchema = z.enum(['yes', 'no', 'undetermined'])

/** A verdict and why, for one perimeter. */
export const verdictShape = {
  perimeter: z.enum(PERIMETER_IDS).describe('Périmètre.'),
  outcome: outcomeSchema.describe('oui, non, ou indéterminé.'),
  rule: appliedRuleSchema.nullable().describe('Règle appliquée ; nul quand aucune ne décide.'),
  missing: z.array(z.string()).describe('Faits qui manquent pour décider.'),
  evidence: z.array(evidenceSchema).describe('Faits connus, avec leur source.'),
}
