import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'

/** First bytes of the formats a buyer may send and that are not read yet. */
const NOT_SUPPORTED: readonly [string, string][] = [
  ['504b0304', 'un classeur (XLSX, ODS)'],
  ['25504446', 'un PDF'],
  ['d0cf11e0', 'un ancien document Office (XLS)'],
]

function nameUnsupported({ head }: InspectedFile): string | null {
  const start = head.subarray(0, 4).toString('hex')
  return NOT_SUPPORTED.find(([prefix]) => start.startsWith(prefix))?.[1] ?? null
}

/** Throws, in French and with what to send instead, when a file is not text that can be read: workbooks, archives, blanks. */
export function refuseUnsupported(file: InspectedFile): void {
  const name = nameUnsupported(file)
  if (name !== null)
    throw new AppError(
      'format-not-supported',
      `Le fichier « ${file.name} » est ${name} : ce format n'est pas encore lu. Enregistrez-le en CSV, ou fournissez le JSON des données essentielles. Rien n'a été importé.`,
    )
  if (file.headText.includes('\0'))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n'est pas du texte. JSON ou CSV attendu. Rien n'a été importé.`,
    )
  if (file.headText.trim() === '')
    throw new AppError(
      'file-empty',
      `Le fichier « ${file.name} » ne contient que des blancs. Refaites l'export.`,
    )
}
