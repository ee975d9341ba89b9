import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import type { IndicatorRequest } from '../../src/reports/indicator-request.ts'
import { DOUBTFUL_CATEGORIES, ESS_CATEGORIES, prepareOracle } from './share-oracle.ts'

// A second reading of domain.md, in plain loops over raw rows: it knows nothing of the engine's filters, breakdowns and joins.

type Answer = 'yes' | 'no' | 'undetermined'
type Parts = Record<Answer, bigint>
export type OracleFigure = { contracts: Parts; cents: Parts; outOfValue: bigint }
export type OracleAnswer = {
  total: OracleFigure
  rows: Record<string, OracleFigure>
  excluded: { concession: bigint; framework: bigint; 'call-off': bigint; undated: bigint }
}

type Holder = {
  siren: string | null
  isSiret: boolean
  perimeters: Record<string, Answer>
  family: string
  department: string
}
type Contract = {
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
  holders: Holder[]
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

const PERIMETERS = ['ess', 'ess-register', 'esus', 'siae', 'handicap', 'inclusive', 'ess-wide']

/** Every raw row that the oracle reads, once. */
export async function loadOracle(db: Db, today: string): Promise<OracleData> {
  await prepareOracle(db)
  const { rows: contracts } = await sql<Omit<Contract, 'holders'> & { id: string }>`
    select o.id, coalesce(c.buyer_siren, c.buyer_id) as buyer, c.buyer_id as "buyerId", o.kind, o.day::text as day, o.known, o.is_parent as "isParent", o.cents,
      coalesce((select array_agg(t.tag) from contract_tags t where t.group_id = c.group_id), '{}') as tags, c.procedure, c.cpv, c.social_considerations as social, c.environmental_considerations as environmental
    from oracle_contracts o join contracts c on c.id = o.id
  `.execute(db)
  const columns = sql.join(PERIMETERS.map((id) => sql`o.${sql.id(id)}`))
  const { rows: holders } = await sql<Record<string, string | null> & { id: string }>`
    select h.contract_id as id, h.scheme, h.identifier, s.siren as unit, o.siren, ${columns}
    from contract_holders h left join oracle_holders o on o.id = h.contract_id and o.position = h.position
      left join suppliers s on s.id = h.supplier_id
    order by h.contract_id, h.position
  `.execute(db)
  const byContract = Map.groupBy(holders, ({ id }) => id)
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
      holders: (byContract.get(id) ?? []).map((row) => ({
        siren: row.siren ?? null,
        isSiret: row.scheme === 'SIRET',
        family: familyOf(categories.get(row.unit ?? '')),
        department: departmentOf(placesOf.get(row.unit ?? '') ?? [], row.identifier ?? null),
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

type Place = { siren: string; siret: string | null; department: string }

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

/** What `domain.md` says each indicator counts. */
const PERIMETER_OF: Readonly<Record<string, string>> = {
  'ess-share': 'ess',
  'esus-share': 'esus',
  'inclusive-share': 'inclusive',
  'siae-share': 'siae',
  'handicap-share': 'handicap',
}
const SAID: Readonly<Record<string, ['social' | 'environmental', string | null]>> = {
  'social-consideration': ['social', null],
  'social-clause': ['social', 'execution-clause'],
  'social-criterion': ['social', 'award-criterion'],
  'reserved-contracts': ['social', 'reserved-contract'],
  'environmental-consideration': ['environmental', null],
  'environmental-clause': ['environmental', 'execution-clause'],
  'environmental-criterion': ['environmental', 'award-criterion'],
}

function answersOf(
  { agreements, listedToday, lists }: OracleData,
  id: string,
  perimeter: string | undefined,
) {
  const found = PERIMETER_OF[id]
  if (found !== undefined)
    return ({ holders }: Contract): Answer[] =>
      holders.length === 0
        ? ['undetermined']
        : holders.map((holder) => holder.perimeters[perimeter ?? found] as Answer)
  const said = SAID[id]
  if (said !== undefined)
    return (contract: Contract): Answer[] => {
      const labels = contract[said[0]]
      if (labels === null) return ['undetermined']
      return [(said[1] === null ? labels.length > 0 : labels.includes(said[1])) ? 'yes' : 'no']
    }
  const [isCovered, isYes] =
    id === 'national-esus'
      ? ([
          lists.has('esus'),
          (siren: string, day: string) => agreements.some((one) => one.siren === siren && one.to > day),
        ] as const)
      : ([lists.has('inclusive'), (siren: string) => listedToday.has(siren)] as const)
  return ({ holders, day }: Contract): Answer[] => {
    const hit = holders.some(({ siren, isSiret }) => isSiret && siren !== null && isYes(siren, day as string))
    return [hit ? 'yes' : isCovered ? 'no' : 'undetermined']
  }
}

const bandOf = (cents: bigint | null): string => {
  if (cents === null) return 'unknown'
  const euros = Number(cents) / 100
  const bands: [number, string][] = [
    [40_000, 'under-40k'],
    [90_000, '40k-90k'],
    [200_000, '90k-200k'],
    [1_000_000, '200k-1m'],
    [5_000_000, '1m-5m'],
  ]
  return bands.find(([below]) => euros < below)?.[1] ?? 'over-5m'
}

function categoryOf(cpv: string | null): string {
  const division = cpv === null ? Number.NaN : Number(cpv.slice(0, 2))
  if (division === 45) return 'works'
  if ((division >= 3 && division <= 44) || division === 48) return 'supplies'
  return division >= 50 && division <= 98 ? 'services' : 'unknown'
}

const WORDS: [string, string][] = [
  ['sans publicité', 'without-publicity'],
  ['procédure adaptée', 'adapted'],
  ["appel d'offres ouvert", 'open'],
  ["appel d'offres restreint", 'restricted'],
  ['dialogue compétitif', 'dialogue'],
  ['négoci', 'negotiated'],
]
function procedureOf(procedure: string | null): string {
  if (procedure === null) return 'unknown'
  const text = procedure.toLowerCase().replaceAll('’', "'")
  return WORDS.find(([word]) => text.includes(word))?.[1] ?? 'other'
}

function perimetersOf({ holders }: Contract): string[] {
  const yes = PERIMETERS.filter((id) => holders.some(({ perimeters }) => perimeters[id] === 'yes'))
  if (yes.length > 0) return yes
  const isSure =
    holders.length > 0 && holders.every(({ perimeters }) => PERIMETERS.every((id) => perimeters[id] === 'no'))
  return [isSure ? 'none' : 'undetermined']
}

const orUnknown = (keys: string[]) => (keys.length === 0 ? ['unknown'] : [...new Set(keys)])

function transitionsOf({ rules }: OracleData, cpv: string | null): string[] {
  if (cpv === null) return ['unknown']
  const found = rules.filter(({ prefix }) => cpv.startsWith(prefix))
  const longest = Math.max(0, ...found.map(({ prefix }) => prefix.length))
  const kept = found.filter(({ prefix }) => prefix.length === longest).map(({ transition }) => transition)
  return kept.length === 0 ? ['none'] : kept
}

/** Phases that overlap in 2025, as those of the first plan that was read. */
export const ORACLE_PHASES = [
  { label: 'Première', from: '2022-01-01', to: '2023-12-31' },
  { label: 'Deuxième', from: '2024-01-01', to: '2025-12-31' },
  { label: 'Troisième', from: '2025-01-01', to: '2026-12-31' },
]

const KEYS: Readonly<Record<string, (contract: Contract, data: OracleData) => string[]>> = {
  year: ({ day }) => [String(day).slice(0, 4)],
  quarter: ({ day }) => [`${String(day).slice(0, 4)}-T${Math.ceil(Number(String(day).slice(5, 7)) / 3)}`],
  buyer: ({ buyer }) => [buyer],
  kind: ({ kind }) => [kind],
  procedure: ({ procedure }) => [procedureOf(procedure)],
  category: ({ cpv }) => [categoryOf(cpv)],
  'cpv-division': ({ cpv }) => [cpv?.slice(0, 2) ?? 'unknown'],
  amount: ({ cents }) => [bandOf(cents)],
  perimeter: perimetersOf,
  family: ({ holders }) => orUnknown(holders.map(({ family }) => family)),
  department: ({ holders }) => orUnknown(holders.map(({ department }) => department)),
  tag: ({ tags }) => (tags.length === 0 ? ['none'] : tags),
  transition: ({ cpv }, data) => transitionsOf(data, cpv),
  phase: ({ day }) => {
    const phases = ORACLE_PHASES.filter(({ from, to }) => String(day) >= from && String(day) <= to)
    return phases.length === 0 ? ['outside'] : phases.map(({ label }) => label)
  },
}

const isIn = (value: string, asked: readonly string[] | undefined) =>
  asked === undefined || asked.length === 0 || asked.includes(value)

const meets = (keys: readonly string[] | undefined, asked: readonly string[] | undefined) =>
  !asked?.length || asked.some((value) => keys?.includes(value))

function isKept(contract: Contract, { filters }: IndicatorRequest, data: OracleData): boolean {
  const { buyers, groups = [], kinds, procedures, cpv, categories, amounts, holderPerimeters } = filters
  const asked = [...buyers, ...groups.flatMap((group) => data.groups.get(group) ?? [])]
  const isOfBuyer = asked.length === 0 || asked.includes(contract.buyer) || asked.includes(contract.buyerId)
  const isOfCpv = !cpv?.length || cpv.some((prefix) => contract.cpv?.startsWith(prefix))
  const isOfPerimeter =
    !holderPerimeters?.length ||
    holderPerimeters.some((id) => contract.holders.some(({ perimeters }) => perimeters[id] === 'yes'))
  return (
    isOfBuyer &&
    isOfCpv &&
    isOfPerimeter &&
    isIn(contract.kind, kinds) &&
    isIn(procedureOf(contract.procedure), procedures) &&
    isIn(categoryOf(contract.cpv), categories) &&
    isIn(bandOf(contract.cents), amounts) &&
    meets(KEYS.family?.(contract, data), filters.holderFamilies) &&
    meets(KEYS.department?.(contract, data), filters.holderDepartments) &&
    meets(KEYS.tag?.(contract, data), filters.tags) &&
    meets(KEYS.transition?.(contract, data), filters.transitions)
  )
}

function reasonOf({ kind, day, known, isParent }: Contract, frameworks: string, today: string) {
  if (kind === 'concession') return 'concession'
  if (day === null || day < '1990-01-01' || day > today) return 'undated'
  if (frameworks === 'ceilings' && kind === 'call-off' && known) return 'call-off'
  return frameworks === 'call-offs' && (kind === 'framework' || isParent) ? 'framework' : null
}

const nothing = (): OracleFigure => ({
  contracts: { yes: 0n, no: 0n, undetermined: 0n },
  cents: { yes: 0n, no: 0n, undetermined: 0n },
  outOfValue: 0n,
})

function add(figure: OracleFigure, answers: Answer[], cents: bigint | null, method: string): void {
  const any = answers.includes('yes') ? 'yes' : answers.includes('undetermined') ? 'undetermined' : 'no'
  const whole = method === 'lead' ? (answers[0] as Answer) : any
  figure.contracts[whole] += 1n
  if (cents === null) figure.outOfValue += 1n
  else if (method !== 'equal-split') figure.cents[whole] += cents
  else
    answers.forEach((answer, index) => {
      const count = BigInt(answers.length)
      figure.cents[answer] += cents / count + (index === 0 ? cents % count : 0n)
    })
}

/** A dated figure, one contract after the other. */
export function recompute(
  data: OracleData,
  request: IndicatorRequest & { filters: { from: string; to: string } },
  today: string,
): OracleAnswer {
  const { id, filters, perimeter, holders = 'any-holder', frameworks = 'ceilings', by } = request
  const answer: OracleAnswer = {
    total: nothing(),
    rows: {},
    excluded: { concession: 0n, framework: 0n, 'call-off': 0n, undated: 0n },
  }
  const answersIn = answersOf(data, id, perimeter)
  for (const contract of data.contracts) {
    const isDated = contract.day !== null && contract.day >= '1990-01-01' && contract.day <= today
    const isOfPeriod =
      !isDated || (String(contract.day) >= filters.from && String(contract.day) <= filters.to)
    if (!isOfPeriod || !isKept(contract, request, data)) continue
    const reason = reasonOf(contract, frameworks, today)
    if (reason !== null) {
      answer.excluded[reason] += 1n
      continue
    }
    const answers = answersIn(contract)
    add(answer.total, answers, contract.cents, holders)
    for (const key of by ? (KEYS[by]?.(contract, data) ?? []) : []) {
      answer.rows[key] ??= nothing()
      add(answer.rows[key], answers, contract.cents, holders)
    }
  }
  return answer
}
