import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Db } from '../database/connect.ts'
import { findDataVersion } from '../database/imports.ts'
import type { ExportedContract } from '../domain/contract-export/exported-contract.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { type ReleaseContent, toRelease } from '../domain/ocds/release.ts'
import { type Publication, prefixOf, toPackage } from '../domain/ocds/release-package.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkGroups } from './buyer-groups.ts'
import { listExportedContracts } from './exported-contracts.ts'

export const OCDS_FORMATS = ['json', 'jsonl'] as const
/** `json`: one release package; `jsonl`: one release a line. */
export type OcdsFormat = (typeof OCDS_FORMATS)[number]

/** `uri`: path and query at which the package is answered; `null`: it is not asked over HTTP. */
export type OcdsRequest = ContractFilters & { format: OcdsFormat; uri: string | null }

type Group = [ExportedContract, ...ExportedContract[]]

/** Contracts of one group, which come one after the other. */
async function* gatherGroups(contracts: AsyncIterable<ExportedContract>): AsyncGenerator<Group> {
  let group: Group | null = null
  for await (const contract of contracts) {
    if (group !== null && group[0].groupId === contract.groupId) {
      group.push(contract)
      continue
    }
    if (group !== null) yield group
    group = [contract]
  }
  if (group !== null) yield group
}

/** The release as JSON; its id names its content, so that the same data give the same text. */
function renderRelease(content: ReleaseContent): string {
  const { ocid, ...rest } = content
  const id = `${ocid}-${hash('sha256', JSON.stringify(content)).slice(0, 16)}`
  return JSON.stringify({ ocid, id, ...rest })
}

async function* renderPackage(start: object, releases: AsyncIterable<string>): AsyncGenerator<string> {
  let before = `${JSON.stringify(start).slice(0, -1)},"releases":[\n`
  for await (const release of releases) {
    yield `${before}${release}`
    before = ',\n'
  }
  yield '\n]}\n'
}

/** The items of an iteration already begun, its first one included; whoever stops early ends it. */
async function* resume<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

/**
 * Contracts as OCDS 1.1, piece by piece. Throws `not-found` when there is none to put in a package, which the standard wants
 * to hold one release at least; as JSON lines that is an empty file.
 */
export async function exportOcds(
  db: Db,
  clock: Clock,
  publication: Publication,
  { format, uri, ...filters }: OcdsRequest,
): Promise<Readable> {
  await checkGroups(db, filters)
  const asOf = ((await findDataVersion(db)) ?? clock.now()).toISOString()
  const groups = gatherGroups(listExportedContracts(db, clock, filters))
  const { value: first, done } = await groups.next()
  if (done) {
    if (format === 'jsonl') return Readable.from([], { objectMode: false })
    throw new AppError(
      'not-found',
      'Aucun marché ne correspond à cette demande, et un paquet OCDS en contient au moins un. Vérifiez l’acheteur et les dates.',
    )
  }
  async function* renderReleases() {
    for await (const group of resume(first as Group, groups))
      yield renderRelease(toRelease(group, prefixOf(publication), asOf))
  }
  async function* renderLines() {
    for await (const release of renderReleases()) yield `${release}\n`
  }
  const buyerName = filters.buyers.length === 1 ? (first as Group)[0].buyer.name : null
  const text =
    format === 'jsonl'
      ? renderLines()
      : renderPackage(toPackage(publication, { uri, buyerName, asOf }), renderReleases())
  return Readable.from(text, { objectMode: false })
}
