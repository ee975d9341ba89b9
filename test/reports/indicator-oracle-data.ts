import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import { REGIONS } from '../../src/domain/buyer/regions.ts'
import { loadClausesRaw } from './insertion-oracle.ts'
import { DOUBTFUL_CATEGORIES, ESS_CATEGORIES, OUTCOMES, prepareOracle } from './share-oracle.ts'

// A second reading of domain.md, in plain loops over raw rows: it knows nothing of the engine's filters, breakdowns and joins.

export type Answer = 'yes' | 'no' | 'undetermined'
export type Holder = {
  siren: string | null
  isSiret: boolean
  isUsable: boolean
  perimeters: Record<string, Answer>
  family: string
  department: string
  /** How near the buyer, by plain reading of what files say. */
  proximity: string
}
export type Contract = {
  id: string
  buyer: string
  buyerId: string
  kind: string
  day: string | null
  known: boolean
  isParent: boolean
  cents: bigint | null
  procedure: string | null
  cpv: string | null
  social: string[] | null
  environmental: string[] | null
  tags: string[]
  /** Why the amount cannot be used, before and after amendments as they were read. */
  flag: string | null
  offers: number | null
  /** An insertion clause in force is recorded on it. */
  hasClause: boolean
  /** Fields that the record fills, by the name of the column. */
  filled: Record<string, boolean>
  holders: Holder[]
  /** Months of the latest amendment that gives some, else of the record. */
  months: number | null
  acts: { perimeters: Record<string, Answer>; cents: bigint | null }[]
}
type Agreement = { siren: string; from: string | null; to: string }
export type OracleData = {
  contracts: Contract[]
  agreements: Agreement[]
  listedToday: Set<string>
  lists: Set<string>
  rules: { prefix: string; transition: string }[]
  groups: Map<string, string[]>
}

export const PERIMETERS = ['ess', 'ess-register', 'esus', 'siae', 'handicap', 'inclusive', 'ess-wide']

/** Whether each field is filled, by its name in `filled-fields`. */
const FILLED = sql`jsonb_build_object(
  'number', c.source_id is not null, 'object', c.object is not null, 'cpv', c.cpv is not null, 'procedure', c.procedure is not null,
  'amount', c.initial_amount_cents is not null, 'notification-date', c.notified_on is not null,
  'publication-date', c.published_on is not null, 'duration', c.duration_months is not null,
  'place', c.place_code is not null or c.place_name is not null, 'offers', c.offers_received is not null,
  'price-form', c.price_form is not null, 'social-considerations', c.social_considerations is not null,
  'environmental-considerations', c.environmental_considerations is not null, 'subcontracting', c.subcontracting_declared is not null
)`

