import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isZip } from './workbook-zip.ts'

/** First bytes of the formats a buyer may send and that are not read, with what to send instead. */
const NOT_SUPPORTED: readonly { prefix: string; what: string; advice: string }[] = [
  {
    prefix: '25504446',
    what: 'un PDF',
    advice: "Envoyez le tableau d'où il vient (XLSX, ODS ou CSV), ou le JSON des données essentielles",
  },
  {
    prefix: 'd0cf11e0',
    what: 'un ancien classeur Excel (XLS), ou un classeur protégé par un mot de passe',
    advice: 'Ouvrez-le et enregistrez-le en XLSX sans mot de passe, ou en CSV',
  },
]

/** Throws, in French and with what to send instead, when a file is neither a workbook nor text that can be read. */
export function refuseUnsupported(file: InspectedFile): void {
  const start = file.head.subarray(0, 4).toString('hex')
  const refused = NOT_SUPPORTED.find(({ prefix }) => prefix === start)
  if (refused)
    throw new AppError(
      'format-not-supported',
      `Le fichier « ${file.name} » est ${refused.what} : ce format n'est pas lu. ${refused.advice}. Rien n'a été importé.`,
    )
  if (isZip(file)) return
  if (file.headText.includes('\0'))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n'est ni du texte ni un classeur. JSON, XML, CSV, XLSX ou ODS attendu. Rien n'a été importé.`,
    )
  if (file.headText.trim() === '')
    throw new AppError(
      'file-empty',
      `Le fichier « ${file.name} » ne contient que des blancs. Refaites l'export.`,
    )
}
