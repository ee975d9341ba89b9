import { z } from 'zod'
import { parsePeriod } from '../../domain/dates/period.ts'
import { isSiren, isSiret } from '../../domain/identifiers/siren.ts'
import { TAX_BASES } from '../../domain/payment/tax-basis.ts'
import { SOURCE_IDS } from '../../domain/supplier/facts.ts'
import { FILE_KINDS } from '../../import/import-file.ts'
import { DEFAULT_LARGEST_LOSS_PERCENT } from '../../import/refuse-reference.ts'
import { KEEP_CHOICES } from '../../import/select-units.ts'
import { instantText } from './dates.ts'
import { appliedProfileSchema, columnSchema } from './ledger-column.ts'
import { sheetRowsSchema, ledgerSheetSchema as sheetSchema } from './ledger-sheet.ts'
import { listLedgerShape } from './list-ledger.ts'
import { pageOf } from './page.ts'
import { buyerIdentifier, choice, day, flag, integer, listOf, paging, text } from './parameters.ts'
import { placeShape } from './place.ts'
import { importKind } from './undo-report.ts'

const FOR_LISTS = 'Pour une liste de référence seulement.'
const FOR_PAYMENTS = 'Pour des dépenses seulement.'

const SHEET = 'un nom de feuille'
const BUYER = 'un SIRET (14 chiffres) ou un SIREN (9 chiffres) sans erreur'
const PERIOD = 'une année (2024), un mois (2024-03) ou des jours (2024-01-01/2024-06-30)'

/** What the file of `POST /v1/imports` is: each parameter on its own. */
export const uploadQuerySchema = z.strictObject({
  kind: choice([...FILE_KINDS, ...SOURCE_IDS, 'plan'])
    .optional()
    .describe(
      'Contenu du fichier : marchés (DECP), dépenses, heures d’insertion, liste de référence, ou plan. Absent : marchés, dépenses ou heures, reconnus au contenu.',
    ),
  fileName: z
    .string('un nom de fichier')
    .min(1, 'un nom de fichier')
    .max(200, 'un nom de 200 caractères au plus')
    .optional()
    .describe('Nom du fichier, montré dans les comptes rendus ; les dossiers en sont retirés.'),
  listedOn: day()
    .optional()
    .describe(
      `Date de la liste ; par défaut celle d’un import du même fichier, celle qu’il donne dans ses titres ou son nom, sinon aujourd’hui. ${FOR_LISTS}`,
    ),
  partial: flag()
    .optional()
    .describe(
      `true : la liste est un extrait, en être absent n’y vaut pas « non ». false : elle est entière. Par défaut, selon le format. ${FOR_LISTS}`,
    ),
  maxLoss: integer({ min: 0, max: 100 })
    .optional()
    .describe(
      `Part admise d’identifiants inutilisables ou perdus depuis la liste précédente, en pour cent ; ${DEFAULT_LARGEST_LOSS_PERCENT} par défaut. ${FOR_LISTS}`,
    ),
  keep: choice(KEEP_CHOICES)
    .optional()
    .describe(
      'Lignes retenues de SIRENE : `all`, toutes ; `useful`, les fournisseurs connus et les unités de l’ESS. Par défaut `useful` pour un fichier de la taille du stock national. Pour SIRENE seulement.',
    ),
  dryRun: flag()
    .default(false)
    .describe('Essai : le bilan complet, sans rien écrire ; `importId` est alors `null`.'),
  force: flag()
    .default(false)
    .describe(`Accepter une liste qui perd ou altère plus que \`maxLoss\`. ${FOR_LISTS}`),
  sheet: listOf(z.string(SHEET).trim().min(1, SHEET).max(200, 'un nom de 200 caractères au plus'), 200)
    .optional()
    .describe(
      'Feuille d’un classeur à lire, masquée ou non ; à répéter pour plusieurs. Absent : toutes celles qui conviennent. Pour des marchés, des dépenses ou des heures.',
    ),
  buyer: buyerIdentifier()
    .refine((digits) => isSiret(digits) || isSiren(digits), BUYER)
    .optional()
    .describe('Acheteur des lignes qui ne le donnent pas, SIRET ou SIREN. Pour des marchés ou des dépenses.'),
  acceptGuesses: flag()
    .default(false)
    .describe(
      `Confirmer les colonnes devinées, et les retenir dans un profil. Pour des marchés ou des heures.`,
    ),
  facilitator: z
    .string('un nom')
    .trim()
    .min(1, 'un nom')
    .max(200, 'un nom de 200 caractères au plus')
    .optional()
    .describe(
      'Facilitateur dont c’est le relevé : son profil de colonnes est pris d’abord. Pour des heures seulement.',
    ),
  replaces: integer({ min: 1, max: 999_999_999 })
    .optional()
    .describe(
      'Numéro de l’import que ce relevé corrigé remplace : les lignes de celui-là qui n’y sont plus, pour les mêmes clauses et dans les mêmes dates, sont retirées, et gardées. Pour des heures seulement.',
    ),
  period: z
    .string(PERIOD)
    .refine((text) => parsePeriod(text) !== null, PERIOD)
    .optional()
    .describe(
      'Quand les dépenses sans date ont été payées, ou les heures sans période réalisées : année, mois, ou deux jours séparés par « / ».',
    ),
  tax: choice(TAX_BASES)
    .optional()
    .describe(`La taxe, quand le titre de la colonne ne dit ni HT ni TTC. ${FOR_PAYMENTS}`),
})

