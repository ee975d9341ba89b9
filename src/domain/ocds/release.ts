import { labelsOfConsiderations } from '../contract-export/consideration-labels.ts'
import {
  durationInForce,
  type ExportedAmendment,
  type ExportedContract,
  plainEuros,
} from '../contract-export/exported-contract.ts'
import { addMonths } from '../dates/add-months.ts'
import { daysBetween, type IsoDate } from '../dates/iso-date.ts'
import { parseOrganisationIdentifier } from '../identifiers/organisation-identifier.ts'
import { gatherParties, type Party, partyOf, referenceTo, supplierOf } from './party.ts'
import { categoryOfCpv, methodOfProcedure } from './procurement-codes.ts'

/** Records give days without time: midnight UTC stands for the day. */
const instantOf = (day: IsoDate) => `${day}T00:00:00Z`

const euros = (cents: bigint) => ({ amount: Number(plainEuros(cents)), currency: 'EUR' })

/** Leaves out what is not known: an OCDS field that is absent says nothing, and never "none". */
function known<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> }
}

/**
 * A contract takes effect on the day it is notified (CCP R2182-4); its duration in months, renewals included, gives the end.
 * Nothing without that day, nor with a duration that is none.
 */
function periodOf(contract: ExportedContract) {
  const start = contract.countedOn ?? contract.notifiedOn
  if (start === null) return null
  const months = durationInForce(contract) ?? 0
  const end = months > 0 ? addMonths(start, months) : null
  return {
    startDate: instantOf(start),
    ...(end !== null && { endDate: instantOf(end), durationInDays: daysBetween(start, end) }),
  }
}

function amendmentOf(amendment: ExportedAmendment, index: number) {
  const { amendedOn, amountCents, durationMonths, object, holders } = amendment
  const changes = [
    ...(amountCents === null ? [] : [`nouveau montant total : ${plainEuros(amountCents)} EUR HT`]),
    ...(durationMonths === null ? [] : [`nouvelle durée totale : ${durationMonths} mois`]),
    ...(holders.length === 0
      ? []
      : [`titulaires : ${holders.map(({ identifier }) => identifier ?? 'non identifié').join(', ')}`]),
  ]
  return known({
    id: String(index + 1),
    date: amendedOn && instantOf(amendedOn),
    rationale: object,
    description: changes.length === 0 ? null : changes.join(' ; '),
  })
}

const CEILING = 'Accord-cadre : la valeur est un plafond, non une dépense.'

/** What is said of considerations, unknown included: unknown is not none. */
function considerationsOf({ socialConsiderations, environmentalConsiderations }: ExportedContract): string {
  const say = (labels: string[] | null) => labels?.join(', ') ?? 'non renseigné'
  const social = say(labelsOfConsiderations(socialConsiderations, 'social'))
  const environmental = say(labelsOfConsiderations(environmentalConsiderations, 'environmental'))
  return `Considérations sociales : ${social}. Considérations environnementales : ${environmental}.`
}

function awardOf(contract: ExportedContract, id: string, suppliers: readonly Party[]) {
  const { object, cpv, lot, notifiedOn, countedOn, initialAmountCents, kind } = contract
  const day = countedOn ?? notifiedOn
  const item = known({
    id: '1',
    description: object,
    classification: cpv === null ? null : { scheme: 'CPV', id: cpv },
    relatedLot: lot,
  })
  return known({
    id,
    title: object,
    description: kind === 'framework' ? CEILING : null,
    status: 'active',
    date: day && instantOf(day),
    value: initialAmountCents === null ? null : euros(initialAmountCents),
    suppliers: suppliers.length === 0 ? null : suppliers.map(referenceTo),
    items: object === null && cpv === null ? null : [item],
    relatedLots: lot === null ? null : [lot],
  })
}

function contractOf(contract: ExportedContract, id: string, awardID: string) {
  const { object, amountCents, amendments, frameworkId, kind, sourceId } = contract
  const isCallOff = frameworkId !== null && frameworkId !== sourceId
  return known({
    id,
    awardID,
    title: object,
    description: `${considerationsOf(contract)}${kind === 'framework' ? ` ${CEILING}` : ''}`,
    period: periodOf(contract),
    value: amountCents === null ? null : euros(amountCents),
    amendments: amendments.length === 0 ? null : amendments.map(amendmentOf),
    relatedProcesses: isCallOff
      ? [{ id: '1', relationship: ['framework'], scheme: 'DECP', identifier: frameworkId }]
      : null,
  })
}

