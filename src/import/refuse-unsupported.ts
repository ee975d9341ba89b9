import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isZip } from './workbook-zip.ts'

type Refusal = { what: string; advice: string }

const PDF_OR_IMAGE =
  "Envoyez le tableau d'où il vient (XLSX, ODS ou CSV), ou le JSON des données essentielles"
const SAVE_AGAIN = 'Ouvrez-le dans le tableur et enregistrez-le en XLSX, en ODS ou en CSV'
const ARCHIVE = "Envoyez les fichiers qu'elle contient, ou une archive ZIP"

const IMAGE = { what: 'une image', advice: PDF_OR_IMAGE }
const OTHER_ARCHIVE = { what: 'une archive qui n’est ni ZIP ni gzip', advice: ARCHIVE }
const DATABASE = { what: 'une base de données', advice: 'Exportez-en la table des marchés en CSV' }

/** First bytes of the formats a buyer may send and that are not read, with what to send instead. */
const BY_FIRST_BYTES: readonly (Refusal & { prefix: string })[] = [
  { prefix: '25504446', what: 'un PDF', advice: PDF_OR_IMAGE },
  {
    prefix: 'd0cf11e0',
    what: 'un ancien classeur Excel (XLS), ou un classeur protégé par un mot de passe',
    advice: 'Ouvrez-le et enregistrez-le en XLSX sans mot de passe, ou en CSV',
  },
  ...['89504e47', 'ffd8ff', '47494638', '49492a00', '4d4d002a'].map((prefix) => ({ prefix, ...IMAGE })),
  ...['377abcaf', '52617221', '425a68', 'fd377a58', '28b52ffd'].map((prefix) => ({
    prefix,
    ...OTHER_ARCHIVE,
  })),
  ...['00010000', '53514c69'].map((prefix) => ({ prefix, ...DATABASE })),
  {
    prefix: '50415231',
    what: 'un fichier Parquet',
    advice: 'Prenez le même jeu de données en CSV ou en JSON',
  },
]

/** How texts that are no data start. */
const BY_FIRST_WORDS: readonly (Refusal & { pattern: RegExp })[] = [
  {
    pattern: /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|table|meta|style)\b/is,
    what: 'une page web (HTML), quel que soit son nom',
    advice:
      'Si elle contient le tableau, ouvrez-la dans le tableur et enregistrez-la en XLSX ou en CSV ; sinon c’est la page d’erreur ou de connexion du site : refaites le téléchargement',
  },
  {
    pattern: /^\s*<\?xml[\s\S]{0,2000}(urn:schemas-microsoft-com:office:spreadsheet|<office:document\b)/i,
    what: 'un classeur enregistré en XML (Excel 2003 ou FODS)',
    advice: SAVE_AGAIN,
  },
  { pattern: /^\s*\{\\rtf/, what: 'un document de traitement de texte (RTF)', advice: PDF_OR_IMAGE },
  { pattern: /^ID;P/, what: 'un tableau SYLK (SLK)', advice: SAVE_AGAIN },
]

/** Throws, in French and with what to send instead, when a file is neither a workbook nor text that can be read. */
export function refuseUnsupported(file: InspectedFile): void {
  const start = file.head.subarray(0, 4).toString('hex')
  const refused =
    BY_FIRST_BYTES.find(({ prefix }) => start.startsWith(prefix)) ??
    (isZip(file) ? undefined : BY_FIRST_WORDS.find(({ pattern }) => pattern.test(file.headText)))
  if (refused)
    throw new AppError(
      'format-not-supported',
      `Le fichier « ${file.name} » est ${refused.what} : ce format n'est pas lu. ${refused.advice}. Rien n'a été importé.`,
    )
  if (isZip(file)) return
  if (file.headText.includes('\0'))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n'est ni du texte ni un classeur. JSON, XML, CSV, XLSX ou ODS attendu. Si c'est un tableau, ouvrez-le dans le tableur et enregistrez-le en XLSX. Rien n'a été importé.`,
    )
  if (file.headText.trim() === '')
    throw new AppError(
      'file-empty',
      `Le fichier « ${file.name} » ne contient que des blancs. Refaites l'export.`,
    )
}
