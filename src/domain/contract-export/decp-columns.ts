import { vatNumberOf } from '../identifiers/siren.ts'
import { labelsOfConsiderations } from './consideration-labels.ts'
import {
  durationInForce,
  type ExportedAmendment,
  type ExportedContract,
  type ExportedHolder,
  type ExportedOrganisation,
  type ExportedSubcontract,
  plainEuros,
} from './exported-contract.ts'

/** One row of the table: a contract with at most one of its holders, of its amendments and of its subcontracts. */
export type DecpRow = {
  contract: ExportedContract
  holder: ExportedHolder | null
  amendment: ExportedAmendment | null
  subcontract: ExportedSubcontract | null
}

/** `schema`: the columns of the national Table Schema and no other, with the state in force; `full`: all that imports read. */
export const CSV_LAYOUTS = ['full', 'schema'] as const
export type CsvLayout = (typeof CSV_LAYOUTS)[number]

type Cell = string | number | null | undefined
type Column = readonly [name: string, cellOf: (row: DecpRow, layout: CsvLayout) => Cell]

/** What published files write for "not communicated"; imports read it as nothing. */
const NOT_COMMUNICATED = 'NC'

/**
 * Where the schema wants a free text and it is not known. Numbers, days and closed lists stay empty: nothing true can be
 * written there, and a validator is to say so.
 */
const orNotCommunicated = (text: string | null) => text ?? NOT_COMMUNICATED

/** A text that a spreadsheet would run as a formula gets an apostrophe, which imports take off. */
const text = (value: string | null) => (value !== null && /^[=+\-@]/.test(value) ? `'${value}` : value)

const yesNo = (value: boolean | null) => (value === null ? null : value ? 'oui' : 'non')
const euros = (cents: bigint | null) => (cents === null ? null : plainEuros(cents))
const labels = (list: readonly string[] | null) => text(list?.join(', ') ?? null)

type Identified = Pick<ExportedOrganisation, 'scheme' | 'identifier' | 'siren'>

/** The schema knows no SIREN: the French VAT number says the same, and is read back as the SIREN. */
const schemeOf = ({ scheme }: Identified) => (scheme === 'SIREN' ? 'TVA' : scheme)
const identifierOf = ({ scheme, identifier }: Identified) =>
  text(scheme === 'SIREN' && identifier !== null ? vatNumberOf(identifier) : identifier)

/** The schema wants 21 to 30 characters: a shorter or longer one is left out. */
function uidOf({ buyer, sourceId }: ExportedContract): string | null {
  const uid = sourceId === null ? '' : `${buyer.id}${sourceId}`
  return uid.length >= 21 && uid.length <= 30 ? uid : null
}

/** The columns of the national Table Schema (version 2.0.0), in its order. */
const SCHEMA_COLUMNS: readonly Column[] = [
  ['id', ({ contract }) => text(contract.sourceId)],
  ['uid', ({ contract }) => text(uidOf(contract))],
  ['acheteur_id', ({ contract }) => text(contract.buyer.id)],
  ['acheteur_nom', ({ contract }) => orNotCommunicated(text(contract.buyer.name))],
  ['nature', ({ contract }) => text(contract.nature)],
  ['objet', ({ contract }) => text(contract.object)],
  ['codeCPV', ({ contract }) => text(contract.cpv)],
  ['procedure', ({ contract }) => text(contract.procedure)],
  ['attributionAvance', ({ contract }) => orNotCommunicated(yesNo(contract.advance))],
  ['tauxAvance', ({ contract }) => contract.advanceRate],
  ['ccag', ({ contract }) => text(contract.ccag)],
  ['origineUE', ({ contract }) => contract.euOrigin],
  ['origineFrance', ({ contract }) => contract.frenchOrigin],
  ['marcheInnovant', ({ contract }) => orNotCommunicated(yesNo(contract.innovative))],
  ['offresRecues', ({ contract }) => contract.offersReceived],
  ['sousTraitanceDeclaree', ({ contract }) => orNotCommunicated(yesNo(contract.subcontractingDeclared))],
  ['typeGroupementOperateurs', ({ contract }) => text(contract.groupType)],
  ['idAccordCadre', ({ contract }) => orNotCommunicated(text(contract.frameworkId))],
  ['lieuExecution_code', ({ contract }) => orNotCommunicated(text(contract.placeCode))],
  ['lieuExecution_typeCode', ({ contract }) => text(contract.placeCodeType)],
  ['lieuExecution_nom', ({ contract }) => orNotCommunicated(text(contract.placeName))],
  [
    'dureeMois',
    ({ contract }, layout) => (layout === 'full' ? contract.durationMonths : durationInForce(contract)),
  ],
  ['dateNotification', ({ contract }) => contract.notifiedOn],
  ['datePublicationDonnees', ({ contract }) => contract.publishedOn],
  [
    'montant',
    ({ contract }, layout) => euros(layout === 'full' ? contract.initialAmountCents : contract.amountCents),
  ],
  ['formePrix', ({ contract }) => text(contract.priceForm)],
  ['titulaire_id', ({ holder }) => orNotCommunicated(holder && identifierOf(holder))],
  ['titulaire_typeIdentifiant', ({ holder }) => holder && schemeOf(holder)],
  ['titulaire_denominationSociale', ({ holder }) => orNotCommunicated(text(holder?.name ?? null))],
  [
    'objetModification',
    ({ contract, amendment }, layout) =>
      text((layout === 'full' ? amendment : contract.amendments.at(-1))?.object ?? null),
  ],
  ['source', () => null],
  ['donneesActuelles', () => 'oui'],
  ['anomalies', () => null],
]

