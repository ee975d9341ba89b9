import type { Options } from 'yargs'
import { CONTRACT_KINDS } from '../domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../domain/contract-filter/amount-band.ts'
import {
  type ContractCriteria,
  type ContractFilters,
  DEPARTMENT_KEY,
} from '../domain/contract-filter/contract-filters.ts'
import { PROCEDURES } from '../domain/contract-filter/procedure.ts'
import { PROXIMITIES } from '../domain/contract-filter/proximity.ts'
import { PURCHASE_CATEGORIES } from '../domain/contract-filter/purchase-category.ts'
import { TRANSITION_KEYS } from '../domain/contract-filter/transition.ts'
import { parseDate } from '../domain/dates/iso-date.ts'
import { KNOWN_FAMILIES } from '../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'

/** The filters on contracts as typed. */
export type FilterArguments = {
  buyer?: readonly string[] | undefined
  from?: string | undefined
  to?: string | undefined
  kind?: readonly string[] | undefined
  procedure?: readonly string[] | undefined
  cpv?: readonly string[] | undefined
  category?: readonly string[] | undefined
  amount?: readonly string[] | undefined
  holderPerimeter?: readonly string[] | undefined
  holderFamily?: readonly string[] | undefined
  holderDepartment?: readonly string[] | undefined
  proximity?: readonly string[] | undefined
  tag?: readonly string[] | undefined
  transition?: readonly string[] | undefined
  group?: readonly string[] | undefined
  endsFrom?: string | undefined
  endsTo?: string | undefined
}

const repeatable = (describe: string): Options => ({ type: 'string', array: true, nargs: 1, describe })
const among = (what: string, values: readonly string[]) =>
  repeatable(`${what} : ${values.join(', ')} ; peut se répéter`)

/** Buyers and days, which payments have too. */
export const BUYER_AND_PERIOD_OPTIONS = {
  buyer: repeatable('SIREN ou SIRET de l’acheteur ; peut se répéter (par défaut : tous)'),
  from: { type: 'string', describe: 'Premier jour (notification, paiement), AAAA-MM-JJ' },
  to: { type: 'string', describe: 'Dernier jour (notification, paiement), AAAA-MM-JJ' },
} as const satisfies Record<string, Options>

/** What restricts contracts beside buyers and period: the same for every command that counts or lists them. */
export const CRITERIA_OPTIONS = {
  kind: among('Nature', CONTRACT_KINDS),
  procedure: among('Procédure', PROCEDURES),
  cpv: repeatable('Début du code CPV, de 2 à 8 chiffres ; peut se répéter'),
  category: among('Travaux, fournitures ou services', PURCHASE_CATEGORIES),
  amount: among('Tranche de montant', AMOUNT_BANDS),
  'holder-perimeter': among('Un titulaire au moins est du périmètre', PERIMETER_IDS),
  'holder-family': among('Famille juridique d’un titulaire', KNOWN_FAMILIES),
  'holder-department': repeatable('Département d’un titulaire (31, 2A…) ou unknown ; peut se répéter'),
  proximity: among('Proximité d’un titulaire avec l’acheteur', PROXIMITIES),
  tag: repeatable('Étiquette mise sur le marché, ou none ; peut se répéter'),
  transition: among('Transition', TRANSITION_KEYS),
  group: repeatable('Groupe d’acheteurs (voir groups) ; peut se répéter'),
  'ends-from': {
    type: 'string',
    describe: 'Fin estimée (notification + durée) ce jour ou plus tard, AAAA-MM-JJ',
  },
  'ends-to': { type: 'string', describe: 'Fin estimée ce jour ou plus tôt, AAAA-MM-JJ' },
} satisfies Record<string, Options>

const { kind, group: _group, ...OTHER_CRITERIA } = CRITERIA_OPTIONS

/** The same where `--kind` and `--group` tell buyers apart: the kind of contracts has another name, and buyers are chosen otherwise. */
export const CRITERIA_BESIDE_PEERS = {
  'contract-kind': among('Nature des marchés comptés', CONTRACT_KINDS),
  ...OTHER_CRITERIA,
} satisfies Record<string, Options>

/** How joint awards and frameworks are counted. */
export const METHOD_OPTIONS = {
  holders: { type: 'string', describe: 'Groupements : any-holder (par défaut), equal-split ou lead' },
  frameworks: {
    type: 'string',
    describe: 'Accords-cadres : ceilings (par défaut), call-offs ou none',
  },
} satisfies Record<string, Options>

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw new AppError('bad-usage', `--${option} « ${value} » : valeur attendue parmi ${allowed.join(', ')}.`)
  return found
}

/** The day an option names; `null` when it is not given. */
export function dayOf(option: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || parseDate(value) === null)
    throw new AppError(
      'bad-usage',
      `--${option} « ${value} » : date attendue, AAAA-MM-JJ (exemple : 2025-01-31).`,
    )
  return value
}

