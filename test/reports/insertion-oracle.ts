import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'

// A second reading of insertion clauses and hours, in plain loops over raw rows: it knows nothing of the engine's states, filters and joins.

type Terms = {
  facilitator: string | null
  startsOn: string | null
  endsOn: string | null
  waived: { on: string } | null
  cancelled: object | null
  beneficiaries: string[]
}
export type OracleClause = {
  id: number
  buyerId: string
  siren: string | null
  terms: Terms
  dues: { id: number; on: string; effect: string; hundredths: number; replaces: number | null }[]
  contractIds: string[]
}
export type OracleStatement = {
  clauseId: number
  person: string | null
  from: string
  to: string
  hundredths: number
  people: number | null
  contracts: number | null
  publics: string[]
  sex: string | null
  hiring: string | null
  employer: string | null
  form: string | null
  reference: string | null
  validated: boolean | null
}

const isOfClause = (
  clause: {
    buyerId: string
    siren: string | null
    sourceId: string | null
    lot: string | null
    group: string | null
  },
  record: {
    group: string
    buyerId: string
    siren: string | null
    sourceId: string | null
    lot: string | null
  },
  hasPointed: boolean,
) =>
  record.group === clause.group ||
  (!hasPointed &&
    record.sourceId !== null &&
    record.sourceId === clause.sourceId &&
    (record.buyerId === clause.buyerId || (record.siren !== null && record.siren === clause.siren)) &&
    (clause.lot === null || record.lot === clause.lot))

/** Every clause in force with its dues and current contracts. */
export async function loadClausesRaw(db: Db): Promise<OracleClause[]> {
  const { rows: clauses } = await sql<{
    id: number
    buyerId: string
    siren: string | null
    sourceId: string | null
    lot: string | null
    group: string | null
  }>`select c.id, c.buyer_id as "buyerId", b.siren, c.source_id as "sourceId", c.lot, c.contract_group_id as "group"
    from insertion_clauses c join buyers b on b.id = c.buyer_id order by c.id`.execute(db)
  const { rows: versions } = await sql<{ clause: number; version: number; terms: Terms }>`
    select clause_id as clause, version, terms from insertion_clause_versions`.execute(db)
  const { rows: dues } = await sql<OracleClause['dues'][number] & { clause: number }>`
    select clause_id as clause, id::integer, effective_on::text as "on", effect, hundredths, replaces::integer from insertion_dues
    order by effective_on, id`.execute(db)
  const { rows: records } = await sql<{
    id: string
    group: string
    buyerId: string
    siren: string | null
    sourceId: string | null
    lot: string | null
  }>`select id, group_id as "group", buyer_id as "buyerId", buyer_siren as siren, source_id as "sourceId", lot
    from contracts where is_current and source_id in (select source_id from insertion_clauses)`.execute(db)
  return clauses.flatMap(({ id, buyerId, siren, ...key }) => {
    const own = versions.filter(({ clause }) => clause === id)
    const last = own.reduce((a, b) => (a.version > b.version ? a : b))
    if (last.terms.cancelled) return []
    const hasPointed = records.some(({ group }) => group === key.group)
    return {
      id,
      buyerId,
      siren,
      terms: last.terms,
      dues: dues.filter(({ clause }) => clause === id),
      contractIds: records
        .filter((record) => isOfClause({ buyerId, siren, ...key }, record, hasPointed))
        .map((record) => record.id),
    }
  })
}

/** Every statement that counts. */
export async function loadStatementsRaw(db: Db): Promise<OracleStatement[]> {
  const { rows } = await sql<OracleStatement>`
    select clause_id as "clauseId", person, period_from::text as "from", period_to::text as "to", hundredths, people,
      employment_contracts as contracts, publics, sex, hiring_form as hiring, employer_siren as employer,
      employment_form as form, employment_reference as reference, is_validated as validated
    from insertion_hours where standing = 'counted' order by id`.execute(db)
  return rows
}

function dueOn({ dues, terms }: OracleClause, on: string): number | null {
  const day = terms.startsOn !== null && terms.startsOn > on ? terms.startsOn : on
  let due: number | null = null
  for (const entry of dues) {
    if (entry.on > day || dues.some(({ replaces }) => replaces === entry.id)) continue
    due = entry.effect === 'total' ? entry.hundredths : (due ?? 0) + entry.hundredths
  }
  return due
}

const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0)

function peopleIn(
  statements: OracleStatement[],
  nameOf: (one: OracleStatement) => string,
  count: 'people' | 'contracts',
): [number | null, number | null] {
  const names = new Set(statements.filter(({ person }) => person !== null).map(nameOf))
  const totals = new Map<number, number[]>()
  for (const one of statements)
    if (one.person === null) totals.set(one.clauseId, [...(totals.get(one.clauseId) ?? []), one[count] ?? 0])
  const lists = [...totals.values()]
  const least = names.size + add(lists.map((list) => Math.max(...list)))
  const isUnsaid = statements.some((one) => one.person === null && one[count] === null && one.hundredths > 0)
  if (isUnsaid) return [least === 0 ? null : least, null]
  return [least, names.size + add(lists.map((list) => add(list)))]
}

