import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'

/** Rows of a query as sorted texts: two states are compared whatever the order rows came in. */
async function listTexts(db: Db, query: ReturnType<typeof sql<{ row: string }>>): Promise<string[]> {
  const { rows } = await query.execute(db)
  return rows.map(({ row }) => row).sort()
}

/** What a database holds: the rows of each table, as texts. */
export type State = Record<string, string[]>

/** The rows that only one of two states has: `+ table row` for the first, `- table row` for the second. */
export function differencesBetween(actual: State, expected: State): string[] {
  const only = (sign: string, one: State, other: State) =>
    Object.entries(one).flatMap(([table, rows]) => {
      const known = new Set(other[table])
      return rows.filter((row) => !known.has(row)).map((row) => `${sign} ${table} ${row}`)
    })
  return [...only('+', actual, expected), ...only('-', expected, actual)]
}

/** Every row of every table, by table: what an import that failed must leave untouched. */
export async function readEverything(db: Db): Promise<State> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename
  `.execute(db)
  const state: State = {}
  for (const { name } of tables)
    state[name] = await listTexts(db, sql`select t::text as row from ${sql.table(name)} t`)
  return state
}

const ORGANISATION = sql`(select s.scheme || ':' || s.identifier from suppliers s where s.id = t.supplier_id)`

/**
 * What the contracts files said: contracts with their holders, amendments and subcontracts, and suppliers with the verdict
 * of each perimeter. Without what depends on the import alone: numbers given by the database, import and line.
 */
export async function readContracts(db: Db): Promise<State> {
  const contracts = sql<{ row: string }>`
    select (to_jsonb(t) - '{import_id,line}'::text[])::text as row from contracts t
  `
  const parts = (table: string) => sql<{ row: string }>`
    select (to_jsonb(t) - 'supplier_id')::text || coalesce(${ORGANISATION}, '') as row from ${sql.table(table)} t
  `
  const amendments = sql<{ row: string }>`select to_jsonb(t)::text as row from contract_amendments t`
  return {
    contracts: await listTexts(db, contracts),
    contract_holders: await listTexts(db, parts('contract_holders')),
    contract_amendments: await listTexts(db, amendments),
    contract_subcontracts: await listTexts(db, parts('contract_subcontracts')),
    suppliers: await readVerdicts(db),
  }
}

/** Each supplier with what its sources say and the verdicts taken on it. */
export function readVerdicts(db: Db): Promise<string[]> {
  return listTexts(
    db,
    sql`
      select s.scheme || ':' || s.identifier || ' ' || coalesce(s.siren, '') || ' ' || p.has_siren || p.facts::text ||
        (select jsonb_agg((to_jsonb(v) - '{profile_id,decided_at}'::text[]) order by v.perimeter, v.valid_from)::text
         from verdicts v where v.profile_id = p.id) as row
      from suppliers s join profiles p on p.id = s.profile_id
    `,
  )
}

/**
 * All that imports said and what was made of it, as a reader sees it: each row with the file (and line) that it is said to come
 * from. Without numbers given by the database, instants, and what imports note for the day they are undone.
 */
export async function readData(db: Db): Promise<State> {
  const whole = (table: string) => listTexts(db, sql`select t::text as row from ${sql.table(table)} t`)
  const withFile = (table: string, numbers: string[]) =>
    listTexts(
      db,
      sql`select i.file_name || ' ' || (to_jsonb(t) - ${numbers}::text[])::text as row
        from ${sql.table(table)} t join imports i on i.id = t.import_id`,
    )
  return {
    ...(await readContracts(db)),
    origins: await withFile('contracts', ['import_id']),
    plans: await withFile('plans', ['import_id']),
    facts: await withFile('facts', ['id', 'import_id']),
    lists: await withFile('reference_lists', ['id', 'import_id']),
    places: await listTexts(
      db,
      sql`
        select i.file_name || ' ' || (to_jsonb(t) - '{import_id,supplier_id}'::text[])::text || coalesce(${ORGANISATION}, '') as row
        from import_places t join imports i on i.id = t.import_id
      `,
    ),
    payments: await listTexts(
      db,
      sql`
        select i.file_name || ' ' || (to_jsonb(t) - '{import_id,supplier_id}'::text[])::text || coalesce(${ORGANISATION}, '') as row
        from payments t join imports i on i.id = t.import_id
      `,
    ),
    hours: await listTexts(
      db,
      sql`
        select coalesce(i.file_name, '') || ' '
          || (to_jsonb(t) - '{id,import_id,supplier_id,rank,recorded_at}'::text[])::text || coalesce(${ORGANISATION}, '') as row
        from insertion_hours t left join imports i on i.id = t.import_id
      `,
    ),
    buyers: await whole('buyers'),
    buyer_years: await whole('buyer_years'),
    buyer_exclusions: await whole('buyer_exclusions'),
    buyer_traits: await whole('buyer_traits'),
    list_entries: await whole('list_entries'),
    profiles: await listTexts(db, sql`select signature::text as row from profiles`),
    every_supplier: await listTexts(
      db,
      sql`select concat_ws(' ', scheme || ':' || identifier || coalesce(siren, ''), department, commune) as row from suppliers`,
    ),
    plan_contents: await listTexts(
      db,
      sql`
        select distinct on (v.plan_id) v.content::text as row from plan_versions v join plans p on p.id = v.plan_id
        order by v.plan_id, v.import_id desc
      `,
    ),
  }
}

/** What figures are made of: how many contracts are current, and the cents of usable amounts. */
export async function sumCurrent(db: Db): Promise<{ contracts: number; cents: bigint }> {
  const { rows } = await sql<{ contracts: number; cents: string }>`
    select count(*)::integer as contracts, coalesce(sum(amount_cents) filter (where amount_flag is null), 0)::text as cents
    from contracts where is_current
  `.execute(db)
  return { contracts: rows[0]?.contracts ?? 0, cents: BigInt(rows[0]?.cents ?? 0) }
}

/** One text for all that a database holds, and one for its contracts alone, whatever import brought them. */
export async function digest(db: Db): Promise<{ everything: string; contracts: string }> {
  const rowsAs = (table: string, row: string) =>
    `(select count(*) || ' ' || coalesce(md5(string_agg(md5(row), '' order by md5(row))), '') from (select ${row} as row from ${table} t) as rows)`
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename
  `.execute(db)
  const everything = tables.map(({ name }) => `'${name} ' || ${rowsAs(name, 't::text')}`)
  const contracts = [
    rowsAs('contracts', `(to_jsonb(t) - '{import_id,line}'::text[])::text`),
    rowsAs('contract_holders', `(to_jsonb(t) - 'supplier_id')::text`),
    rowsAs('suppliers', `scheme || identifier || coalesce(siren, '') || (profile_id is not null)`),
    rowsAs('verdicts', `perimeter || outcome || valid_from || valid_to || missing::text`),
  ]
  const { rows } = await sql<{ everything: string; contracts: string }>`
    select concat_ws(E'\n', ${sql.raw(everything.join(', '))}) as everything,
      concat_ws(E'\n', ${sql.raw(contracts.join(', '))}) as contracts
  `.execute(db)
  return rows[0] as { everything: string; contracts: string }
}
