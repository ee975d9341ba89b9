import { z } from 'zod'
import { SOURCE_IDS } from '../../domain/supplier/facts.ts'
import { dayText, instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { choice, day, flag, integer, paging } from './parameters.ts'

const FOR_LISTS = 'Pour une liste de référence seulement.'
/** Parameters that say something of a reference list, and nothing of another file. */
const LIST_PARAMETERS = ['listedOn', 'partial', 'force'] as const

const isReference = (kind: unknown) => SOURCE_IDS.some((source) => source === kind)

/** What the file of `POST /v1/imports` is. */
export const uploadQuerySchema = z
  .strictObject({
    kind: choice(['contracts', ...SOURCE_IDS, 'plan'])
      .default('contracts')
      .describe('Contenu du fichier : marchés (DECP), liste de référence, ou plan.'),
    fileName: z
      .string('un nom de fichier')
      .min(1, 'un nom de fichier')
      .max(200, 'un nom de 200 caractères au plus')
      .optional()
      .describe('Nom du fichier, montré dans les comptes rendus ; les dossiers en sont retirés.'),
    listedOn: day().optional().describe(`Date de la liste ; aujourd’hui par défaut. ${FOR_LISTS}`),
    partial: flag()
      .default(false)
      .describe(`La liste est un extrait : en être absent n’y vaut pas « non ». ${FOR_LISTS}`),
    dryRun: flag()
      .default(false)
      .describe('Essai : le bilan complet, sans rien écrire ; `importId` est alors `null`.'),
    force: flag()
      .default(false)
      .describe(`Accepter une liste qui perd beaucoup de la précédente. ${FOR_LISTS}`),
  })
  .check(({ value, issues }) => {
    for (const name of LIST_PARAMETERS)
      if (value[name] && !isReference(value.kind))
        issues.push({
          code: 'custom',
          input: value,
          path: [name],
          message: `rien avec kind=${value.kind} ; ce paramètre ne vaut que pour ${SOURCE_IDS.join(', ')}`,
        })
  })

export type Upload = z.infer<typeof uploadQuerySchema>

export const importQuerySchema = z.strictObject(paging)

export const importParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de l’import.'),
})

const countShape = {
  read: z.int().describe('Lignes lues : la somme des quatre suivantes.'),
  stored: z.int().describe('Lignes nouvelles.'),
  updated: z.int().describe('Lignes qui changent un enregistrement connu.'),
  unchanged: z.int().describe('Lignes déjà connues.'),
  rejected: z.int().describe('Lignes refusées, avec leur motif dans `problems`.'),
}

const exampleSchema = z
  .object({
    line: z.int().describe('Ligne dans le fichier.'),
    value: z.string().describe('Valeur lue, 200 caractères au plus.'),
  })
  .meta({ id: 'ProblemExample', description: 'La première ligne touchée.' })

const problemGroupSchema = z
  .object({
    code: z.string().describe('Code stable.'),
    column: z.string().describe('Colonne ou champ du fichier.'),
    count: z.int().describe('Nombre de lignes touchées.'),
    isRejection: z.boolean().describe('La ligne est refusée ; sinon elle est gardée et signalée.'),
    expected: z.string().describe('Ce qui était attendu, en français.'),
    example: exampleSchema,
  })
  .meta({ id: 'ProblemGroup', description: 'Des lignes touchées par une même cause.' })

const problems = z
  .array(problemGroupSchema)
  .describe('Problèmes par cause ; les refus d’abord, puis les plus fréquents.')

export const ledgerSchema = z
  .object({
    file: z.string().describe('Nom du fichier.'),
    format: z.string().describe('Format reconnu à son contenu.'),
    importId: z.int().nullable().describe('Numéro de l’import ; `null` pour un essai (`dryRun`).'),
    ...countShape,
    problems,
    ignoredColumns: z.array(z.string()).describe('Colonnes qui ne servent à rien ici.'),
    source: z.enum(SOURCE_IDS).optional().describe(`Source. ${FOR_LISTS}`),
    listedOn: dayText().optional().describe(`Date de la liste. ${FOR_LISTS}`),
    isComplete: z.boolean().optional().describe(`La liste se veut entière. ${FOR_LISTS}`),
    closed: z.int().optional().describe(`Entrées de la liste précédente que celle-ci n’a plus. ${FOR_LISTS}`),
    planId: z.string().optional().describe('Identifiant du plan. Pour un plan seulement.'),
  })
  .meta({ id: 'Ledger', description: 'Ce qu’est devenue chaque ligne du fichier.' })

const importShape = {
  importId: z.int().describe('Numéro de l’import.'),
  kind: z.enum(['contracts', 'reference', 'plan']).describe('Marchés, liste de référence ou plan.'),
  file: z.string().describe('Nom du fichier.'),
  format: z.string().describe('Format reconnu.'),
  digest: z.string().describe('Empreinte SHA-256 du fichier, en hexadécimal.'),
  byteSize: z.int().describe('Taille en octets.'),
  ...countShape,
  startedAt: instantText().describe('Début de l’import.'),
  finishedAt: instantText().nullable().describe('Fin de l’import.'),
}

const importSummarySchema = z
  .object(importShape)
  .meta({ id: 'ImportSummary', description: 'Un import et son bilan.' })

export const importPageSchema = pageOf(
  importSummarySchema,
  'ImportPage',
  'Une page d’imports, les derniers d’abord.',
)

export const importReportSchema = z
  .object({ ...importShape, problems })
  .meta({ id: 'ImportReport', description: 'Un import et ses problèmes, groupés par cause.' })