/** Every raw row that the oracle reads, once. */
export async function loadOracle(db: Db, today: string): Promise<OracleData> {
  await prepareOracle(db)
  const { rows: contracts } = await sql<Omit<Contract, 'holders' | 'acts' | 'hasClause'>>`
    select o.id, coalesce(c.buyer_siren, c.buyer_id) as buyer, c.buyer_id as "buyerId", o.kind, o.day::text as day, o.known, o.is_parent as "isParent", o.cents,
      coalesce((select array_agg(t.tag) from contract_tags t where t.group_id = c.group_id), '{}') as tags, c.procedure, c.cpv, c.offers_received as offers,
      coalesce((select a.duration_months from contract_amendments a where a.contract_id = c.id and a.duration_months is not null
        order by a.position desc limit 1), c.duration_months) as months,
      (select case when exists (select from contract_amendments a where a.contract_id = c.id and (a.amount_cents is not null or a.amount_flag is not null)) then
        (select a.amount_flag from contract_amendments a where a.contract_id = c.id and (a.amount_cents is not null or a.amount_flag is not null) order by a.position desc limit 1)
        else c.initial_amount_flag end) as flag,
      ${FILLED} as filled, c.social_considerations as social, c.environmental_considerations as environmental
    from oracle_contracts o join contracts c on c.id = o.id
  `.execute(db)
  const clauses = await loadClausesRaw(db)
  const columns = sql.join(PERIMETERS.map((id) => sql`o.${sql.id(id)}`))
  const { rows: holders } = await sql<Record<string, string | null> & { id: string }>`
    select h.contract_id as id, h.scheme, h.identifier, s.siren as unit, s.id::text as supplier, o.siren, ${columns}
    from contract_holders h left join oracle_holders o on o.id = h.contract_id and o.position = h.position
      left join suppliers s on s.id = h.supplier_id
    order by h.contract_id, h.position
  `.execute(db)
  const byContract = Map.groupBy(holders, ({ id }) => id)
  const { rows: acts } = await sql<Record<string, string | null> & { id: string }>`
    select h.*, ${sql.join(Object.entries(OUTCOMES).map(([id, outcome]) => sql`${outcome} as ${sql.id(id)}`))} from (
      select a.contract_id as id, a.position, a.identifier, s.siren, coalesce(a.notified_on, o.day) as day,
        case when a.amount_flag is null then a.amount_cents end::text as cents
      from contract_subcontracts a join oracle_contracts o on o.id = a.contract_id left join suppliers s on s.id = a.supplier_id
      where o.day is not null
    ) as h
  `.execute(db)
  const actsOf = Map.groupBy(acts, ({ id }) => id)
  const { rows: agreements } = await sql<Agreement>`
    select siren, valid_from::text as from, valid_to::text as to from facts where source = 'esus' and valid_to is not null
  `.execute(db)
  const { rows: listed } = await sql<{ siren: string }>`
    select siren from facts where source = 'siae' and closed_on is null and statement->>'structureKind' is not null
      and coalesce(valid_from, ${today}) <= ${today} and coalesce(valid_to, ${today}) >= ${today}
  `.execute(db)
  const { rows: lists } = await sql<{
    covers: string
  }>`select distinct covers from reference_lists where is_complete`.execute(db)
  const { rows: units } = await sql<{ siren: string; category: string | null }>`
    select siren, statement->>'legalCategory' as category from facts where source = 'sirene' and closed_on is null
  `.execute(db)
  const categories = new Map(units.map(({ siren, category }) => [siren, category]))
  const { rows: places } = await sql<Place>`
    select siren, siret, lpad(substring(details->>'department' from '^[0-9AB]+'), 2, '0') as department from facts
    where closed_on is null and details->>'department' is not null order by seen_on desc, 3
  `.execute(db)
  const placesOf = Map.groupBy(places, ({ siren }) => siren)
  const published = await loadPublished(db)
  const { rows: rules } = await sql<{ prefix: string; transition: string }>`
    select cpv_prefix as prefix, transition from transitions
  `.execute(db)
  const { rows: members } = await sql<{ group: string; buyer: string }>`
    select group_id as group, buyer from buyer_group_members
  `.execute(db)
  return {
    rules,
    groups: new Map(
      [...Map.groupBy(members, ({ group }) => group)].map(([group, found]) => [
        group,
        found.map(({ buyer }) => buyer),
      ]),
    ),
    contracts: contracts.map(({ id, ...contract }) => ({
      ...contract,
      id,
      hasClause: clauses.some(({ contractIds }) => contractIds.includes(id)),
      acts: (actsOf.get(id) ?? []).map((row) => ({
        perimeters: Object.fromEntries(PERIMETERS.map((one) => [one, row[one] as Answer])),
        cents: row.cents == null ? null : BigInt(row.cents),
      })),
      holders: (byContract.get(id) ?? []).map((row) => ({
        ...placeOf(
          row,
          departmentOf(placesOf.get(row.unit ?? '') ?? [], row.identifier ?? null),
          contract.buyerId,
          published,
        ),
        siren: row.siren ?? null,
        isSiret: row.scheme === 'SIRET',
        isUsable: row.supplier != null,
        family: familyOf(categories.get(row.unit ?? '')),
        perimeters: Object.fromEntries(
          PERIMETERS.map((perimeter) => [perimeter, (row[perimeter] ?? 'undetermined') as Answer]),
        ),
      })),
    })),
    agreements,
    listedToday: new Set(listed.map(({ siren }) => siren)),
    lists: new Set(lists.map(({ covers }) => covers)),
  }
}