/** The SIREN and SIRET that `--buyer` names. */
export function buyersOf(values: readonly string[]): string[] {
  return values.map((value) => {
    const digits = value.replace(/\s/g, '')
    if (!/^(\d{9}|\d{14})$/.test(digits))
      throw new AppError(
        'bad-usage',
        `--buyer « ${value} » : SIREN (9 chiffres) ou SIRET (14 chiffres) attendu.`,
      )
    return digits
  })
}

const eachOf = <T extends string>(
  option: string,
  values: readonly string[] | undefined,
  allowed: readonly T[],
): T[] | undefined => values?.map((value) => oneOf(option, value, allowed))

function cpvOf(values: readonly string[] | undefined): readonly string[] | undefined {
  const wrong = values?.find((value) => !/^\d{2,8}$/.test(value))
  if (wrong !== undefined)
    throw new AppError(
      'bad-usage',
      `--cpv « ${wrong} » : de 2 à 8 chiffres attendus, sans clé (exemple : 45).`,
    )
  return values
}

/** "holder-family" → "holderFamily", as the parser hands it over. */
export const camelCase = (name: string) =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

function departmentsOf(values: readonly string[] | undefined): readonly string[] | undefined {
  const wrong = values?.find((value) => !DEPARTMENT_KEY.test(value))
  if (wrong !== undefined)
    throw new AppError(
      'bad-usage',
      `--holder-department « ${wrong} » : code de département attendu (31, 2A, 974), ou unknown.`,
    )
  return values
}

/** The criteria that are given, whatever their value: those that mean nothing elsewhere are refused by name. */
export const givenCriteria = (args: FilterArguments): string[] =>
  Object.keys(CRITERIA_OPTIONS)
    .filter((name) => args[camelCase(name) as keyof FilterArguments] !== undefined)
    .map((name) => `--${name}`)

/** The bounds that two options give, in order. */
function boundsOf(
  [first, last]: readonly [string, string],
  values: readonly [string | undefined, string | undefined],
): [string | null, string | null] {
  const [from, to] = [dayOf(first, values[0]), dayOf(last, values[1])]
  if (from !== null && to !== null && from > to)
    throw new AppError('bad-usage', `--${first} ${from} est postérieur à --${last} ${to} : inversez-les.`)
  return [from, to]
}

/** The filters typed. Throws `bad-usage` with the option, its value and what was expected. */
export function filtersOf(args: FilterArguments): ContractFilters {
  const [endsFrom, endsTo] = boundsOf(['ends-from', 'ends-to'], [args.endsFrom, args.endsTo])
  return {
    buyers: buyersOf(args.buyer ?? []),
    ...periodOf(args),
    kinds: eachOf('kind', args.kind, CONTRACT_KINDS),
    procedures: eachOf('procedure', args.procedure, PROCEDURES),
    cpv: cpvOf(args.cpv),
    categories: eachOf('category', args.category, PURCHASE_CATEGORIES),
    amounts: eachOf('amount', args.amount, AMOUNT_BANDS),
    holderPerimeters: eachOf('holder-perimeter', args.holderPerimeter, PERIMETER_IDS),
    holderFamilies: eachOf('holder-family', args.holderFamily, KNOWN_FAMILIES),
    holderDepartments: departmentsOf(args.holderDepartment),
    proximities: eachOf('proximity', args.proximity, PROXIMITIES),
    tags: args.tag,
    transitions: eachOf('transition', args.transition, TRANSITION_KEYS),
    groups: args.group,
    endsFrom: endsFrom ?? undefined,
    endsTo: endsTo ?? undefined,
  }
}

/** The criteria typed beside peers. Throws as `filtersOf`. */
export function criteriaOf({
  contractKind,
  ...args
}: Omit<FilterArguments, 'buyer' | 'group' | 'kind' | 'from' | 'to'> & {
  contractKind?: readonly string[] | undefined
}): ContractCriteria {
  const {
    buyers: _buyers,
    groups: _groups,
    from: _from,
    to: _to,
    ...criteria
  } = filtersOf({
    ...args,
    ...{ buyer: undefined, group: undefined, kind: undefined, from: undefined, to: undefined },
  })
  return { ...criteria, kinds: eachOf('contract-kind', contractKind, CONTRACT_KINDS) }
}

/** The bounds of the period typed. Throws as `filtersOf`. */
export function periodOf({ from, to }: Pick<FilterArguments, 'from' | 'to'>) {
  const [first, last] = boundsOf(['from', 'to'], [from, to])
  return { from: first, to: last }
}

/** Refuses the key of a row without the breakdown it is a row of, or without opening it. Throws `bad-usage`. */
export function refuseKeyAlone({
  key,
  by,
  open,
}: Partial<Record<'key' | 'by' | 'open', string | undefined>>): void {
  if (key !== undefined && (by === undefined || open === undefined))
    throw new AppError('bad-usage', '--key ouvre une ligne d’une ventilation : ajoutez --by et --open.')
}
