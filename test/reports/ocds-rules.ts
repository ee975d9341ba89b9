// What the standard asks beyond its JSON schema: references that lead somewhere, identifiers used once, codes of its own codelists.

type Named = { id: string; name?: string }
type Period = { startDate?: string; endDate?: string; durationInDays?: number }
type Item = { id: string; relatedLot?: string; classification?: { scheme: string; id: string } }
type Classification = { scheme: string; id: string; description: string }
type Process = { scheme?: string; relationship?: string[] }
export type Release = {
  ocid: string
  id: string
  date: string
  parties: (Named & { roles: string[]; details?: { classifications: Classification[] } })[]
  buyer: Named
  tender: { id: string; lots?: Named[] }
  awards: {
    id: string
    suppliers?: Named[]
    items?: Item[]
    relatedLots?: string[]
    value?: { amount: number }
  }[]
  contracts: {
    id: string
    awardID: string
    description: string
    value?: { amount: number }
    period?: Period
    amendments?: Named[]
    relatedProcesses?: Process[]
  }[]
}

const repeated = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index)

/** Codes of the open codelists partyRole and relatedProcess that this project means to use. */
const ROLES = ['buyer', 'supplier']
const RELATIONSHIPS = ['framework']

function faultsOfPeriod({ startDate, endDate, durationInDays }: Period): string[] {
  if (startDate === undefined || endDate === undefined) return []
  const days = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000
  return [
    ...(days < 0 ? [`period ends before it starts: ${startDate} ${endDate}`] : []),
    ...(durationInDays !== undefined && durationInDays !== days
      ? [`durationInDays ${durationInDays}, not ${days}`]
      : []),
  ]
}

/** What is wrong with a release, whatever its schema says of it. `publishedDate`: of its package. */
export function faultsByRules(release: Release, publishedDate: string): string[] {
  const { parties, buyer, tender, awards, contracts } = release
  const references = [buyer, ...awards.flatMap(({ suppliers = [] }) => suppliers)]
  const lots = (tender.lots ?? []).map(({ id }) => id)
  const lists = [
    parties.map(({ id }) => id),
    awards.map(({ id }) => id),
    contracts.map(({ id }) => id),
    lots,
    ...awards.map(({ items = [] }) => items.map(({ id }) => id)),
    ...contracts.map(({ amendments = [] }) => amendments.map(({ id }) => id)),
  ]
  const relatedLots = awards.flatMap((award) => [
    ...(award.relatedLots ?? []),
    ...(award.items ?? []).flatMap(({ relatedLot }) => relatedLot ?? []),
  ])
  const items = awards.flatMap((award) => award.items ?? [])
  return [
    ...references
      .filter(({ id, name }) => !parties.some((party) => party.id === id && party.name === name))
      .map(({ id, name }) => `${id} ${name} is no party`),
    ...parties
      .filter(({ roles }) => roles.some((role) => !ROLES.includes(role)))
      .map(({ id }) => `role of ${id}`),
    ...contracts
      .filter(({ awardID }) => !awards.some(({ id }) => id === awardID))
      .map(({ id }) => `${id} is of no award`),
    ...relatedLots.filter((id) => !lots.includes(id)).map((id) => `lot ${id} is not one of the tender`),
    ...lists.flatMap(repeated).map((id) => `${id} is there twice`),
    ...items
      .filter(({ classification }) => classification && classification.scheme !== 'CPV')
      .map(({ id }) => id),
    ...contracts.flatMap(({ period = {} }) => faultsOfPeriod(period)),
    ...contracts
      .flatMap(({ relatedProcesses = [] }) => relatedProcesses)
      .flatMap(({ relationship = [] }) => relationship.filter((code) => !RELATIONSHIPS.includes(code))),
    ...(release.id.includes('#') ? [`release id ${release.id}`] : []),
    ...(release.date > publishedDate ? [`release of ${release.date} published on ${publishedDate}`] : []),
  ]
}
