/** A holder or subcontractor as a file writes it, with where its establishment is where the file has columns for it. */
export type RawOrganisation = {
  scheme: unknown
  identifier: unknown
  name: unknown
  department?: unknown
  commune?: unknown
}

export type RawAmendment = {
  amendedOn: unknown
  publishedOn: unknown
  amount: unknown
  durationMonths: unknown
  object: unknown
  holders: readonly RawOrganisation[]
}

export type RawSubcontract = RawOrganisation & {
  amount: unknown
  notifiedOn: unknown
  durationMonths: unknown
}

/** The scalar fields of a record, by our name; the value is the key of the official 2022 schema, shown in messages. */
export const RAW_FIELDS = {
  sourceId: 'id',
  lot: 'lot',
  buyerId: 'acheteur.id',
  buyerName: 'acheteur.nom',
  buyerDepartment: 'acheteur.departement_code',
  buyerCommune: 'acheteur.commune_code',
  nature: 'nature',
  object: 'objet',
  cpv: 'codeCPV',
  procedure: 'procedure',
  placeCode: 'lieuExecution.code',
  placeCodeType: 'lieuExecution.typeCode',
  placeName: 'lieuExecution.nom',
  durationMonths: 'dureeMois',
  notifiedOn: 'dateNotification',
  publishedOn: 'datePublicationDonnees',
  amount: 'montant',
  priceForm: 'formePrix',
  frameworkId: 'idAccordCadre',
  innovative: 'marcheInnovant',
  ccag: 'ccag',
  offersReceived: 'offresRecues',
  advance: 'attributionAvance',
  advanceRate: 'tauxAvance',
  groupType: 'typeGroupementOperateurs',
  subcontractingDeclared: 'sousTraitanceDeclaree',
  euOrigin: 'origineUE',
  frenchOrigin: 'origineFrance',
} as const
export type RawField = keyof typeof RAW_FIELDS

/** The list fields: `null` when the record does not carry the list at all (unknown is not none). */
export const RAW_LISTS = {
  techniques: 'techniques',
  executionModes: 'modalitesExecution',
  priceTypes: 'typesPrix',
  socialConsiderations: 'considerationsSociales',
  environmentalConsiderations: 'considerationsEnvironnementales',
} as const
export type RawList = keyof typeof RAW_LISTS

/**
 * One record of a file, its keys told apart but its values untouched: what every reader makes, whatever the format.
 * `columnNames`: how this file names a field, where it differs from the schema; messages use it.
 */
export type RawContract = {
  isConcession: boolean
  fields: Partial<Record<RawField, unknown>>
  lists: Partial<Record<RawList, readonly string[] | null>>
  holders: readonly RawOrganisation[]
  amendments: readonly RawAmendment[]
  subcontracts: readonly RawSubcontract[]
  /** Rank of this version in a file that writes one row per version (0: the contract as first notified). */
  version: number
  /** The file dates each row by its version: `dateNotification` of an amended contract is that of the amendment. */
  isVersionDated: boolean
  /** The file itself says that a later version exists (`donneesActuelles: non`). */
  isSuperseded: boolean
  columnNames: Partial<Record<RawField | RawList | 'holderId', string>>
}
