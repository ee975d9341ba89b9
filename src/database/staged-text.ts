import { hash } from 'node:crypto'
import type {
  Amendment,
  ContractRecord,
  Organisation,
  Subcontract,
} from '../domain/contract/contract-record.ts'
import type { PublishedPlace } from '../domain/place/published-place.ts'
import { copyJson, copyScalar, copyText, copyTextArray } from './copy-text.ts'

// Plain text, no database: threads that prepare rows load this and not its client, which takes 40 MB in each.

/**
 * A checked record on its way in. `seq` numbers the rows of the file: a line does not name a row, since a JSON file may hold
 * all its records on one. `spread`: parts that the file may spread over several rows, put together by the merge; rows whose
 * `recordKey` differs are never put together.
 */
export type StagedContract = {
  seq: number
  line: number
  record: ContractRecord
  spread: { holders: boolean; amendments: boolean; recordKey?: string | null }
}

/** Columns of `contracts` that hold what the record says, with their types: staged, hashed and inserted in this order. */
export const CONTENT_COLUMNS = {
  kind: 'text',
  buyer_id: 'text',
  buyer_siren: 'text',
  source_id: 'text',
  lot: 'text',
  object: 'text',
  nature: 'text',
  procedure: 'text',
  cpv: 'text',
  framework_id: 'text',
  place_code: 'text',
  place_code_type: 'text',
  place_name: 'text',
  duration_months: 'integer',
  notified_on: 'date',
  published_on: 'date',
  initial_amount_cents: 'bigint',
  initial_amount_flag: 'text',
  price_form: 'text',
  ccag: 'text',
  group_type: 'text',
  offers_received: 'integer',
  innovative: 'boolean',
  advance: 'boolean',
  advance_rate: 'numeric',
  subcontracting_declared: 'boolean',
  eu_origin: 'numeric',
  french_origin: 'numeric',
  techniques: 'text[]',
  execution_modes: 'text[]',
  price_types: 'text[]',
  social_considerations: 'text[]',
  environmental_considerations: 'text[]',
} as const

/** What names a row and tells where it goes: narrow, since the merge reads it again and again; the content is read once. */
export const ROW_COLUMNS = {
  seq: 'integer',
  line: 'integer',
  /** Rows of one hash say the same, but for the parts that their file spreads: they are one record, or repeats of it. */
  row_hash: 'uuid',
  /** Names what the record says, without holders, amendments nor subcontracts. */
  content_hash: 'uuid',
  /** Eight hexadecimal digits of the buyer, which start the names of its records: they stand together in the indexes. */
  buyer_mark: 'text',
  buyer_id: 'text',
  buyer_siren: 'text',
  source_id: 'text',
  lot: 'text',
  buyer_name: 'text',
  version: 'integer',
  is_version_dated: 'boolean',
  is_superseded: 'boolean',
  /** Said of the buyer, not of the contract: no part of any hash. */
  buyer_department: 'text',
  buyer_commune: 'text',
  /** The keys of its holders in order of code points, and their texts in order of place, each list as one text. */
  holder_keys: 'text',
  holder_texts: 'text',
  amendments: 'jsonb',
  subcontracts: 'jsonb',
} as const

export const CONTENT_ROW_COLUMNS = { seq: 'integer', ...CONTENT_COLUMNS } as const

export const HOLDER_COLUMNS = {
  seq: 'integer',
  place: 'integer',
  scheme: 'text',
  identifier: 'text',
  siren: 'text',
  name: 'text',
  key: 'text',
  text: 'text',
  /** Said of the establishment, not of the contract: no part of any key. */
  department: 'text',
  commune: 'text',
} as const

/** Parts the items of a list written as one text; no field holds it, since white space and controls are folded on reading. */
export const SEPARATOR = '\u001e'

/** What tells a holder from another inside a contract: its identifier, else what is written of it. */
function keyOf({ scheme, identifier, name }: Organisation): string {
  if (identifier !== null) return `${scheme ?? 'as-written'}:${identifier}`
  return name === null ? '' : `name:${name}`
}

const textOf = (o: Organisation) => `${o.scheme ?? ''}\u001f${o.identifier ?? ''}\u001f${o.name ?? ''}`

const organisationJson = ({ scheme, identifier, siren, name }: Organisation) => ({
  scheme,
  identifier,
  siren,
  name,
})

const centsJson = (amount: bigint | null) => (amount === null ? null : String(amount))

const amendmentJson = (a: Amendment) => ({
  amendedOn: a.amendedOn,
  publishedOn: a.publishedOn,
  amountCents: centsJson(a.amountCents),
  amountFlag: a.amountFlag,
  durationMonths: a.durationMonths,
  object: a.object,
  holders: a.holders.map(organisationJson),
})