function tenderOf(first: ExportedContract, ocid: string) {
  const { object, procedure, cpv, offersReceived, lot } = first
  return known({
    id: `${ocid}-tender`,
    title: object,
    status: 'complete',
    procurementMethod: methodOfProcedure(procedure),
    procurementMethodDetails: procedure,
    mainProcurementCategory: categoryOfCpv(cpv),
    numberOfTenderers: offersReceived !== null && offersReceived >= 0 ? offersReceived : null,
    lots: lot === null ? null : [known({ id: lot, title: object, status: 'complete' })],
  })
}

/**
 * The latest day that the records bear, when what the release says was last published. A day that is still to come, at the data version,
 * is an error of the record: a release is never later than its package.
 */
function releaseDate(contracts: readonly ExportedContract[], fallback: string): string {
  const days = contracts.flatMap(({ publishedOn, notifiedOn, amendments }) => [
    publishedOn,
    notifiedOn,
    ...amendments.flatMap((amendment) => [amendment.publishedOn, amendment.amendedOn]),
  ])
  const past = days.filter((day) => day === null || day <= fallback.slice(0, 10))
  const latest = past.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null)
  return latest === null ? fallback : instantOf(latest)
}

const byContent = (a: ExportedContract, b: ExportedContract) =>
  (a.object ?? '').localeCompare(b.object ?? '', 'fr') ||
  Number((a.initialAmountCents ?? -1n) - (b.initialAmountCents ?? -1n)) ||
  a.id.localeCompare(b.id)

/** A buyer whose SIRET fails its check is named by its SIREN where that part is right. */
function buyerOf({ buyer: { id, siren, name } }: ExportedContract): Party {
  const parsed = parseOrganisationIdentifier(id, null)
  const named =
    typeof parsed !== 'string'
      ? { scheme: parsed.scheme, identifier: parsed.identifier, siren: parsed.siren }
      : { scheme: siren === null ? null : 'SIREN', identifier: siren, siren }
  return partyOf({ ...named, name }, `acheteur-${id}`, 'buyer')
}

/**
 * A release (OCDS 1.1) but for its `id`: what is known today of the contracts of one group, which are current together.
 * `ocid`, tender, awards and contracts keep their ids when the data are corrected. `fallbackDate`: the instant of the data
 * version, for contracts without any day.
 */
export function toRelease(
  group: readonly [ExportedContract, ...ExportedContract[]],
  prefix: string,
  fallbackDate: string,
) {
  const contracts = group.toSorted(byContent)
  const [first] = group
  const ocid = `${prefix}-${first.groupId}`
  const buyer = buyerOf(first)
  const lines = contracts.map((contract, index) => {
    const number = index + 1
    const suppliers = contract.holders.map((holder, position) =>
      supplierOf(holder, `titulaire-${number}-${position + 1}`, contract.countedOn),
    )
    return {
      contract,
      suppliers,
      awardId: `${ocid}-award-${number}`,
      contractId: `${ocid}-contract-${number}`,
    }
  })
  const parties = gatherParties([buyer, ...lines.flatMap(({ suppliers }) => suppliers)])
  // Two records may name a supplier differently: references bear the name of the party.
  const gathered = ({ id }: Party) => parties.find((party) => party.id === id) as Party
  return {
    ocid,
    date: releaseDate(contracts, fallbackDate),
    tag: ['award', 'contract'],
    initiationType: 'tender',
    language: 'fr',
    parties,
    buyer: referenceTo(gathered(buyer)),
    tender: tenderOf(contracts[0] ?? first, ocid),
    awards: lines.map(({ contract, suppliers, awardId }) =>
      awardOf(contract, awardId, suppliers.map(gathered)),
    ),
    contracts: lines.map(({ contract, awardId, contractId }) => contractOf(contract, contractId, awardId)),
  }
}

export type ReleaseContent = ReturnType<typeof toRelease>
