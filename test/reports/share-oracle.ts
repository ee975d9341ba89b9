import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import type { ShareRequest } from '../../src/reports/share-report.ts'

// An independent reading of domain.md in plain SQL, over raw rows: it knows nothing of profiles, stored verdicts, current
// flags nor framework links, and recomputes each from contracts, holders, amendments, facts and lists.

export const ESS_CATEGORIES = `5195 9210 9220 9221 9222 9223 9230 9260 9300 6411 8210 8250 8290
  5192 5193 5194 5196 5203 5307 5309 5443 5451 5453 5454 5455 5458 5459 5460 5543 5547 5551 5552 5553 5554 5555 5558 5559 5560
  5643 5647 5651 5652 5653 5654 5655 5658 5659 5660 6316 6317 6318 6543 6551 6554 6558 6560 6595 6596`.split(
  /\s+/,
)
export const DOUBTFUL_CATEGORIES = ['5432', '5532', '5632', '6532', '9240', '5191']

const SIAE = ['EI', 'AI', 'ACI', 'ETTI', 'EITI']
const HANDICAP = ['EA', 'EATT', 'ESAT']
const OTHER_INCLUSIVE = ['GEIQ', 'SEP']
const ONE_ESTABLISHMENT = ['ACI', 'ESAT', 'SEP']

const inForce = (fact: string) =>
  sql.raw(
    `(${fact}.valid_from is null or ${fact}.valid_from <= h.day) and (${fact}.valid_to is null or h.day <= ${fact}.valid_to)`,
  )
const fact = (source: string, condition: RawBuilder<unknown> = sql`true`) => sql`exists (
  select from facts f where f.source = ${source} and f.siren = h.siren and ${inForce('f')} and ${condition}
    and f.statement->>'unusableRowOf' is null
)`
/** A refused row names the unit: the list is not silent about it. */
const isNamedUnusably = (source: string) => sql`exists (
  select from facts f where f.statement->>'unusableRowOf' = ${source} and f.siren = h.siren and f.closed_on is null
)`
const latestIsComplete = (source: string, covers: readonly string[]) => sql`exists (
  select from reference_lists l where l.source = ${source} and l.is_complete and l.covers = any(${covers as string[]}::text[])
)`

const category = sql.raw(`f.statement->>'legalCategory'`)
const flag = sql.raw(`f.statement->>'essFlag'`)
const all = (values: readonly string[]) => sql`${values as string[]}::text[]`

const flagO = fact('sirene', sql`${flag} = 'O'`)
const listed = fact('ess-france')
const agreed = fact('esus')
const byForm = fact('sirene', sql`${category} = any(${all(ESS_CATEGORIES)})`)
const ordinaryForm = sql`(${fact('sirene', sql`${category} <> '0000' and not ${category} = any(${all([...ESS_CATEGORIES, ...DOUBTFUL_CATEGORIES])})`)}
  and not ${fact('sirene', sql`${category} = any(${all(DOUBTFUL_CATEGORIES)})`)})`
const absentFromEssLists = sql`(${latestIsComplete('ess-france', ['ess'])}
  or (${latestIsComplete('esus', ['esus'])} and not ${isNamedUnusably('esus')}))`

const threeWay = (yes: RawBuilder<unknown>, no: RawBuilder<unknown>) =>
  sql`case when h.siren is null then 'undetermined' when ${yes} then 'yes' when ${no} then 'no' else 'undetermined' end`

const ess = threeWay(
  sql`${byForm} or ${flagO} or ${listed} or ${agreed}`,
  sql`${ordinaryForm} and (${fact('sirene', sql`${flag} = 'N'`)} or (${fact('sirene', sql`${flag} is null`)} and ${absentFromEssLists}))`,
)

const kindIn = (kinds: readonly string[]) => sql`f.statement->>'structureKind' = any(${all(kinds)})`
function structures(kinds: readonly string[], covers: readonly string[]) {
  const wholeCompany = kinds.filter((kind) => !ONE_ESTABLISHMENT.includes(kind))
  const yes = sql`${fact('siae', sql`${kindIn(kinds)} and f.siret = h.identifier`)} or ${fact('siae', kindIn(wholeCompany))}`
  return threeWay(
    yes,
    sql`not ${fact('siae', kindIn(kinds))} and not ${isNamedUnusably('siae')} and ${latestIsComplete('siae', covers)}`,
  )
}

