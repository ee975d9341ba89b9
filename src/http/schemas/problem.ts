import { z } from 'zod'

const invalidFieldSchema = z
  .object({
    parameter: z.string().optional().describe('Paramètre en cause, dans le chemin ou la requête.'),
    path: z
      .string()
      .optional()
      .describe('Endroit en cause dans le fichier envoyé, par exemple `targets.0.values.1.year`.'),
    value: z.unknown().optional().describe('Valeur reçue.'),
    expected: z.string().describe('Ce qui était attendu, en français.'),
  })
  .meta({ id: 'InvalidField', description: 'Un paramètre ou un champ refusé.' })

/** One thing wrong with the request or the file, and what was expected instead. */
export type InvalidField = z.infer<typeof invalidFieldSchema>

/** RFC 9457. `type` and `code` say the same thing: a reference for those who follow the RFC, a word for a `switch`. */
const problemSchema = z
  .object({
    type: z
      .string()
      .describe(
        'Nature du problème : `/problems/` suivi de `code`. Un nom stable, sans page à cette adresse.',
      ),
    title: z.string().describe('Résumé, le même pour tous les problèmes de cette nature.'),
    status: z.int().describe('Code HTTP de la réponse.'),
    detail: z.string().describe('Ce qui ne va pas cette fois-ci, et ce qu’il faut faire.'),
    instance: z.string().describe('Adresse demandée.'),
    code: z.string().describe('Code stable du problème.'),
    errors: z.array(invalidFieldSchema).optional().describe('Tous les paramètres ou champs refusés.'),
    details: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Faits utiles à un programme : ligne, colonnes trouvées, nombres d’entrées.'),
  })
  .meta({ id: 'Problem', description: 'Un problème, selon la RFC 9457.' })

export type Problem = z.infer<typeof problemSchema>

const DESCRIPTIONS = {
  400: 'Paramètres ou fichier incorrects ; `errors` les nomme tous.',
  404: 'Identifiant inconnu.',
  409: 'Les données déjà importées s’y opposent (liste plus récente ou amputée, import annulé ou dont d’autres dépendent), des colonnes devinées sont à confirmer, ou la clé d’idempotence est en cours d’usage.',
  413: 'Fichier plus gros que la limite du service.',
  415: 'Format de fichier inconnu ou non pris en charge.',
  422: 'La clé d’idempotence a déjà servi pour une autre demande.',
  500: 'Erreur interne. L’identifiant de la requête (en-tête `x-request-id`) la retrouve dans les journaux.',
  503: 'Le service ne répond pas à temps, ou sa base de données est injoignable.',
  507: 'Plus de place sur un disque du service. Rien n’a été importé.',
} as const

type Status = keyof typeof DESCRIPTIONS
type ProblemResponse = {
  description: string
  content: Record<'application/problem+json', { schema: typeof problemSchema }>
}

/** The problem responses of a route, for the document and the serializer. */
export function problems<S extends Status>(...statuses: S[]): Record<S, ProblemResponse> {
  const entries = statuses.map((status) => [
    status,
    { description: DESCRIPTIONS[status], content: { 'application/problem+json': { schema: problemSchema } } },
  ])
  return Object.fromEntries(entries)
}

/** A JSON answer with its description. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
