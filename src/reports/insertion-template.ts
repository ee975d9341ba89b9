import {
  AFTERWARDS,
  AGE_BANDS,
  EMPLOYMENT_FORMS,
  HIRING_FORMS,
  PUBLICS,
  QUALIFICATIONS,
  SEXES,
} from '../domain/insertion/person-profile.ts'
import { RAW_HOURS_FIELDS, type RawHoursField } from '../domain/insertion/raw-hours.ts'
import { columnLetter, type WorkbookSheet, writeWorkbook } from './write-workbook.ts'

/** The two templates: one layout each. */
export const TEMPLATE_LAYOUTS = ['by-person', 'totals'] as const
export type TemplateLayout = (typeof TEMPLATE_LAYOUTS)[number]

export const templateNameOf = (layout: TemplateLayout): string =>
  layout === 'totals' ? 'modele-heures-insertion-totaux.xlsx' : 'modele-heures-insertion.xlsx'

/** What a facilitator chooses from, by the field it is for: words that the import reads. */
const LISTS = {
  publics: Object.keys(PUBLICS),
  hiringForm: Object.values(HIRING_FORMS),
  employmentForm: Object.values(EMPLOYMENT_FORMS),
  isQpv: ['oui', 'non'],
  sex: Object.values(SEXES),
  age: Object.values(AGE_BANDS),
  qualification: Object.values(QUALIFICATIONS),
  afterwards: Object.values(AFTERWARDS),
  isValidated: ['oui', 'non'],
} as const satisfies Partial<Record<RawHoursField, readonly string[]>>

const LIST_FIELDS = Object.keys(LISTS) as (keyof typeof LISTS)[]

const BY_PERSON = [
  'contractReference',
  'lot',
  'person',
  'period',
  'hours',
  'isValidated',
  'publics',
  'hiringForm',
  'employerId',
  'employmentForm',
  'employmentReference',
  'isQpv',
  'sex',
  'age',
  'qualification',
  'afterwards',
  'statedOn',
] as const satisfies readonly RawHoursField[]

const TOTALS = [
  'contractReference',
  'lot',
  'period',
  'hours',
  'validatedHours',
  'people',
  'employmentContracts',
  'employerId',
  'statedOn',
] as const satisfies readonly RawHoursField[]

function rangeOf(field: keyof typeof LISTS): string {
  const letter = columnLetter(LIST_FIELDS.indexOf(field))
  return `Listes!$${letter}$2:$${letter}$${LISTS[field].length + 1}`
}

const tableSheet = (name: string, fields: readonly RawHoursField[]): WorkbookSheet => ({
  name,
  widths: fields.map(() => 22),
  titles: fields.map((field) => RAW_HOURS_FIELDS[field]),
  rows: [],
  choices: fields.flatMap((field, column) => {
    const list = LIST_FIELDS.find((candidate) => candidate === field)
    return list === undefined ? [] : [{ column, range: rangeOf(list) }]
  }),
})

const HOLDS: Readonly<Record<TemplateLayout, string>> = {
  'by-person':
    'Une ligne par personne et par mois. Qui ne connaît que des totaux remplit l’autre modèle : une ligne par marché et par trimestre.',
  totals:
    'Une ligne par marché et par trimestre. Qui connaît chaque personne remplit plutôt l’autre modèle : une ligne par personne et par mois.',
}

const PUBLIC_LINES = [
  'Publics : plusieurs possibles, séparés par une virgule (RSA, QPV) ; la liste est celle des critères de l’insertion par l’activité économique.',
  'Publics : ce que veulent dire les codes.',
  ...Object.entries(PUBLICS).map(([code, title]) => `${code} : ${title}`),
]

const noticeOf = (layout: TemplateLayout): readonly string[] => [
  HOLDS[layout],
  'Les deux modèles peuvent être envoyés : là où des personnes sont détaillées, leurs heures remplacent les totaux de la même période ; une heure compte une fois.',
  'Aucun nom, aucune date de naissance, aucun numéro de sécurité sociale : chaque personne a un code (P-017), toujours le même. Un fichier qui désigne quelqu’un est refusé, et rien n’en est gardé.',
  'N° marché : celui du marché, dont la clause doit être enregistrée dans l’outil. Lot : s’il y en a.',
  'Période : 03/2025, mars 2025, T1 2025. Heures : 151,67 ou 7h30.',
  'Une cellule vide veut dire « non connu », jamais « non ».',
  'Corriger : renvoyez la ligne avec les heures justes et une date de relevé plus récente ; l’ancienne reste dans l’historique. Le même fichier envoyé deux fois ne change rien.',
  ...(layout === 'by-person' ? PUBLIC_LINES : []),
]

const listRows = () => {
  const longest = Math.max(...LIST_FIELDS.map((field) => LISTS[field].length))
  return Array.from({ length: longest }, (_, row) => LIST_FIELDS.map((field) => LISTS[field][row] ?? null))
}

const LIST_SHEET: WorkbookSheet = {
  name: 'Listes',
  widths: LIST_FIELDS.map(() => 30),
  titles: LIST_FIELDS.map((field) => RAW_HOURS_FIELDS[field]),
  rows: listRows(),
}

/** The workbook a facilitator fills in: a table, a notice, lists where something is chosen from them. Its titles are those the import reads. */
export const writeInsertionTemplate = (layout: TemplateLayout): Promise<Buffer> =>
  writeWorkbook([
    layout === 'totals' ? tableSheet('Totaux', TOTALS) : tableSheet('Par personne', BY_PERSON),
    {
      name: 'Notice',
      widths: [140],
      titles: ['Comment remplir ce classeur'],
      rows: noticeOf(layout).map((line) => [line]),
    },
    ...(layout === 'totals' ? [] : [LIST_SHEET]),
  ])