const inclusive = structures([...SIAE, ...HANDICAP, ...OTHER_INCLUSIVE], ['inclusive'])

/** The outcome of `h` (a holder: its `siren`, `identifier` and `day`) for each perimeter, from facts and lists. */
export const OUTCOMES: Readonly<Record<ShareRequest['perimeter'], RawBuilder<unknown>>> = {
  ess,
  'ess-register': threeWay(
    sql`${flagO} or ${listed}`,
    sql`${fact('sirene')} and ${latestIsComplete('ess-france', ['ess'])}`,
  ),
  esus: threeWay(agreed, sql`${latestIsComplete('esus', ['esus'])} and not ${isNamedUnusably('esus')}`),
  siae: structures(SIAE, ['siae', 'inclusive']),
  handicap: structures(HANDICAP, ['inclusive']),
  inclusive,
  'ess-wide': sql`case when ${ess} = 'yes' or ${inclusive} = 'yes' then 'yes'
    when ${ess} = 'no' and ${inclusive} = 'no' then 'no' else 'undetermined' end`,
}

/** Groups, current records, first notification day and latest amount, from the raw records. */
const CURRENT = sql`
  with keyed as (
    select c.*, (select coalesce(string_agg(coalesce(h.scheme || h.identifier, h.identifier, h.name), '/' order by coalesce(h.scheme || h.identifier, h.identifier, h.name)), '')
        from contract_holders h where h.contract_id = c.id) as holder_set
    from contracts c
  ), grouped as (
    select *, case when source_id is null then id::text else concat_ws('#', buyer_id, source_id, coalesce(lot, '-'), holder_set) end as group_key from keyed
  ), dated as (
    select *, max(coalesce(published_on, '0001-01-01')) over (partition by group_key) as last_published,
      case when is_version_dated
        then min(case when version = 0 and notified_on >= '1990-01-01' then notified_on end) over (partition by group_key)
        else notified_on end as day
    from grouped
  ), latest as (
    select *, max(case when is_version_dated then coalesce(notified_on, '0001-01-01') else '0001-01-01' end) over (partition by group_key) as last_version,
      bool_or(not is_superseded) over (partition by group_key, case when is_version_dated then notified_on end) as has_other
    from dated where coalesce(published_on, '0001-01-01') = last_published
  ), distinct_records as (
    select distinct on (group_key, object, initial_amount_cents) * from latest
    where (case when is_version_dated then coalesce(notified_on, '0001-01-01') else '0001-01-01' end) = last_version
      and (not is_superseded or not has_other)
    order by group_key, object, initial_amount_cents, is_superseded, amendment_count desc, filled_count desc, notified_on, id
  ), current as (
    select * from distinct_records c where not (is_superseded and exists (
      select from keyed later where later.buyer_id = c.buyer_id and not later.is_superseded and later.object = c.object
        and later.holder_set = c.holder_set and length(c.source_id) > 6
        and later.source_id ~ '[0-9]{2}$' and c.source_id ~ '[0-9]{2}$' and right(later.source_id, 2) > right(c.source_id, 2)
        and substr(later.source_id, 1, length(later.source_id) - 2) = substr(c.source_id, 1, length(c.source_id) - 2)))
      and not (version > 0 and exists (
      select from contracts base where base.buyer_id = c.buyer_id and base.source_id = c.source_id and base.version = 0
        and base.object is not distinct from c.object and base.amendment_count >= c.version))
  ), amounts as (
    select c.id, c.buyer_id, c.buyer_siren, c.kind, c.source_id, c.framework_id, c.day,
      coalesce(a.amount_cents, c.initial_amount_cents) as raw_cents, a.contract_id is not null as is_amended, a.amount_flag as a_flag, c.initial_amount_flag as i_flag
    from current c left join lateral (
      select * from contract_amendments a where a.contract_id = c.id and (a.amount_cents is not null or a.amount_flag is not null)
      order by a.position desc limit 1) a on true
  )
  select m.id, m.buyer_id, m.buyer_siren, m.kind, m.day,
    case when (case when is_amended then a_flag else i_flag end) is null then raw_cents end as cents,
    m.kind = 'call-off' and links.parents is not null as known,
    m.kind in ('framework', 'contract') and children.calls is not null as is_parent
  from amounts m
    left join (
      select c.id, count(*) as parents from amounts c join amounts p
        on p.source_id = c.framework_id and coalesce(p.buyer_siren, p.buyer_id) = coalesce(c.buyer_siren, c.buyer_id)
      where c.kind = 'call-off' and p.kind in ('framework', 'contract') and p.id <> c.id group by c.id
    ) as links on links.id = m.id
    left join (
      select p.id, count(*) as calls from amounts c join amounts p
        on p.source_id = c.framework_id and coalesce(p.buyer_siren, p.buyer_id) = coalesce(c.buyer_siren, c.buyer_id)
      where c.kind = 'call-off' and p.id <> c.id group by p.id
    ) as children on children.id = m.id
`

