import { isSiren } from '../../src/domain/identifiers/siren.ts'
import { MOST_HUNDREDTHS } from '../../src/domain/insertion/hours.ts'
import type { HoursRecord } from '../../src/domain/insertion/hours-record.ts'
import { parseHoursRow } from '../../src/domain/insertion/parse-hours-row.ts'
import { parsePersonCode } from '../../src/domain/insertion/person-code.ts'
import { checkRow } from '../../src/import/check-row.ts'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { mapHoursRow } from '../../src/import/map-hours-row.ts'
import { openHoursFile, PersonalColumns } from '../../src/import/open-hours-file.ts'
import { tableOfLine } from '../../src/import/open-table.ts'
import type { Reading } from './check-contracts.ts'
import { hold, holdProblems, holdSame, isStorable } from './hold.ts'

const isCode = (text: string | null) => text === null || 'code' in parsePersonCode(text)

function checkRecord(record: HoursRecord): void {
  const { person, from, to, hundredths, people, employmentContracts, employerSiren, employmentReference } =
    record
  hold(
    Number.isInteger(hundredths) && hundredths >= 0 && hundredths <= MOST_HUNDREDTHS,
    'hours fit their column',
  )
  hold(
    /^\d{4}-\d\d-\d\d$/.test(from) && /^\d{4}-\d\d-\d\d$/.test(to) && from <= to,
    'a period is two days in order',
  )
  hold(isCode(person) && isCode(employmentReference), 'a person is a code, and names nobody')
  hold(employerSiren === null || isSiren(employerSiren), 'an employer is a legal unit')
  for (const count of [people, employmentContracts])
    hold(
      count === null || (Number.isInteger(count) && count >= 0 && count < 2 ** 31),
      'a count fits its column',
    )
  hold(person === null || (people === null && employmentContracts === null), 'only a total counts people')
  hold(
    [person, employmentReference].every((text) => text === null || isStorable(text)),
    'texts can be stored',
  )
}

/** Read without profile nor doubt. */
const ANY_HOURS = { buyer: null, facilitator: null, sheets: [], profiles: [], isGuessAllowed: true }

/** Reads a table of hours as an import does, but for its clauses and the database. Throws an `AppError` when it is refused. */
export async function checkHours(path: string): Promise<Reading> {
  const file = await inspectFile(path)
  const table = await openHoursFile(file, ANY_HOURS)
  const personal = new PersonalColumns()
  let [rows, rejected] = [0, 0]
  for await (const { line, cells: written } of table.read()) {
    rows++
    hold(Number.isInteger(line) && line >= 1, 'a row has a line')
    const { header, titles, sheet } = tableOfLine(table, line)
    const row = checkRow({ titles, isSheet: sheet !== null }, written)
    if (!row.isRefused) personal.look(header.plan, line, row.cells)
    const parsed = row.isRefused ? null : parseHoursRow(mapHoursRow(header.plan, row.cells), null)
    const problems = [...row.problems, ...(parsed?.problems ?? [])]
    holdProblems(problems)
    const record = parsed?.record ?? null
    holdSame(
      record === null,
      problems.some(({ isRejection }) => isRejection),
      'a row states hours or says why not',
    )
    if (record === null) rejected++
    else checkRecord(record)
  }
  personal.refuse(file.name, null)
  return { rows, rejected }
}
