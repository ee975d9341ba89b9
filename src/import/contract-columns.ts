/** What a column of a buyer's table may hold, by stable name; the value is its title, shown to the user. */
export const CONTRACT_COLUMNS = {
  sourceId: 'Numéro du marché',
  lot: 'Numéro du lot',
  buyerId: 'SIRET de l’acheteur',
  buyerSiren: 'SIREN de l’acheteur',
  buyerName: 'Nom de l’acheteur',
  buyerDepartment: 'Département de l’acheteur (code)',
  buyerCommune: 'Commune de l’acheteur (code)',
  nature: 'Nature (marché, accord-cadre, marché subséquent, concession)',
  object: 'Objet du marché',
  cpv: 'Code CPV',
  procedure: 'Procédure',
  placeCode: 'Lieu d’exécution : code',
  placeCodeType: 'Lieu d’exécution : type de code',
  placeName: 'Lieu d’exécution : nom',
  durationMonths: 'Durée en mois',
  notifiedOn: 'Date de notification',
  publishedOn: 'Date de publication des données',
  amount: 'Montant initial HT',
  estimatedAmount: 'Montant HT estimé ou maximum',
  amendmentAmount: 'Montant HT après modification (nouveau total)',
  amendmentDate: 'Date de la modification',
  amendmentPublishedOn: 'Date de publication de la modification',
  amendmentDuration: 'Durée après modification, en mois',
  amendmentHolderId: 'Titulaire après modification : identifiant',
  amendmentHolderScheme: 'Titulaire après modification : type d’identifiant',
  holderId: 'SIRET du titulaire',
  holderSiren: 'SIREN du titulaire',
  holderVat: 'Numéro de TVA du titulaire',
  holderScheme: 'Type d’identifiant du titulaire',
  holderName: 'Nom du titulaire',
  holderDepartment: 'Département du titulaire (code)',
  holderCommune: 'Commune du titulaire (code)',
  holderRole: 'Rôle dans le groupement (TI, MA, CO, ST)',
  leadId: 'SIRET du mandataire',
  leadSiren: 'SIREN du mandataire',
  leadVat: 'Numéro de TVA du mandataire',
  leadScheme: 'Type d’identifiant du mandataire',
  leadName: 'Nom du mandataire',
  coHolderId: 'SIRET du cotraitant',
  coHolderSiren: 'SIREN du cotraitant',
  coHolderVat: 'Numéro de TVA du cotraitant',
  coHolderScheme: 'Type d’identifiant du cotraitant',
  coHolderName: 'Nom du cotraitant',
  subcontractorId: 'Sous-traitant : identifiant',
  subcontractorScheme: 'Sous-traitant : type d’identifiant',
  subcontractAmount: 'Sous-traitance : montant HT',
  subcontractDate: 'Sous-traitance : date de notification',
  subcontractDuration: 'Sous-traitance : durée en mois',
  socialConsiderations: 'Considérations sociales (liste)',
  environmentalConsiderations: 'Considérations environnementales (liste)',
  socialClause: 'Clause sociale (oui ou non)',
  socialCriterion: 'Critère social (oui ou non)',
  reserved: 'Marché réservé (oui ou non)',
  environmentalClause: 'Clause environnementale (oui ou non)',
  environmentalCriterion: 'Critère environnemental (oui ou non)',
  techniques: 'Techniques d’achat',
  executionModes: 'Modalités d’exécution',
  priceTypes: 'Types de prix',
  priceForm: 'Forme du prix',
  frameworkId: 'Numéro de l’accord-cadre',
  innovative: 'Marché innovant',
  ccag: 'CCAG',
  offersReceived: 'Nombre d’offres reçues',
  advance: 'Avance accordée',
  advanceRate: 'Taux de l’avance',
  groupType: 'Type de groupement',
  subcontractingDeclared: 'Sous-traitance déclarée',
  euOrigin: 'Part d’origine UE',
  frenchOrigin: 'Part d’origine française',
  version: 'Rang de la version (modification_id)',
  isCurrent: 'Données actuelles (oui ou non)',
  recordKey: 'Clé commune aux lignes d’un même marché',
} as const
export type ColumnField = keyof typeof CONTRACT_COLUMNS

/** What one column holds. `rank`: which of several holders (`Titulaire 2`); `null` where the file has one such column. */
export type ColumnTarget = { field: ColumnField; rank: number | null }

/** Fields by which a contract is told from another, dated, counted or given to a supplier: a guess of these is confirmed first. */
const FIELDS_THAT_MATTER: ReadonlySet<ColumnField> = new Set<ColumnField>([
  'sourceId',
  'lot',
  'buyerId',
  'buyerSiren',
  'object',
  'notifiedOn',
  'amount',
  'estimatedAmount',
  'amendmentAmount',
  'frameworkId',
  'holderId',
  'holderSiren',
  'holderVat',
  'holderName',
  'holderRole',
  'leadId',
  'leadSiren',
  'leadVat',
  'leadName',
  'coHolderId',
  'coHolderSiren',
  'coHolderVat',
  'coHolderName',
])

/** Whether a wrong guess of this field would change a figure. */
export const matters = ({ field }: ColumnTarget): boolean => FIELDS_THAT_MATTER.has(field)

const isColumnField = (name: string): name is ColumnField => Object.hasOwn(CONTRACT_COLUMNS, name)

/** `holderName.2` for the second of several holders, `amount` otherwise: how profiles and answers name a target. */
export const nameOfTarget = ({ field, rank }: ColumnTarget): string =>
  rank === null ? field : `${field}.${rank}`

/** The target of this name, `holderName.2`; `null` when there is none. */
export function parseTarget(name: string): ColumnTarget | null {
  const [, field = '', rank] = /^([a-zA-Z]+)(?:\.(\d{1,3}))?$/.exec(name) ?? []
  if (!isColumnField(field) || (rank !== undefined && partOf(field) === null)) return null
  return { field, rank: rank === undefined ? null : Number(rank) }
}

/** "SIRET du titulaire 2" */
export const titleOfTarget = ({ field, rank }: ColumnTarget): string =>
  rank === null ? CONTRACT_COLUMNS[field] : `${CONTRACT_COLUMNS[field]} n° ${rank}`

/** Who of a group of holders a column speaks of, the lead first, and what it says of it. */
export type HolderPlace = {
  party: 'lead' | 'holder' | 'coHolder'
  part: 'Id' | 'Siren' | 'Vat' | 'Scheme' | 'Name' | 'Department' | 'Commune'
}

/** Which holder and which part of it a field is; `null` for a field that is no part of a holder. */
export function partOf(field: ColumnField): HolderPlace | null {
  const [, party, part] =
    /^(lead|holder|coHolder)(Id|Siren|Vat|Scheme|Name|Department|Commune)$/.exec(field) ?? []
  return party === undefined ? null : ({ party, part } as HolderPlace)
}
