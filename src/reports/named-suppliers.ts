import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { listMaskedSirens } from '../database/facts.ts'
import {
  type Candidate,
  listCandidates,
  listNameChoices,
  listNamedSuppliers,
  type NamedFilters,
  type NamedSupplier,
} from '../database/named-suppliers.ts'
import { MASKED_NAME } from './mask-names.ts'
import { eurosOf } from './share-report.ts'

/** Who made a link: a person, or the rule on identical and unique names. */
const linkOf = ({ siren, choiceId }: NamedSupplier) =>
  siren === null
    ? null
    : { siren, method: choiceId === null ? ('identical-name' as const) : ('person' as const), choiceId }

function describe(named: NamedSupplier, masked: ReadonlySet<string>) {
  const isMasked = named.siren !== null && masked.has(named.siren)
  return {
    id: named.id,
    name: isMasked ? MASKED_NAME : (named.names[0] ?? named.nameKey),
    otherNames: isMasked ? [] : named.names.slice(1, 10),
    buyer: named.scope,
    contracts: named.contracts,
    value: eurosOf(named.cents),
    payments: named.payments,
    link: linkOf(named),
  }
}

async function describeAll(db: Db, suppliers: readonly NamedSupplier[]) {
  const masked = await listMaskedSirens(
    db,
    suppliers.flatMap(({ siren }) => siren ?? []),
  )
  return suppliers.map((named) => describe(named, masked))
}

/** A page of the suppliers that records know by their name alone, those of the most euros notified first. */
export async function listNamedReports(db: Db, filters: Omit<NamedFilters, 'id'>, page: Page) {
  const { suppliers, total } = await listNamedSuppliers(db, { ...filters, id: null }, page)
  return { suppliers: await describeAll(db, suppliers), total }
}

/** One of them, with what persons said of it, the last word first. */
export async function reportNamedSupplier(db: Db, named: NamedSupplier) {
  const [described] = await describeAll(db, [named])
  const choices = await listNameChoices(db, named)
  return {
    ...(described as ReturnType<typeof describe>),
    choices: choices.map(({ createdAt, ...choice }) => ({ ...choice, createdAt: createdAt.toISOString() })),
  }
}

export type NamedEntry = Awaited<ReturnType<typeof listNamedReports>>['suppliers'][number]

/** The legal units that it may be, the nearest first. */
export const listCandidateReports = (db: Db, named: NamedSupplier): Promise<Candidate[]> =>
  listCandidates(db, named)
