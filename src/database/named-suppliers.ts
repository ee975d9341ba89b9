import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'
import { LAST_CHOICES, NAMED_RECORDS } from './name-links.ts'

/** A name without identifier in the records of a buyer (`scope`), however it is spelled, and what they hold under it. */
export type NamedSupplier = {
  /** Made of the buyer and the name: the same whenever they come again. */
  id: string
  scope: string
  nameKey: string
  names: string[]
  contracts: number
  cents: bigint
  payments: number
  paidCents: bigint
  siren: string | null
  /** The choice it is linked by; `null` with a SIREN: by itself. */
  choiceId: number | null
}

export type NamedFilters = { id: string | null; buyers: readonly string[]; isLinked: boolean | null }

/** The names of suppliers without identifier, those of the most euros notified first, then paid; and how many there are. */
export async function listNamedSuppliers(
  db: Db,
  { id, buyers, isLinked }: NamedFilters,
  { limit, offset }: Page,
): Promise<{ suppliers: NamedSupplier[]; total: number }> {
  const sirens = buyers.map((buyer) => buyer.slice(0, 9))
  const { rows } = await sql<
    Omit<NamedSupplier, 'cents' | 'paidCents'> & { cents: string; paidCents: string; total: number }
  >`
    with records as materialized (
      select r.*, name_key(r.name) as name_key from (${NAMED_RECORDS}) as r
      where ${buyers.length === 0 ? sql`true` : sql`r.scope = any(${[...buyers, ...sirens]}::text[])`}
    ), contracts_held as (
      select distinct r.scope, r.name_key, c.id, case when c.amount_flag is null then coalesce(c.amount_cents, 0) else 0 end as cents
      from records r join contracts c on c.id = r.record and c.is_current where r.place = 'contract_holders'
    ), notified as (
      select scope, name_key, count(*)::integer as contracts, sum(cents) as cents from contracts_held group by 1, 2
    ), paid as (
      select r.scope, r.name_key, count(*)::integer as payments, sum(p.amount_cents) as cents
      from records r join payments p on p.id = r.record where r.place = 'payments' group by 1, 2
    ), known as materialized (
      select md5(r.scope || '|' || r.name_key)::uuid::text as id, r.scope, r.name_key, array_agg(distinct r.name collate "C" order by r.name collate "C") as names,
        min(s.siren) as siren
      from records r left join suppliers s on s.id = r.supplier_id where r.name_key is not null group by r.scope, r.name_key
    ), listed as materialized (
      select k.*, coalesce(n.contracts, 0) as contracts, coalesce(n.cents, 0) as cents, coalesce(p.payments, 0) as payments,
        coalesce(p.cents, 0) as paid_cents, case when k.siren is not null then c.id end as choice_id
      from known k
        left join notified n using (scope, name_key)
        left join paid p using (scope, name_key)
        left join (${LAST_CHOICES}) as c on c.scope = k.scope and c.name_key = k.name_key and c.siren = k.siren
      where ${id === null ? sql`true` : sql`k.id like ${id} || '%'`}
        and ${isLinked === null ? sql`true` : sql`(k.siren is not null) = ${isLinked}`}
    )
    select id, scope, name_key as "nameKey", names, contracts, cents::text as cents, payments, paid_cents::text as "paidCents",
      siren, choice_id as "choiceId", (select count(*)::integer from listed) as total
    from listed order by listed.cents desc, listed.paid_cents desc, name_key, scope limit ${limit} offset ${offset}
  `.execute(db)
  const suppliers = rows.map(({ total: _, cents, paidCents, ...row }) => ({
    ...row,
    cents: BigInt(cents),
    paidCents: BigInt(paidCents),
  }))
  if (rows[0] === undefined && offset > 0) {
    const { total } = await listNamedSuppliers(db, { id, buyers, isLinked }, { limit: 1, offset: 0 })
    return { suppliers, total }
  }
  return { suppliers, total: rows[0]?.total ?? 0 }
}

/** Names less alike than this (0 to 1, trigrams) are not proposed. */
const SMALLEST_SCORE = 0.4
const MOST_CANDIDATES = 20

/** A legal unit whose name is near. `score`: 1 when the names are the same but for legal form, accents and punctuation. */
export type Candidate = {
  siren: string
  name: string
  score: number
  department: string | null
  /** The same buyer names it with its identifier elsewhere. */
  isSupplierOfBuyer: boolean
  isRefused: boolean
}

/**
 * The legal units that a name may stand for, from the records and lists known here, the nearest first; those of the same buyer before
 * others as near. Natural persons are never among them: their names are masked.
 */
export async function listCandidates(
  db: Db,
  { scope, nameKey }: Pick<NamedSupplier, 'scope' | 'nameKey'>,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with near as materialized (
      select s.siren, n.name, similarity(n.name_key, ${nameKey}) as score, s.department
      from supplier_names n join suppliers s on s.id = n.supplier_id
      where s.siren is not null and not s.is_name_masked and similarity(n.name_key, ${nameKey}) >= ${SMALLEST_SCORE}
      union all
      select siren, name, similarity(name_key, ${nameKey}), details->>'department'
      from facts where similarity(name_key, ${nameKey}) >= ${SMALLEST_SCORE}
    ), units as (
      select siren, (array_agg(name order by score desc, name))[1] as name, max(score) as score, min(department) as department
      from near where not exists (select from facts m where m.siren = near.siren and m.is_name_masked) group by siren
    )
    select siren, name, round(score::numeric, 3)::float as score, department,
      exists (
        select from suppliers s join contract_holders h on h.supplier_id = s.id and h.scheme is not null join contracts c on c.id = h.contract_id
        where s.siren = units.siren and coalesce(c.buyer_siren, c.buyer_id) = ${scope}
      ) or exists (
        select from suppliers s join payments p on p.supplier_id = s.id and p.supplier_scheme is not null
        where s.siren = units.siren and coalesce(p.buyer_siren, p.buyer_id) = ${scope}
      ) as "isSupplierOfBuyer",
      exists (
        select from name_choices r where r.scope = ${scope} and r.name_key = ${nameKey} and r.choice = 'refuse' and r.siren = units.siren
      ) as "isRefused"
    from units order by units.score desc, "isSupplierOfBuyer" desc, siren limit ${MOST_CANDIDATES}
  `.execute(db)
  return rows
}

/** What a person says of a name. */
export type NameChoice = {
  id: number
  choice: 'link' | 'refuse' | 'unlink'
  siren: string | null
  reason: string
  author: string
  createdAt: Date
}

/** What persons said of a name, the last word first. */
export async function listNameChoices(
  db: Db,
  { scope, nameKey }: Pick<NamedSupplier, 'scope' | 'nameKey'>,
): Promise<NameChoice[]> {
  const rows = await db
    .selectFrom('name_choices')
    .selectAll()
    .where('scope', '=', scope)
    .where('name_key', '=', nameKey)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ id, choice, siren, reason, author, created_at }) => ({
    id,
    choice,
    siren,
    reason,
    author,
    createdAt: created_at,
  }))
}

/** Keeps what a person says of a name. */
export async function appendNameChoice(
  trx: Db,
  { scope, nameKey, names }: Pick<NamedSupplier, 'scope' | 'nameKey' | 'names'>,
  { createdAt, ...choice }: Omit<NameChoice, 'id'>,
): Promise<void> {
  await trx
    .insertInto('name_choices')
    .values({ scope, name_key: nameKey, name: names[0] ?? nameKey, ...choice, created_at: createdAt })
    .execute()
}
