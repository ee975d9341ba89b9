import { FILE_KINDS, type FileKind } from '../import/import-file.ts'
import { paymentDefaultsOf } from '../import/payment-defaults.ts'
import { AppError } from '../platform/errors.ts'
import type { ImportRequest } from './importer.ts'

/** What may be said of files to import, declared to the argument parser. */
export const ABOUT_FILES = {
  kind: {
    type: 'string',
    describe:
      'Contenu des fichiers : contracts (marchés), payments (dépenses) ou hours (heures d’insertion) ; par défaut, reconnu',
  },
  sheet: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe:
      'Feuille d’un classeur à lire, masquée ou non ; peut se répéter (par défaut : toutes celles qui conviennent)',
  },
  buyer: { type: 'string', describe: 'SIRET de l’acheteur des lignes qui ne le donnent pas' },
  'accept-guesses': {
    type: 'boolean',
    default: false,
    describe: 'Marchés, heures : confirmer les colonnes devinées, et les retenir dans un profil',
  },
  facilitator: {
    type: 'string',
    describe: 'Heures : facilitateur dont c’est le relevé (profil de colonnes)',
  },
  replaces: {
    type: 'string',
    describe: 'Heures : n° de l’import que ce relevé corrigé remplace ; ses lignes disparues sont retirées',
  },
  period: {
    type: 'string',
    describe: 'Dépenses sans date, heures sans période : 2024, 2024-03 ou 2024-01-01/2024-06-30',
  },
  tax: {
    type: 'string',
    describe: 'Dépenses dont la colonne ne dit ni HT ni TTC : excluding-tax ou including-tax',
  },
} as const

/** These options as typed. */
export type FileArguments = {
  sheet: string[]
  kind?: string | undefined
  buyer?: string | undefined
  acceptGuesses: boolean
  facilitator?: string | undefined
  replaces?: string | undefined
  period?: string | undefined
  tax?: string | undefined
}

function kindOf(value: string): FileKind {
  const found = FILE_KINDS.find((kind) => kind === value)
  if (found) return found
  throw new AppError('bad-usage', `--kind « ${value} » : valeur attendue parmi ${FILE_KINDS.join(', ')}.`)
}

const OF_HOURS = { '--facilitator': 'facilitator', '--replaces': 'replaces' } as const

/** The options that say nothing of files of this kind. */
const MISPLACED = {
  contracts: { '--period': 'period', '--tax': 'tax', ...OF_HOURS },
  payments: { '--accept-guesses': 'acceptGuesses', ...OF_HOURS },
  hours: { '--tax': 'tax' },
} as const satisfies Record<FileKind, Record<string, keyof FileArguments>>

const TITLES = { contracts: 'marchés', payments: 'dépenses', hours: 'heures d’insertion' } as const

function refuseMisplaced(kind: FileKind, about: FileArguments): void {
  const found = Object.entries<keyof FileArguments>(MISPLACED[kind]).find(([, name]) => about[name])
  if (found === undefined) return
  throw new AppError(
    'bad-usage',
    `${found[0]} ne dit rien de ${TITLES[kind]} (--kind ${kind}) : retirez l'un des deux.`,
  )
}

function importNumberOf(text: string): bigint {
  if (/^[1-9]\d{0,8}$/.test(text)) return BigInt(text)
  throw new AppError(
    'bad-usage',
    `--replaces « ${text} » : numéro d’import attendu, celui que donne import list.`,
  )
}

/**
 * What the options say of the files to import. Throws `bad-usage` when one cannot be used, or says nothing of the files named;
 * of files not named, each option serves those it is about.
 */
export function fileOptionsOf(
  about: FileArguments,
): Pick<ImportRequest, Exclude<keyof FileArguments, 'sheet'> | 'sheets'> {
  const { sheet: sheets, buyer, acceptGuesses, period, facilitator } = about
  const kind = about.kind === undefined ? undefined : kindOf(about.kind)
  if (kind !== undefined) refuseMisplaced(kind, about)
  const { taxBasis: tax } = paymentDefaultsOf(about)
  const replaces = about.replaces === undefined ? undefined : importNumberOf(about.replaces)
  return { kind, sheets, buyer, acceptGuesses, facilitator, replaces, period, tax }
}
