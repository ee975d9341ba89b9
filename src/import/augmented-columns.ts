import type { ColumnReading } from './column-reading.ts'
import { normalizeName } from './field-aliases.ts'
import { targetOfFormatName } from './format-columns.ts'

/**
 * The columns of "DECP augmenté" (data.economie.gouv.fr), which calls the holder "établissement", as those of the consolidated table. A
 * row is one holder of a contract. There `montant` and `montantCalcule` are what its publisher made of the declared amount, corrected or
 * divided between the holders; `montantOriginal` is the one declared.
 */
const SAME_AS: Readonly<Record<string, string>> = {
  objetmarche: 'objet',
  montantoriginal: 'montant',
  idacheteur: 'acheteur_id',
  nomacheteur: 'acheteur_nom',
  departementacheteur: 'acheteur_departement_code',
  codecommuneacheteur: 'acheteur_commune_code',
  siretetablissement: 'titulaire_id',
  idetablissement: 'titulaire_id',
  typeidentifiantetablissement: 'titulaire_typeIdentifiant',
  denominationsocialeetablissement: 'titulaire_nom',
  departementetablissement: 'titulaire_departement_code',
  codecommuneetablissement: 'titulaire_commune_code',
}

const RECALCULATED =
  'montant recalculé ou réparti par le publicateur ; le montant déclaré est lu dans « montantOriginal »'

const UNUSED: Readonly<Record<string, string | null>> = {
  montant: RECALCULATED,
  montantcalcule: RECALCULATED,
  montanttotalmarche: RECALCULATED,
  dureemoiscalculee: 'durée recalculée par le publicateur ; la durée déclarée est lue dans « dureeMois »',
  // Inside that file only: the number of a row, and what the other columns say already.
  idmarche: null,
  natureobjetmarche: null,
  sirenetablissement: null,
}

/** Titles that only this layout has. */
const ITS_OWN = ['montantoriginal', 'denominationsocialeetablissement']

type Reading = Omit<ColumnReading, 'column' | 'index'>

/** What a title means in a header of that layout; `null`: this is another header, or a title like any other. */
export function readAugmentedTitles(header: readonly string[]): (title: string) => Reading | null {
  const names = new Set(header.map(normalizeName))
  if (!ITS_OWN.every((name) => names.has(name))) return () => null
  return (title) => {
    const name = normalizeName(title)
    const target = Object.hasOwn(SAME_AS, name) ? targetOfFormatName(SAME_AS[name] as string) : null
    if (target) return { target, how: 'known', reason: null, preference: 0 }
    return Object.hasOwn(UNUSED, name)
      ? { target: null, how: 'ignored', reason: UNUSED[name] ?? null, preference: 0 }
      : null
  }
}
