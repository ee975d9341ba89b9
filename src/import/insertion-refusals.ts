import {
  findPersonalData,
  PERSONAL_DATA_TITLES,
  type PersonalDataKind,
} from '../domain/insertion/personal-data.ts'
import { AppError } from '../platform/errors.ts'

/** The refusal of what identifies a person: it says what was found and where, and never the value. */
export const personalDataRefused = (where: string, kind: PersonalDataKind) =>
  new AppError(
    'personal-data',
    `${where} : ${PERSONAL_DATA_TITLES[kind]} reconnu. Ces données ne sont ni enregistrées ni reprises ici : désignez chaque personne par un code sans nom ni date de naissance (par exemple P-017). Rien n’a été enregistré.`,
    { where, found: kind },
  )

/** Refuses free texts that surely identify a person. Keys name the texts in the message. */
export function refusePersonalData(texts: Readonly<Record<string, string | null | undefined>>): void {
  for (const [where, text] of Object.entries(texts)) {
    const found = findPersonalData(text ?? '')
    if (found !== null) throw personalDataRefused(`« ${where} »`, found)
  }
}
