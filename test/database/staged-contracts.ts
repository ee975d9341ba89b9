import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import { mergeStagedContracts } from '../../src/database/contract-merge.ts'
import { appendStagedText, createStaging } from '../../src/database/contract-staging.ts'
import { insertImport } from '../../src/database/imports.ts'
import { type StagedContract, type StagedText, toStagedText } from '../../src/database/staged-text.ts'
import type { Amendment, ContractRecord, Organisation } from '../../src/domain/contract/contract-record.ts'

export const BUYER = '00001001700010'

/** A supplier known by its SIRET: `holder(1)`, `holder(2)`… are distinct. */
export const holder = (n: number, name: string | null = null): Organisation => {
  const siren = `00000000${n}`
  return { scheme: 'SIRET', identifier: `${siren}0000${n}`, siren, name }
}

export const amendment = (amountCents: bigint, amendedOn: string): Amendment => ({
  amendedOn,
  publishedOn: null,
  amountCents,
  amountFlag: null,
  durationMonths: null,
  object: null,
  holders: [],
})

/** An ordinary record: `M1`, of one holder, for 1 000 €, but for what `changes` says. */
export const record = (changes: Partial<ContractRecord> = {}): ContractRecord => ({
  kind: 'contract',
  buyerId: BUYER,
  buyerSiren: '000010017',
  buyerName: null,
  sourceId: 'M1',
  lot: null,
  object: 'Toiture',
  nature: null,
  procedure: null,
  cpv: null,
  frameworkId: null,
  placeCode: null,
  placeCodeType: null,
  placeName: null,
  durationMonths: null,
  notifiedOn: '2024-02-01',
  publishedOn: '2024-03-01',
  amountCents: 100_000n,
  amountFlag: null,
  priceForm: null,
  ccag: null,
  groupType: null,
  offersReceived: null,
  innovative: null,
  advance: null,
  advanceRate: null,
  subcontractingDeclared: null,
  euOrigin: null,
  frenchOrigin: null,
  techniques: null,
  executionModes: null,
  priceTypes: null,
  socialConsiderations: null,
  environmentalConsiderations: null,
  holders: [holder(1)],
  amendments: [],
  subcontracts: [],
  version: 0,
  isVersionDated: false,
  isSuperseded: false,
  ...changes,
})

/** The rows of a file, one a line from line 2. `holders`: the file writes one row per holder. */
export const rowsOf = (
  records: readonly ContractRecord[],
  spread = { holders: false, amendments: false },
): StagedContract[] =>
  records.map((content, index) => ({ seq: index + 1, line: index + 2, record: content, spread }))

/** Writes rows to the staging tables. */
export async function appendStagedContracts(trx: Db, rows: readonly StagedContract[]): Promise<void> {
  const texts = rows.map(toStagedText)
  const written = (part: keyof StagedText) => Buffer.from(texts.map((text) => text[part]).join(''))
  await appendStagedText(trx, {
    rows: written('rows'),
    contents: written('contents'),
    holders: written('holders'),
  })
}

/** Opens an import, as `importContracts` does. */
export const openImport = (trx: Db): Promise<bigint> =>
  insertImport(trx, {
    kind: 'contracts',
    format: 'test',
    fileName: 'test.json',
    fileDigest: 'x',
    byteSize: 1,
    startedAt: new Date('2026-11-23T10:00:00Z'),
  })

/** Imports the rows of one file. */
export const mergeRows = (db: Db, rows: readonly StagedContract[]) =>
  db.transaction().execute(async (trx) => {
    await createStaging(trx)
    await appendStagedContracts(trx, rows)
    return mergeStagedContracts(trx, await openImport(trx))
  })

/** Imports the records of one file; answers "stored + updated + unchanged". */
export async function merge(db: Db, ...records: readonly ContractRecord[]): Promise<string> {
  const { counts } = await mergeRows(db, rowsOf(records))
  return `${counts.stored} + ${counts.updated} + ${counts.unchanged}`
}

/** The current contracts of a buyer, each as "id, object, euros, holders", sorted. */
export async function listCurrent(db: Db, buyer: string = BUYER): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select concat_ws(' ', coalesce(source_id, '-'), object, amount_cents / 100,
      (select string_agg(coalesce(right(identifier, 1), '?'), '+' order by position) from contract_holders h where h.contract_id = c.id)) as text
    from contracts c where is_current and buyer_id = ${buyer} order by 1
  `.execute(db)
  return rows.map(({ text }) => text)
}
