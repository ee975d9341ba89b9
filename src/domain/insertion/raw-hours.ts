/** The fields of a statement of hours, by our name; the value is what messages call one whose column the file lacks. */
export const RAW_HOURS_FIELDS = {
  clauseId: 'N° de clause',
  buyerId: 'SIRET acheteur',
  contractReference: 'N° marché',
  lot: 'Lot',
  person: 'Code personne',
  period: 'Période',
  year: 'Année',
  from: 'Début de période',
  to: 'Fin de période',
  hours: 'Heures réalisées',
  validatedHours: 'Heures validées',
  people: 'Nombre de personnes',
  employmentContracts: 'Nombre de contrats de travail',
  publics: 'Publics',
  hiringForm: "Forme d'embauche",
  employerId: 'SIRET employeur',
  employmentForm: 'Type de contrat',
  employmentReference: 'Repère du contrat de travail',
  isQpv: 'QPV',
  sex: 'Sexe',
  age: 'Âge',
  qualification: 'Niveau de qualification',
  afterwards: 'Situation ensuite',
  isValidated: 'Validé',
  statedOn: 'Date du relevé',
} as const
export type RawHoursField = keyof typeof RAW_HOURS_FIELDS

/**
 * One line of a facilitator's table, its columns told apart but its values untouched. `others`: the cells of columns that serve
 * nothing, looked at only for what identifies a person. `columnNames`: how this file names a field; messages use it.
 */
export type RawHours = {
  fields: Partial<Record<RawHoursField, string | undefined>>
  others: readonly { column: string; value: string }[]
  columnNames: Partial<Record<RawHoursField, string>>
  /** Whether the table has a column of persons: a line without one is then a total of the others. */
  isByPerson: boolean
}
