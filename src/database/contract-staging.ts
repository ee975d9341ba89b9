import { sql } from 'kysely'
import type { ContractRecord } from '../domain/contract/contract-record.ts'
import type { Db } from './connect.ts'

/** A checked record on its way in. `rowHash` names its content: rows of one hash are one record, or repeats of it. */
export type StagedContract = { line: number; rowHash: string; record: ContractRecord }

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

const STAGED_COLUMNS = {
  line: 'integer',
  row_hash: 'uuid',
  ...CONTENT_COLUMNS,
  buyer_name: 'text',
  version: 'integer',
  is_version_dated: 'boolean',
  is_superseded: 'boolean',
  holders: 'jsonb',
  amendments: 'jsonb',
  subcontracts: 'jsonb',
} as const

const declare = (columns: Record<string, string>) =>
  sql.raw(
    Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
  )

/**
 * Creates the table that holds the rows of one file until they are merged; it ends with the transaction. `seq` numbers the
 * rows in file order: a line does not name a row, since a JSON file may hold all its records on one.
 */
export async function createStaging(trx: Db): Promise<void> {
  await sql`create temporary table staged_contracts (seq integer generated always as identity, ${declare(STAGED_COLUMNS)}) on commit drop`.execute(
    trx,
  )
}

const organisation = (o: {
  scheme: string | null
  identifier: string | null
  siren: string | null
  name: string | null
}) => ({
  scheme: o.scheme,
  identifier: o.identifier,
  siren: o.siren,
  name: o.name,
})

const cents = (amount: bigint | null) => (amount === null ? null : String(amount))

function toStagedRow({ line, rowHash, record: r }: StagedContract) {
  return {
    line,
    row_hash: rowHash,
    kind: r.kind,
    buyer_id: r.buyerId,
    buyer_siren: r.buyerSiren,
    buyer_name: r.buyerName,
    source_id: r.sourceId,
    lot: r.lot,
    object: r.object,
    nature: r.nature,
    procedure: r.procedure,
    cpv: r.cpv,
    framework_id: r.frameworkId,
    place_code: r.placeCode,
    place_code_type: r.placeCodeType,
    place_name: r.placeName,
    duration_months: r.durationMonths,
    notified_on: r.notifiedOn,
    published_on: r.publishedOn,
    initial_amount_cents: cents(r.amountCents),
    initial_amount_flag: r.amountFlag,
    price_form: r.priceForm,
    ccag: r.ccag,
    group_type: r.groupType,
    offers_received: r.offersReceived,
    innovative: r.innovative,
    advance: r.advance,
    advance_rate: r.advanceRate,
    subcontracting_declared: r.subcontractingDeclared,
    eu_origin: r.euOrigin,
    french_origin: r.frenchOrigin,
    techniques: r.techniques,
    execution_modes: r.executionModes,
    price_types: r.priceTypes,
    social_considerations: r.socialConsiderations,
    environmental_considerations: r.environmentalConsiderations,
    version: r.version,
    is_version_dated: r.isVersionDated,
    is_superseded: r.isSuperseded,
    holders: r.holders.map(organisation),
    amendments: r.amendments.map((a) => ({
      amendedOn: a.amendedOn,
      publishedOn: a.publishedOn,
      amountCents: cents(a.amountCents),
      amountFlag: a.amountFlag,
      durationMonths: a.durationMonths,
      object: a.object,
      holders: a.holders.map(organisation),
    })),
    subcontracts: r.subcontracts.map((s) => ({
      ...organisation(s),
      amountCents: cents(s.amountCents),
      amountFlag: s.amountFlag,
      notifiedOn: s.notifiedOn,
      durationMonths: s.durationMonths,
    })),
  }
}

/** Appends rows to the staging table, in one statement: hand it a thousand or so at a time. */
export async function appendStagedContracts(trx: Db, rows: readonly StagedContract[]): Promise<void> {
  if (rows.length === 0) return
  const batch = JSON.stringify(rows.map(toStagedRow))
  await sql`
    insert into staged_contracts (${sql.raw(Object.keys(STAGED_COLUMNS).join(', '))})
    select * from jsonb_to_recordset(${batch}::jsonb) as row (${declare(STAGED_COLUMNS)})
  `.execute(trx)
}
