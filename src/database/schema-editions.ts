import type { ColumnType, Generated } from 'kysely'

/* What was published, frozen: no row of these tables ever changes. */

type Frozen<T> = ColumnType<T, T, never>

type EditionsTable = {
  id: Generated<number>
  kind: Frozen<'report' | 'publication'>
  buyer_id: Frozen<string>
  published_at: Frozen<Date>
  statement: Frozen<string>
  digest: Frozen<string>
}

type EditionFilesTable = {
  edition_id: Frozen<number>
  position: Frozen<number>
  name: Frozen<string>
  content: Frozen<Buffer>
}

type EditionWithdrawalsTable = {
  edition_id: Frozen<number>
  reason: Frozen<string>
  author: Frozen<string>
  withdrawn_at: Frozen<Date>
}

export type EditionsSchema = {
  editions: EditionsTable
  edition_files: EditionFilesTable
  edition_withdrawals: EditionWithdrawalsTable
}
