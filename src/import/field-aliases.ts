import type { RawField, RawList, RawOrganisation } from '../domain/contract/raw-contract.ts'

/** A header or key without case, accents nor punctuation: `Acheteur_Id`, `acheteur.id` → `acheteurid`. */
export function normalizeName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** "_id", "__id": the number that a portal gives to each row of what it serves, and no number of a contract. */
export const isRowNumber = (name: string): boolean => /^_+id$/i.test(name.trim())

/** Names of each field in the known formats, normalized. Where a file has several, the first that is filled counts. */
export const FIELD_ALIASES: Readonly<Record<string, RawField>> = {
  id: 'sourceId',
  marcheid: 'sourceId',
  lot: 'lot',
  numerolot: 'lot',
  lotnumero: 'lot',
  acheteurid: 'buyerId',
  acheteursid: 'buyerId',
  autoriteconcedanteid: 'buyerId',
  acheteurnom: 'buyerName',
  acheteursnom: 'buyerName',
  autoriteconcedantenom: 'buyerName',
  acheteurdepartementcode: 'buyerDepartment',
  acheteurcommunecode: 'buyerCommune',
  nature: 'nature',
  naturemarche: 'nature',
  objet: 'object',
  marcheobjet: 'object',
  codecpv: 'cpv',
  cpvcode: 'cpv',
  procedure: 'procedure',
  lieuexecutioncode: 'placeCode',
  lieuexeccode: 'placeCode',
  lieuexectype: 'placeCodeType',
  lieuexecnom: 'placeName',
  lieuexecutiontypecode: 'placeCodeType',
  lieuexecutionnom: 'placeName',
  dureemois: 'durationMonths',
  datenotification: 'notifiedOn',
  notificationdate: 'notifiedOn',
  datesignature: 'notifiedOn',
  datepublicationdonnees: 'publishedOn',
  publicationdate: 'publishedOn',
  montant: 'amount',
  valeurglobale: 'amount',
  formeprix: 'priceForm',
  prixforme: 'priceForm',
  idaccordcadre: 'frameworkId',
  marcheinnovant: 'innovative',
  ccag: 'ccag',
  offresrecues: 'offersReceived',
  attributionavance: 'advance',
  tauxavance: 'advanceRate',
  typegroupementoperateurs: 'groupType',
  soustraitancedeclaree: 'subcontractingDeclared',
  origineue: 'euOrigin',
  originefrance: 'frenchOrigin',
}

export const LIST_ALIASES: Readonly<Record<string, RawList>> = {
  technique: 'techniques',
  techniques: 'techniques',
  modaliteexecution: 'executionModes',
  modalitesexecution: 'executionModes',
  typeprix: 'priceTypes',
  typesprix: 'priceTypes',
  considerationsociale: 'socialConsiderations',
  considerationssociales: 'socialConsiderations',
  considerationenvironnementale: 'environmentalConsiderations',
  considerationsenvironnementales: 'environmentalConsiderations',
}

type HolderPart = keyof RawOrganisation

const HOLDER_PARTS: Readonly<Record<string, HolderPart>> = {
  id: 'identifier',
  idtype: 'scheme',
  typeidentifiant: 'scheme',
  nom: 'name',
  denomination: 'name',
  denominationsociale: 'name',
  departementcode: 'department',
  communecode: 'commune',
}

/** `titulaire_id`, `titulaire_typeIdentifiant_2`, `titulaires.1.denominationSociale`: which holder, which part of it. */
export function holderPartOf(name: string): { part: HolderPart; rank: number | null } | null {
  const match = /^(?:titulaires?|concessionnaires?)(\d*)([a-z]+)(\d*)$/.exec(name)
  const part = HOLDER_PARTS[match?.[2] ?? '']
  if (!match || part === undefined) return null
  const rank = match[1] || match[3]
  return { part, rank: rank ? Number(rank) : null }
}

/** Columns of the ministry's and the SCDL CSV that hold one amendment; a contract amended twice has two rows. */
export const AMENDMENT_COLUMNS = {
  montantmodification: 'amount',
  dureemoismodification: 'durationMonths',
  datenotificationmodification: 'amendedOn',
  datenotificationmodificationmodification: 'amendedOn',
  datepublicationdonneesmodification: 'publishedOn',
  datepublicationdonneesmodificationmodification: 'publishedOn',
  idtitulairemodification: 'holderIdentifier',
  modifmarchemontant: 'amount',
  modifdureemois: 'durationMonths',
  modifsignaturedate: 'amendedOn',
  modifpublicationdate: 'publishedOn',
  modiftitulairesid: 'holderIdentifier',
  modiftitulairesidtype: 'holderScheme',
  typeidentifianttitulairemodification: 'holderScheme',
} as const
export type AmendmentColumn = (typeof AMENDMENT_COLUMNS)[keyof typeof AMENDMENT_COLUMNS]

/** Columns of the ministry's CSV that hold one subcontract. */
export const SUBCONTRACT_COLUMNS = {
  montantactesoustraitance: 'amount',
  dureemoisactesoustraitance: 'durationMonths',
  datenotificationactesoustraitance: 'notifiedOn',
  idsoustraitant: 'identifier',
  typeidentifiantsoustraitant: 'scheme',
} as const
export type SubcontractColumn = (typeof SUBCONTRACT_COLUMNS)[keyof typeof SUBCONTRACT_COLUMNS]