/** The parameters that say something of some kinds of files only, with those kinds. */
const KINDS_OF_PARAMETER = {
  listedOn: SOURCE_IDS,
  partial: SOURCE_IDS,
  maxLoss: SOURCE_IDS,
  keep: ['sirene'],
  force: SOURCE_IDS,
  sheet: FILE_KINDS,
  buyer: FILE_KINDS,
  acceptGuesses: ['contracts', 'hours'],
  facilitator: ['hours'],
  replaces: ['hours'],
  period: ['payments', 'hours'],
  tax: ['payments'],
} as const satisfies Partial<Record<keyof z.infer<typeof uploadQuerySchema>, readonly string[]>>

/** The same, the parameters of the address and those of the form together. */
export const uploadSchema = uploadQuerySchema.check(({ value, issues }) => {
  const possible: readonly string[] = value.kind === undefined ? FILE_KINDS : [value.kind]
  for (const [name, kinds] of Object.entries(KINDS_OF_PARAMETER)) {
    const isAbout = possible.some((kind) => kinds.some((each) => each === kind))
    if (isAbout || !value[name as keyof typeof KINDS_OF_PARAMETER]) continue
    const said = value.kind === undefined ? 'sans kind' : `avec kind=${value.kind}`
    issues.push({
      code: 'custom',
      input: value,
      path: [name],
      message: `rien ${said} ; ce paramètre ne vaut que pour ${kinds.join(', ')}`,
    })
  }
})

export type Upload = z.infer<typeof uploadSchema>

const KEY = 'de 1 à 128 lettres, chiffres ou . _ ~ : + / = -, entre guillemets ou non'

/** RFC-like: a key is a structured text, between quotes; many clients leave them out, and so may the caller. */
export const uploadHeadersSchema = z.object({
  'idempotency-key': text(/^("[\w.~:+/=-]{1,128}"|[\w.~:+/=-]{1,128})$/, KEY)
    .transform((value) => value.replaceAll('"', ''))
    .optional()
    .describe(
      'Clé choisie par l’appelant, un UUID par exemple : la même demande renvoyée avec la même clé reçoit la même réponse, sans nouvel import. Retenue 24 heures. Sans effet sur un essai (`dryRun`).',
    ),
})

export const importQuerySchema = z.strictObject(paging)

export const importParamsSchema = z.strictObject({
  id: integer({ min: 1, max: 999_999_999 }).describe('Numéro de l’import.'),
})

export const undoQuerySchema = z.strictObject({
  dryRun: flag()
    .default(false)
    .describe('Essai : ce qui changerait, sans rien écrire ; `undoneAt` est alors `null`.'),
})

const countShape = {
  read: z.int().describe('Lignes lues : la somme des cinq suivantes.'),
  stored: z.int().describe('Lignes nouvelles.'),
  updated: z.int().describe('Lignes qui changent un enregistrement connu.'),
  unchanged: z.int().describe('Lignes déjà connues.'),
  rejected: z.int().describe('Lignes refusées, avec leur motif dans `problems`.'),
  notKept: z
    .int()
    .describe(
      'Lignes utilisables mais non retenues : unités d’un répertoire national qui ne servent à rien ici, ou réponse plus ancienne que celle déjà connue. Liste de référence seulement.',
    ),
}

const exampleSchema = z
  .object({
    ...placeShape,
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
    sheets: z
      .array(sheetSchema)
      .describe('Les feuilles du classeur, dans l’ordre ; aucune pour un autre fichier.'),
    columns: z
      .array(columnSchema)
      .optional()
      .describe(
        'Toutes les colonnes, dans l’ordre du fichier. Pour un tableau de marchés, de dépenses ou d’heures.',
      ),
    profile: appliedProfileSchema
      .nullable()
      .optional()
      .describe(
        'Profil de colonnes appliqué, ou enregistré par `acceptGuesses`. Pour un tableau de marchés ou d’heures.',
      ),
    withdrawn: z
      .int()
      .optional()
      .describe('Relevés retirés, que ce relevé corrigé n’a plus (`replaces`). Pour des heures seulement.'),
    ...listLedgerShape,
    planId: z.string().optional().describe('Identifiant du plan. Pour un plan seulement.'),
  })
  .meta({ id: 'Ledger', description: 'Ce qu’est devenue chaque ligne du fichier.' })

const importShape = {
  importId: z.int().describe('Numéro de l’import.'),
  kind: importKind,
  file: z.string().describe('Nom du fichier.'),
  format: z.string().describe('Format reconnu.'),
  digest: z.string().describe('Empreinte SHA-256 du fichier, en hexadécimal.'),
  byteSize: z.int().describe('Taille en octets.'),
  ...countShape,
  closed: z
    .int()
    .describe('Entrées de la liste précédente que celle-ci a fermées ; 0 pour un autre fichier.'),
  sheets: z
    .array(sheetRowsSchema)
    .describe('Feuilles lues d’un classeur, dans l’ordre ; aucune pour un autre fichier.'),
  startedAt: instantText().describe('Début de l’import.'),
  finishedAt: instantText().nullable().describe('Fin de l’import.'),
  undoneAt: instantText().nullable().describe('Annulation de l’import ; nul : il compte.'),
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
