import { listBuyerNames } from '../database/buyers.ts'
import type { Db } from '../database/connect.ts'
import { type BreakdownId, compareKeys, labelOf } from '../domain/contract-filter/breakdown.ts'
import { AppError } from '../platform/errors.ts'

/** Rows beyond which an answer serves nobody: thirty thousand buyers. */
const MOST_ROWS = 5_000

/** The rows of a breakdown, each with its title, in the order of their vocabulary. Throws `too-many-rows`. */
export async function labelRows<Row extends { key: string }>(
  db: Db,
  by: BreakdownId,
  rows: readonly Row[],
): Promise<(Row & { label: string })[]> {
  if (rows.length > MOST_ROWS)
    throw new AppError(
      'too-many-rows',
      `Cette ventilation aurait ${rows.length} lignes, au plus ${MOST_ROWS} sont rendues : restreignez les acheteurs, la période ou les marchés.`,
    )
  const keys = rows.map(({ key }) => key)
  const names = by === 'buyer' ? await listBuyerNames(db, keys) : new Map<string, string>()
  return rows
    .map((row) => ({ ...row, label: names.get(row.key) ?? labelOf(by, row.key) }))
    .sort((a, b) => compareKeys(by, a.key, b.key))
}