export type OracleFigures = Record<string, number | null>

/** The figures of some clauses over a period, by the id of the indicator, one after the other; groups as `id/key`. */
export function figuresOf(
  clauses: OracleClause[],
  all: OracleStatement[],
  period: { from: string; to: string },
  today: string,
  amountOf: (contractId: string) => bigint | null,
): OracleFigures {
  const on = period.to < today ? period.to : today
  const running = clauses.filter(
    ({ terms }) => (terms.endsOn ?? '9999') >= period.from && (terms.startsOn ?? '0000') <= period.to,
  )
  const ofClause = new Map(clauses.map((clause) => [clause.id, clause]))
  const statements = all.filter(
    (one) => ofClause.has(one.clauseId) && one.from >= period.from && one.to <= period.to,
  )
  const nameOf = (one: OracleStatement) => {
    const clause = ofClause.get(one.clauseId)
    return `${clause?.terms.facilitator?.toLowerCase() ?? clause?.buyerId} ${one.person}`
  }
  const jobOf = (one: OracleStatement) =>
    `${nameOf(one)} ${one.reference ?? [one.employer, one.hiring, one.form].join()}`
  const isWaived = ({ terms }: OracleClause) => terms.waived !== null && terms.waived.on <= on
  const due = running.filter((clause) => !isWaived(clause) && dueOn(clause, on) !== null)
  const dueHours = add(due.map((clause) => dueOn(clause, on) ?? 0))
  const doneOf = ({ id }: OracleClause) =>
    add(all.filter((one) => one.clauseId === id && one.from <= on).map(({ hundredths }) => hundredths))
  const done = add(statements.map(({ hundredths }) => hundredths))
  const [people, atMost] = peopleIn(statements, nameOf, 'people')
  const named = statements.filter(({ person }) => person !== null)
  const namedPeople = new Set(named.map(nameOf)).size
  const amounts = due.flatMap((clause) => {
    const cents = clause.contractIds.map(amountOf)
    if (cents.length === 0 || cents.includes(null)) return []
    return [{ due: dueOn(clause, on) ?? 0, ids: clause.contractIds }]
  })
  const priced = add([...new Set(amounts.flatMap(({ ids }) => ids))].map((id) => Number(amountOf(id))))
  const figures: OracleFigures = {
    'insertion-contracts-with-hours': new Set(
      statements.filter(({ hundredths }) => hundredths > 0).map(({ clauseId }) => clauseId),
    ).size,
    'insertion-reserved-by-beneficiary': running.filter(({ terms }) => terms.beneficiaries.length > 0).length,
    'insertion-hours-due': dueHours / 100,
    'insertion-hours-done': done / 100,
    'insertion-hours-done/validated':
      add(statements.filter(({ validated }) => validated).map(({ hundredths }) => hundredths)) / 100,
    'insertion-rate': dueHours === 0 ? null : add(due.map(doneOf)) / dueHours,
    'insertion-hours-remaining':
      add(due.map((clause) => Math.max(0, (dueOn(clause, on) ?? 0) - doneOf(clause)))) / 100,
    'insertion-people': people,
    'insertion-people/atMost': atMost,
    'insertion-employment-contracts': peopleIn(statements, jobOf, 'contracts')[0],
    'insertion-hours-per-person':
      namedPeople === 0 ? null : add(named.map(({ hundredths }) => hundredths)) / 100 / namedPeople,
    'insertion-companies-known': new Set(statements.flatMap(({ employer }) => employer ?? [])).size,
    'insertion-full-time-equivalents': done / 100 / 1607,
    'insertion-hours-per-100000-euros':
      priced === 0 ? null : (add(amounts.map((one) => one.due)) * 100_000) / priced,
  }
  const sexOf = new Map<string, string>()
  for (const one of named.toSorted((a, b) => (a.to < b.to ? -1 : Number(a.to > b.to))))
    if (one.sex !== null) sexOf.set(nameOf(one), one.sex)
  for (const sex of ['female', 'male', 'unknown']) {
    const own = statements.filter((one) => (sexOf.get(nameOf(one)) ?? one.sex ?? 'unknown') === sex)
    if (own.length > 0)
      figures[`insertion-by-sex/${sex}`] = add(own.map(({ hundredths }) => hundredths)) / 100
  }
  for (const form of ['direct', 'etti', 'subcontract']) {
    const own = statements.filter(({ hiring }) => hiring === form)
    if (own.length > 0) figures[`insertion-by-hiring-form/${form}`] = peopleIn(own, nameOf, 'people')[0] ?? 0
  }
  return figures
}