/** What the national Table Schema has no column for, by the names of the 2022 format and of the ministry's table. */
const OTHER_COLUMNS: readonly Column[] = [
  // Tells apart lots that share number and content and differ by their holders, which one row a holder would mix up.
  ['cleEnregistrement', ({ contract }) => contract.id],
  ['lot', ({ contract }) => text(contract.lot)],
  ['techniques', ({ contract }) => labels(contract.techniques)],
  ['modalitesExecution', ({ contract }) => labels(contract.executionModes)],
  ['typesPrix', ({ contract }) => labels(contract.priceTypes)],
  [
    'considerationsSociales',
    ({ contract }) => labels(labelsOfConsiderations(contract.socialConsiderations, 'social')),
  ],
  [
    'considerationsEnvironnementales',
    ({ contract }) => labels(labelsOfConsiderations(contract.environmentalConsiderations, 'environmental')),
  ],
  ['dateNotificationModification', ({ amendment }) => amendment?.amendedOn],
  ['datePublicationDonneesModification', ({ amendment }) => amendment?.publishedOn],
  ['montantModification', ({ amendment }) => amendment && euros(amendment.amountCents)],
  ['dureeMoisModification', ({ amendment }) => amendment?.durationMonths],
  ['idTitulaireModification', ({ amendment }) => amendment?.holders[0] && identifierOf(amendment.holders[0])],
  [
    'typeIdentifiantTitulaireModification',
    ({ amendment }) => amendment?.holders[0] && schemeOf(amendment.holders[0]),
  ],
  ['idSousTraitant', ({ subcontract }) => subcontract && identifierOf(subcontract)],
  ['typeIdentifiantSousTraitant', ({ subcontract }) => subcontract && schemeOf(subcontract)],
  ['montantActeSousTraitance', ({ subcontract }) => subcontract && euros(subcontract.amountCents)],
  ['dateNotificationActeSousTraitance', ({ subcontract }) => subcontract?.notifiedOn],
  ['dureeMoisActeSousTraitance', ({ subcontract }) => subcontract?.durationMonths],
]

const columnsOf = (layout: CsvLayout) =>
  layout === 'schema' ? SCHEMA_COLUMNS : [...SCHEMA_COLUMNS, ...OTHER_COLUMNS]

export const decpHeader = (layout: CsvLayout): string[] => columnsOf(layout).map(([name]) => name)

/**
 * The rows of a contract: as many as it has holders and, in the `full` layout, as its longest list of holders, amendments
 * and subcontracts. Rows whose other cells agree are one contract to whoever reads them (docs/identity.md, rule 5).
 */
export function toDecpRows(contract: ExportedContract, layout: CsvLayout): (string | number)[][] {
  const { holders, amendments, subcontracts } = contract
  const others = layout === 'full' ? Math.max(amendments.length, subcontracts.length) : 0
  const columns = columnsOf(layout)
  return Array.from({ length: Math.max(1, holders.length, others) }, (_, index) => {
    const row: DecpRow = {
      contract,
      holder: holders[index] ?? null,
      amendment: amendments[index] ?? null,
      subcontract: subcontracts[index] ?? null,
    }
    return columns.map(([, cellOf]) => cellOf(row, layout) ?? '')
  })
}