/** Makes the recomputed contracts once: temporary table `oracle_contracts`, on a connection that is kept. */
export async function prepareOracle(db: Db): Promise<void> {
  await sql`drop table if exists oracle_holders, oracle_contracts`.execute(db)
  await sql`create table oracle_contracts as ${CURRENT}`.execute(db)
  const columns = Object.entries(OUTCOMES).map(([id, outcome]) => sql`${outcome} as ${sql.id(id)}`)
  await sql`
    create table oracle_holders as
    select h.*, ${sql.join(columns)} from (
      select c.id, c.day, h.position, h.identifier, s.siren
      from oracle_contracts c join contract_holders h on h.contract_id = c.id left join suppliers s on s.id = h.supplier_id
      where c.day is not null
    ) as h
  `.execute(db)
  await sql`create index on oracle_holders (id)`.execute(db)
  await sql`analyze oracle_holders`.execute(db)
}

export type OracleRow = Record<'contracts' | 'cents', Record<'yes' | 'no' | 'undetermined', bigint>>

type Answer = 'yes' | 'no' | 'undetermined'
type ContractRow = {
  kind: string
  known: boolean
  is_parent: boolean
  cents: bigint | null
  outcomes: Answer[] | null
}

function isCounted({ kind, known, is_parent }: ContractRow, frameworks: ShareRequest['frameworks']): boolean {
  if (kind === 'concession' || (frameworks === 'ceilings' && known)) return false
  return frameworks !== 'call-offs' || (kind !== 'framework' && !is_parent)
}

function addContract(
  result: OracleRow,
  { cents, outcomes }: ContractRow,
  holders: ShareRequest['holders'],
): void {
  const answers = outcomes ?? ['undetermined']
  const any = answers.includes('yes') ? 'yes' : answers.includes('undetermined') ? 'undetermined' : 'no'
  const whole = holders === 'lead' ? (answers[0] ?? any) : any
  result.contracts[whole] += 1n
  if (cents === null) return
  if (holders !== 'equal-split') result.cents[whole] += cents
  else
    answers.forEach((answer, index) => {
      const count = BigInt(answers.length)
      result.cents[answer] += cents / count + (index === 0 ? cents % count : 0n)
    })
}

/** The parts of a dated share, one contract after the other in JavaScript, from the rows of plain SQL. */
export async function recomputeShare(
  db: Db,
  request: ShareRequest & { from: string; to: string },
): Promise<OracleRow> {
  const { buyers, perimeter, from, to, holders, frameworks } = request
  const { rows } = await sql<ContractRow>`
    select c.id, c.kind, c.known, c.is_parent, c.cents,
      (select array_agg(h.${sql.id(perimeter)} order by h.position) from oracle_holders h where h.id = c.id) as outcomes
    from oracle_contracts c
    where c.day between ${from} and ${to}
      and (${buyers.length === 0} or left(c.buyer_id, 9) = any(${all(buyers)}) or c.buyer_id = any(${all(buyers)}))
  `.execute(db)
  const result: OracleRow = {
    contracts: { yes: 0n, no: 0n, undetermined: 0n },
    cents: { yes: 0n, no: 0n, undetermined: 0n },
  }
  for (const row of rows) if (isCounted(row, frameworks)) addContract(result, row, holders)
  return result
}