/** Departments and communes that files give, by `supplier:` or `buyer:` and its id. */
type Published = Map<string, { departments: Set<string>; communes: Set<string> }>

async function loadPublished(db: Db): Promise<Published> {
  const { rows } = await sql<{ party: string; department: string; commune: string | null }>`
    select coalesce('buyer:' || buyer_id, 'supplier:' || supplier_id) as party, department, commune from import_places
  `.execute(db)
  const said = [...Map.groupBy(rows, ({ party }) => party)].map(
    ([party, found]) =>
      [
        party,
        {
          departments: new Set(found.map(({ department }) => department)),
          communes: new Set(found.flatMap(({ commune }) => commune ?? [])),
        },
      ] as const,
  )
  return new Map(said)
}

/** The only one of what files give; `null`: none, or several. */
const only = (values: Set<string> | undefined) => (values?.size === 1 ? ([...values][0] as string) : null)

const regionOf = (department: string) =>
  REGIONS.find(({ departments }) => departments.includes(department))?.title ?? null

/** The seat that the SIREN of a local body tells, overseas and Corsica left aside. */
const seatOf = (buyer: string) =>
  /^2[12456](?!97|20)\d{7}/.test(buyer) && regionOf(buyer.slice(2, 4)) !== null ? buyer.slice(2, 4) : null

/** Where a holder is: as lists say, else as files do; and how near its buyer. */
function placeOf(
  { scheme, supplier }: Record<string, string | null>,
  listed: string,
  buyerId: string,
  published: Published,
): Pick<Holder, 'department' | 'proximity'> {
  const said = published.get(`supplier:${supplier}`)
  const own = only(said?.departments)
  const department = listed === 'unknown' ? (own ?? 'unknown') : listed
  const ofBuyer = published.get(`buyer:${buyerId}`)
  const here = only(ofBuyer?.departments) ?? seatOf(buyerId)
  const isNear = department === here
  const towns = [only(said?.communes), only(ofBuyer?.communes)]
  const isSameTown = isNear && own === department && towns[0] !== null && towns[0] === towns[1]
  const isAbroad = scheme === 'TVA' || scheme === 'HORS-UE' || department === '99'
  if (isAbroad || department === 'unknown' || here === null)
    return { department, proximity: isAbroad ? 'abroad' : 'unknown' }
  if (isNear) return { department, proximity: isSameTown ? 'same-commune' : 'same-department' }
  const isSameRegion = regionOf(here) !== null && regionOf(here) === regionOf(department)
  return { department, proximity: isSameRegion ? 'same-region' : 'elsewhere' }
}

export type Place = { siren: string; siret: string | null; department: string }

/** Where a list says the establishment is, else where all lists of the unit say it is. */
function departmentOf(places: readonly Place[], identifier: string | null): string {
  const here = places.find(({ siret }) => siret !== null && siret === identifier)
  if (here) return here.department
  const departments = new Set(places.map(({ department }) => department))
  return departments.size === 1 ? (places[0]?.department ?? 'unknown') : 'unknown'
}

const ASSOCIATIONS = ['5195', '9210', '9220', '9221', '9222', '9223', '9230', '9260']
function familyOf(category: string | null | undefined): string {
  if (!category || category === '0000') return category === '0000' ? 'doubtful' : 'unknown'
  if (DOUBTFUL_CATEGORIES.includes(category)) return 'doubtful'
  if (ASSOCIATIONS.includes(category)) return 'association'
  if (category === '9300') return 'foundation'
  if (['6411', '8210', '8250', '8290'].includes(category)) return 'mutual'
  if (ESS_CATEGORIES.includes(category)) return 'cooperative'
  if (category.startsWith('5')) return 'company'
  return category.startsWith('7') ? 'public-body' : 'other'
}
