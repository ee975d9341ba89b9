import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import {
  appendProblemText,
  findDataVersion,
  findImport,
  finishImport,
  insertImport,
  listImports,
  listProblemGroups,
  listProblems,
} from '../../src/database/imports.ts'
import { toProblemText } from '../../src/database/problem-text.ts'
import { type Problem, problemOf } from '../../src/domain/problem/problem.ts'
import { openTestDatabase } from '../support/database.ts'

const STARTED = new Date('2026-11-23T10:00:00Z')
const FINISHED = new Date('2026-11-23T10:00:05Z')

const open = (db: Db, fileName = 'marches.json') =>
  insertImport(db, {
    kind: 'contracts',
    format: 'decp-json-2022',
    fileName,
    fileDigest: 'abc',
    byteSize: 5_000_000_000,
    startedAt: STARTED,
  })

t.test('an import is opened, then closed with its counts', async (t) => {
  const { db } = await openTestDatabase(t)
  const id = await open(db)
  t.match(await findImport(db, id), { finished_at: null, byte_size: 5_000_000_000n, read_count: 0 })
  await finishImport(
    db,
    id,
    { read: 15, stored: 4, updated: 3, unchanged: 2, rejected: 1, notKept: 5, closed: 6 },
    true,
    FINISHED,
  )
  t.match(await findImport(db, id), {
    kind: 'contracts',
    format: 'decp-json-2022',
    file_name: 'marches.json',
    file_digest: 'abc',
    started_at: STARTED,
    finished_at: FINISHED,
    read_count: 15,
    stored_count: 4,
    updated_count: 3,
    unchanged_count: 2,
    rejected_count: 1,
    not_kept_count: 5,
    closed_count: 6,
  })
  t.equal(await findImport(db, id + 1n), undefined)
})

t.test('counts that do not add up are refused: no row is lost without a sound', async (t) => {
  const { db } = await openTestDatabase(t)
  const id = await open(db)
  for (const counts of [
    { read: 10, stored: 4, updated: 3, unchanged: 2, rejected: 0, notKept: 0 },
    { read: 10, stored: 4, updated: 3, unchanged: 2, rejected: 0, notKept: 2 },
    { read: 0, stored: 1, updated: 0, unchanged: 0, rejected: 0, notKept: 0 },
  ])
    t.match(await finishImport(db, id, counts, true, FINISHED).catch((error: unknown) => error), {
      constraint: 'imports_no_row_is_lost',
    })
})

const appendImportProblems = (db: Db, id: bigint, problems: readonly (Problem & { line: number })[]) =>
  appendProblemText(
    db,
    Buffer.from(problems.map((problem) => toProblemText(id, problem.line, problem)).join('')),
  )

t.test('problems are grouped by cause, refusals first, each with its first row as example', async (t) => {
  const { db } = await openTestDatabase(t)
  const [id, other] = [await open(db), await open(db)]
  const missing = problemOf('amount-missing', 'montant', 'NC')
  await appendImportProblems(db, id, [
    { line: 9, ...missing },
    { line: 3, ...missing, value: 'MQ' },
    { line: 4, ...problemOf('amount-missing', 'valeur', null) },
    { line: 7, ...problemOf('buyer-missing', 'acheteur_id', null) },
  ])
  await appendImportProblems(db, id, [{ line: 5, ...missing }])
  await appendImportProblems(db, id, [])
  await appendImportProblems(db, other, [{ line: 1, ...missing }])
  t.match(await listProblemGroups(db, id), [
    { code: 'buyer-missing', column: 'acheteur_id', count: 1, is_rejection: true, line: 7, value: '' },
    { code: 'amount-missing', column: 'montant', count: 3, is_rejection: false, line: 3, value: 'MQ' },
    { code: 'amount-missing', column: 'valeur', count: 1, line: 4 },
  ])
})

t.test('every problem can be read, a page at a time, in the order they were met', async (t) => {
  const { db } = await openTestDatabase(t)
  const [id, other] = [await open(db), await open(db)]
  const problem = problemOf('amount-missing', 'montant', 'NC')
  const count = 5_003
  await appendImportProblems(
    db,
    id,
    Array.from({ length: count }, (_, n) => ({ line: count - n, ...problem })),
  )
  await appendImportProblems(db, other, [{ line: 1, ...problem }])
  const lines: number[] = []
  for (let after = 0n; ; ) {
    const page = await listProblems(db, id, after, 2_000)
    lines.push(...page.map(({ line }) => line))
    const last = page.at(-1)
    if (!last) break
    after = last.id
  }
  t.strictSame(
    lines,
    Array.from({ length: count }, (_, n) => count - n),
  )
})

t.test('any value of a cell is kept as it was, without what PostgreSQL refuses', async (t) => {
  const { db } = await openTestDatabase(t)
  const id = await open(db)
  const values = ['\\u0000', 'a\u0000b', 'l"eau\\', "'; drop table imports; --", `${'x'.repeat(199)}😀`]
  await appendImportProblems(
    db,
    id,
    values.map((value, line) => ({ line, ...problemOf('amount-unreadable', `colonne${line}\0`, value) })),
  )
  const groups = await listProblemGroups(db, id)
  t.strictSame(groups.map(({ column, value }) => [column, value]).sort(), [
    ['colonne0', '\\u0000'],
    ['colonne1', 'ab'],
    ['colonne2', 'l"eau\\'],
    ['colonne3', "'; drop table imports; --"],
    ['colonne4', `${'x'.repeat(199)}\uFFFD`],
  ])
})

t.test('imports are listed by page, the latest first', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const name of ['a', 'b', 'c']) await open(db, name)
  const names = async (limit: number, offset: number) => {
    const { rows, total } = await listImports(db, { limit, offset })
    return [rows.map((row) => row.file_name).join(''), total]
  }
  t.strictSame(await names(2, 0), ['cb', 3])
  t.strictSame(await names(2, 2), ['a', 3])
  t.strictSame(await names(2, 9), ['', 3])
})

t.test('the version of the data is the end of the last import that changed something', async (t) => {
  const { db } = await openTestDatabase(t)
  const counts = { read: 1, stored: 0, updated: 0, unchanged: 1, rejected: 0, notKept: 0 }
  const day = (n: number) => new Date(`2026-11-${n}T10:00:00Z`)
  t.equal(await findDataVersion(db), null, 'an empty database has none')
  for (const { title, isChange, finishedAt, expected } of [
    { title: 'nothing new', isChange: false, finishedAt: day(20), expected: null },
    { title: 'a change', isChange: true, finishedAt: day(21), expected: day(21) },
    { title: 'nothing new since', isChange: false, finishedAt: day(22), expected: day(21) },
    { title: 'another change', isChange: true, finishedAt: day(23), expected: day(23) },
  ]) {
    await finishImport(db, await open(db), counts, isChange, finishedAt)
    t.strictSame(await findDataVersion(db), expected, title)
  }
  await open(db)
  t.strictSame(await findDataVersion(db), day(23), 'an open import does not count')
})