const subcontractJson = (s: Subcontract) => ({
  ...organisationJson(s),
  amountCents: centsJson(s.amountCents),
  amountFlag: s.amountFlag,
  notifiedOn: s.notifiedOn,
  durationMonths: s.durationMonths,
})

/** The cells of `CONTENT_COLUMNS`, in their order. */
function contentCells(r: ContractRecord): string {
  return [
    r.kind,
    copyText(r.buyerId),
    copyScalar(r.buyerSiren),
    copyText(r.sourceId),
    copyText(r.lot),
    copyText(r.object),
    copyText(r.nature),
    copyText(r.procedure),
    copyText(r.cpv),
    copyText(r.frameworkId),
    copyText(r.placeCode),
    copyText(r.placeCodeType),
    copyText(r.placeName),
    copyScalar(r.durationMonths),
    copyScalar(r.notifiedOn),
    copyScalar(r.publishedOn),
    copyScalar(r.amountCents),
    copyScalar(r.amountFlag),
    copyText(r.priceForm),
    copyText(r.ccag),
    copyText(r.groupType),
    copyScalar(r.offersReceived),
    copyScalar(r.innovative),
    copyScalar(r.advance),
    copyScalar(r.advanceRate),
    copyScalar(r.subcontractingDeclared),
    copyScalar(r.euOrigin),
    copyScalar(r.frenchOrigin),
    copyTextArray(r.techniques),
    copyTextArray(r.executionModes),
    copyTextArray(r.priceTypes),
    copyTextArray(r.socialConsiderations),
    copyTextArray(r.environmentalConsiderations),
  ].join('\t')
}

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The cells of a place: department and commune. */
const copyPlace = (place: PublishedPlace | undefined) =>
  place === undefined ? '\\N\t\\N' : `${copyScalar(place.department)}\t${copyScalar(place.commune)}`

/** Rows in COPY text format, ready to be sent: those of `staged_rows`, `staged_contents` and `staged_holders`; `row_hash` of the row. */
export type StagedText = { rows: string; contents: string; holders: string; rowHash: string }

/** The buyers of a file come back by thousands. A copy is remembered: the text of an identifier may be a slice of a larger one. */
const BUYER_MARKS = new Map<string, string>()
const MOST_BUYERS = 50_000

function markOf(buyerId: string): string {
  const known = BUYER_MARKS.get(buyerId)
  if (known !== undefined) return known
  if (BUYER_MARKS.size >= MOST_BUYERS) BUYER_MARKS.clear()
  const mark = hash('md5', buyerId).slice(0, 8)
  BUYER_MARKS.set(Buffer.from(buyerId).toString(), mark)
  return mark
}

/** One row as COPY text; a record and its hashes are read back from nothing else. */
export function toStagedText({ seq, line, record: r, spread }: StagedContract): StagedText {
  const content = contentCells(r)
  const keys = r.holders.map(keyOf)
  const texts = r.holders.map(textOf)
  const amendments = r.amendments.length === 0 ? '\\N' : copyJson(r.amendments.map(amendmentJson))
  const subcontracts = r.subcontracts.length === 0 ? '\\N' : copyJson(r.subcontracts.map(subcontractJson))
  const origin = `${copyText(r.buyerName)}\t${r.version}\t${r.isVersionDated}\t${r.isSuperseded}`
  const holderTexts = texts.join(SEPARATOR)
  const ownParts = `${spread.holders ? '' : holderTexts}\t${spread.amendments ? '' : `${amendments}\t${subcontracts}`}`
  const contentHash = hash('md5', content)
  const rowHash = hash('md5', `${contentHash}\t${origin}\t${ownParts}\t${spread.recordKey ?? ''}`)
  const cells = [
    seq,
    line,
    rowHash,
    contentHash,
    markOf(r.buyerId),
    copyText(r.buyerId),
    copyScalar(r.buyerSiren),
    copyText(r.sourceId),
    copyText(r.lot),
    origin,
    copyPlace(r.buyerPlace),
    copyText(keys.length > 1 ? [...keys].sort(byCodePoint).join(SEPARATOR) : (keys[0] ?? null)),
    copyText(texts.length === 0 ? null : holderTexts),
    amendments,
    subcontracts,
  ]
  let holders = ''
  for (const [index, o] of r.holders.entries())
    holders += `${seq}\t${index + 1}\t${copyScalar(o.scheme)}\t${copyText(o.identifier)}\t${copyScalar(o.siren)}\t${copyText(o.name)}\t${copyText(keys[index] as string)}\t${copyText(texts[index] as string)}\t${copyPlace(o.place)}\n`
  return { rows: `${cells.join('\t')}\n`, contents: `${seq}\t${content}\n`, holders, rowHash }
}
