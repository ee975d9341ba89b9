import type { IndicatorRequest } from '../../src/reports/indicator-request.ts'
import {
  type Answer,
  type Contract,
  type Holder,
  type OracleData,
  PERIMETERS,
} from './indicator-oracle-data.ts'

type Parts = Record<Answer, bigint>
export type OracleFigure = {
  contracts: Parts
  cents: Parts
  outOfValue: bigint
  offers?: { contracts: bigint; received: bigint }
}
export type OracleAnswer = {
  total: OracleFigure
  rows: Record<string, OracleFigure>
  excluded: { concession: bigint; framework: bigint; 'call-off': bigint; undated: bigint }
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

/** What each holder, act or record answers; `null`: the indicator does not look at the contract. */
function answersOf(
  data: OracleData,
  { id, perimeter, territory, field, threshold = 0n }: IndicatorRequest,
): (contract: Contract) => Answer[] | null {
  const { agreements, listedToday, lists } = data
  const ofHolders =
    (answer: (holder: Holder) => Answer) =>
    ({ holders }: Contract): Answer[] =>
      holders.length === 0 ? ['undetermined'] : holders.map(answer)
  if (id === 'local-share')
    return ofHolders(({ department }) =>
      department === 'unknown' ? 'undetermined' : territory?.includes(department) ? 'yes' : 'no',
    )
  if (id === 'determined-suppliers')
    return (contract) => {
      const answers = ofHolders((holder) => holder.perimeters[perimeter ?? 'ess'] as Answer)(contract)
      return [answers.includes('yes') || !answers.includes('undetermined') ? 'yes' : 'no']
    }
  if (id === 'indirect-share')
    return ({ acts }) =>
      acts.length === 0 ? null : acts.map((act) => act.perimeters[perimeter ?? 'ess'] as Answer)
  if (id === 'single-offer') return ({ offers }) => [offers ? (offers === 1 ? 'yes' : 'no') : 'undetermined']
  if (id === 'insertion-contracts' || id === 'insertion-mandatory')
    return ({ hasClause, social, cents, day }) => {
      const isDue = cents !== null && cents >= threshold && day !== null && day >= '2026-08-22'
      if (id === 'insertion-mandatory' && !isDue) return null
      const isAnnounced = social?.includes('execution-clause') || social?.includes('reserved-contract')
      return [hasClause ? 'yes' : isAnnounced ? 'undetermined' : 'no']
    }
  if (id === 'usable-amounts') return ({ flag }) => [flag === null ? 'yes' : 'no']
  if (id === 'filled-fields')
    return ({ filled, holders }) => [
      (field === 'holders' ? holders.some(({ isUsable }) => isUsable) : filled[field as string])
        ? 'yes'
        : 'no',
    ]
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

export const KEYS: Readonly<Record<string, (contract: Contract, data: OracleData) => string[]>> = {
  year: ({ day }) => [String(day).slice(0, 4)],
  quarter: ({ day }) => [`${String(day).slice(0, 4)}-T${Math.ceil(Number(String(day).slice(5, 7)) / 3)}`],
  buyer: ({ buyer }) => [buyer],
  kind: ({ kind }) => [kind],
  procedure: ({ procedure }) => [procedureOf(procedure)],
  category: ({ cpv }) => [categoryOf(cpv)],
  'cpv-division': ({ cpv }) => [cpv?.slice(0, 2) ?? 'unknown'],
  amount: ({ cents }) => [bandOf(cents)],
  'amount-flag': ({ flag }) => [flag ?? 'usable'],
  perimeter: perimetersOf,
  family: ({ holders }) => orUnknown(holders.map(({ family }) => family)),
  department: ({ holders }) => orUnknown(holders.map(({ department }) => department)),
  proximity: ({ holders }) => orUnknown(holders.map(({ proximity }) => proximity)),
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

/** The day so many months later, the last of its month where that one is shorter. */
function endOf({ day, months }: Contract): string | null {
  if (day === null || months === null || months < 1 || months > 600) return null
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

function endsWithin(contract: Contract, { endsFrom, endsTo }: IndicatorRequest['filters']): boolean {
  if (endsFrom === undefined && endsTo === undefined) return true
  const end = endOf(contract)
  return end !== null && end >= (endsFrom ?? '') && end <= (endsTo ?? '9999')
}

export function isKept(contract: Contract, { filters }: IndicatorRequest, data: OracleData): boolean {
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
    endsWithin(contract, filters) &&
    isIn(contract.kind, kinds) &&
    isIn(procedureOf(contract.procedure), procedures) &&
    isIn(categoryOf(contract.cpv), categories) &&
    isIn(bandOf(contract.cents), amounts) &&
    meets(KEYS.family?.(contract, data), filters.holderFamilies) &&
    meets(KEYS.department?.(contract, data), filters.holderDepartments) &&
    meets(KEYS.proximity?.(contract, data), filters.proximities) &&
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

function add(
  figure: OracleFigure,
  answers: Answer[],
  contract: Contract,
  { id, holders }: IndicatorRequest,
): void {
  const { cents, offers, acts } = contract
  const any = answers.includes('yes') ? 'yes' : answers.includes('undetermined') ? 'undetermined' : 'no'
  const whole = holders === 'lead' ? (answers[0] as Answer) : any
  figure.contracts[whole] += 1n
  if (id === 'single-offer') {
    figure.offers ??= { contracts: 0n, received: 0n }
    if (offers) figure.offers.contracts += 1n
    if (offers) figure.offers.received += BigInt(offers)
  }
  if (id === 'indirect-share') {
    if (acts.some((act) => act.cents === null)) figure.outOfValue += 1n
    answers.forEach((answer, index) => {
      figure.cents[answer] += acts[index]?.cents ?? 0n
    })
  } else if (cents === null) figure.outOfValue += 1n
  else if (holders !== 'equal-split') figure.cents[whole] += cents
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
  const { id, filters, frameworks = 'ceilings', by } = request
  const answer: OracleAnswer = {
    total: nothing(),
    rows: {},
    excluded: { concession: 0n, framework: 0n, 'call-off': 0n, undated: 0n },
  }
  const answersIn = answersOf(data, request)
  if (id === 'single-offer') answer.total.offers = { contracts: 0n, received: 0n }
  for (const contract of data.contracts) {
    const isDated = contract.day !== null && contract.day >= '1990-01-01' && contract.day <= today
    const isOfPeriod =
      !isDated || (String(contract.day) >= filters.from && String(contract.day) <= filters.to)
    const placed = isDated ? contract : { ...contract, day: null }
    if (!isOfPeriod || !isKept(placed, request, data)) continue
    const answers = answersIn(contract)
    if (answers === null) continue
    const reason = reasonOf(contract, frameworks, today)
    if (reason !== null) {
      answer.excluded[reason] += 1n
      continue
    }
    add(answer.total, answers, contract, request)
    for (const key of by ? (KEYS[by]?.(contract, data) ?? []) : []) {
      answer.rows[key] ??= nothing()
      add(answer.rows[key], answers, contract, request)
    }
  }
  return answer
}
