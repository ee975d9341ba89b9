import { z } from 'zod'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText } from './dates.ts'
import { referenceSchema } from './verdict.ts'

const ruleSchema = z
  .object({
    id: z.string().describe('Identifiant stable.'),
    outcome: z.enum(['yes', 'no']).describe('Réponse de la règle.'),
    title: z.string().describe('La règle, en français.'),
    reference: referenceSchema,
    needs: z.array(z.string()).describe('Faits dont elle ne peut se passer.'),
    inForceFrom: dayText().nullable().describe('Premier jour ; nul : sans borne.'),
    inForceTo: dayText().nullable().describe('Dernier jour ; nul : sans borne.'),
  })
  .meta({ id: 'Rule', description: 'Une raison de répondre oui ou non.' })

const perimeterSchema = z
  .object({
    id: z.enum(PERIMETER_IDS).describe('Identifiant.'),
    title: z.string().describe('Nom.'),
    definition: z.string().describe('Définition.'),
    references: z.array(referenceSchema).describe('Textes.'),
    exclusions: z.array(z.string()).describe('Ce qui n’en est pas.'),
    assumptions: z.array(z.string()).describe('Hypothèses.'),
    rules: z.array(ruleSchema).describe('Règles, dans l’ordre où elles sont essayées.'),
  })
  .meta({ id: 'Perimeter', description: 'Un ensemble de fournisseurs sur lequel une part est mesurée.' })

const countingMethodSchema = z
  .object({ id: z.string().describe('Identifiant.'), title: z.string().describe('La méthode, en français.') })
  .meta({ id: 'CountingMethod', description: 'Une façon de compter.' })

export const methodologySchema = z
  .object({
    rulesVersion: z.int().describe('Version des règles.'),
    perimeters: z.array(perimeterSchema).describe('Périmètres et leurs règles.'),
    holderMethods: z.array(countingMethodSchema).describe('Pour les marchés à plusieurs titulaires.'),
    frameworkMethods: z
      .array(countingMethodSchema)
      .describe('Pour les accords-cadres et leurs marchés subséquents.'),
  })
  .meta({ id: 'Methodology', description: 'Tout ce qui décide d’un chiffre.' })
