import type { EditionKind } from '../domain/edition/edition.ts'
import type { Db } from './connect.ts'

export type NewEdition = {
  kind: EditionKind
  buyerId: string
  publishedAt: Date
  statement: string
  digest: string
}

export type Withdrawal = { reason: string; author: string; withdrawnAt: Date }

export type StoredEdition = NewEdition & { id: number; withdrawal: Withdrawal | null }

/** Keeps an edition with its files, in their order, and answers its number. */
export async function insertEdition(
  trx: Db,
  { kind, buyerId, publishedAt, statement, digest }: NewEdition,
  files: readonly { name: string; content: Buffer }[],
): Promise<number> {
  const { id } = await trx
    .insertInto('editions')
    .values({ kind, buyer_id: buyerId, published_at: publishedAt, statement, digest })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [position, { name, content }] of files.entries())
    await trx.insertInto('edition_files').values({ edition_id: id, position, name, content }).execute()
  return id
}

const withWithdrawals = (db: Db) =>
  db
    .selectFrom('editions as e')
    .leftJoin('edition_withdrawals as w', 'w.edition_id', 'e.id')
    .selectAll('e')
    .select(['w.reason', 'w.author', 'w.withdrawn_at'])

type Row = Awaited<ReturnType<ReturnType<typeof withWithdrawals>['executeTakeFirstOrThrow']>>

const editionOf = (row: Row): StoredEdition => ({
  id: row.id,
  kind: row.kind,
  buyerId: row.buyer_id,
  publishedAt: row.published_at,
  statement: row.statement,
  digest: row.digest,
  withdrawal:
    row.reason === null || row.author === null || row.withdrawn_at === null
      ? null
      : { reason: row.reason, author: row.author, withdrawnAt: row.withdrawn_at },
})

/** The edition of this number, withdrawn or not; `null` when there is none. */
export async function findEdition(db: Db, id: number): Promise<StoredEdition | null> {
  const row = await withWithdrawals(db).where('e.id', '=', id).executeTakeFirst()
  return row ? editionOf(row) : null
}

/** A page of editions, the latest first, those withdrawn included, and how many there are. `buyer` `null`: of every buyer. */
export async function listEditions(
  db: Db,
  buyer: string | null,
  page: { limit: number; offset: number },
): Promise<{ editions: StoredEdition[]; total: number }> {
  const rows = await withWithdrawals(db)
    .$if(buyer !== null, (query) => query.where('e.buyer_id', '=', buyer ?? ''))
    .orderBy('e.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await db
    .selectFrom('editions')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .$if(buyer !== null, (query) => query.where('buyer_id', '=', buyer ?? ''))
    .executeTakeFirstOrThrow()
  return { editions: rows.map(editionOf), total: Number(total) }
}

/** The bytes of a file of an edition; `null` when it has none of this name. */
export async function findEditionFile(db: Db, editionId: number, name: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('edition_files')
    .select('content')
    .where('edition_id', '=', editionId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row ? Buffer.from(row.content) : null
}

/** The names of the files that are kept of an edition, in their order. */
export async function listEditionFileNames(db: Db, editionId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('edition_files')
    .select('name')
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute()
  return rows.map(({ name }) => name)
}

/** Notes that an edition is withdrawn; `false` when it already was. */
export async function appendWithdrawal(
  trx: Db,
  editionId: number,
  { reason, author, withdrawnAt }: Withdrawal,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('edition_withdrawals')
    .values({ edition_id: editionId, reason, author, withdrawn_at: withdrawnAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}
