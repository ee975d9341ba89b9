import type { Organisation } from './organisations.ts'
import {
  AMENDMENTS,
  AMOUNT_LOG_DEVIATION,
  AMOUNT_LOG_MEAN,
  DIRT,
  type Dirt,
  type DirtCounts,
  HOLDERS,
  LATE_PUBLICATIONS,
} from './proportions.ts'
import { cumulate, type Random } from './random.ts'
import { drawObject, garble, SUBJECTS, type Subject, writeEntity } from './texts.ts'

export type Holder = { identifier: string; scheme: string; organisation: Organisation }
/** The contract as notified (rank 0), then each amendment with its new total. Empty text: nothing published. */
export type Version = {
  rank: number
  amount: string
  notifiedOn: string
  publishedOn: string
  duration: string
}
export type Contract = {
  buyer: Organisation
  buyerId: string
  id: string
  subject: Subject
  object: string
  nature: string
  procedure: string
  framework: string
  holders: Holder[]
  versions: Version[]
  /** Published since 2024 only: fields that older records do not have. */
  isRecent: boolean
  social: readonly string[]
  environmental: readonly string[]
  groupType: string
  offers: string
  place: string
}

const DAYS = Array.from({ length: 3_200 }, (_, index) =>
  new Date(Date.UTC(2018, 0, 1 + index)).toISOString().slice(0, 10),
)
const FIRST_RECENT_DAY = DAYS.indexOf('2024-01-01')
const LAST_NOTIFICATION = DAYS.indexOf('2026-06-30')
const DURATIONS = [1, 2, 3, 4, 6, 8, 10, 12, 12, 12, 14, 16, 18, 20, 24, 24, 36, 36, 48, 48, 48]
const PROCEDURES = [
  'Procédure adaptée',
  "Appel d'offres ouvert",
  'Procédure avec négociation',
  'Marché passé sans publicité ni mise en concurrence préalable',
  'Dialogue compétitif',
  "Appel d'offres restreint",
]
const PROCEDURE_WEIGHTS = cumulate([700, 190, 50, 40, 10, 10])
const OLD_NATURES = ['Marché', 'Accord-cadre', 'Marché subséquent']
const OLD_NATURE_WEIGHTS = cumulate([60, 37, 3])
const SOCIAL = [
  ['Pas de considération sociale'],
  ['Clause sociale'],
  ['Critère social'],
  ['Clause sociale', 'Critère social'],
  ['Marché réservé'],
] as const
const SOCIAL_WEIGHTS = cumulate([780, 120, 50, 40, 10])
const CONTRADICTION = ['Pas de considération sociale', 'Clause sociale']
const ENVIRONMENTAL = [
  ['Pas de considération environnementale'],
  ['Clause environnementale'],
  ['Critère environnemental'],
  ['Clause environnementale', 'Critère environnemental'],
] as const
const ENVIRONMENTAL_WEIGHTS = cumulate([600, 220, 80, 100])
const OFFER_WEIGHTS = cumulate([18, 19, 31, 12, 7, 7, 2, 2, 2])
const HOLDER_WEIGHTS = cumulate(HOLDERS)
const AMENDMENT_WEIGHTS = cumulate(AMENDMENTS)
const PLACEHOLDERS = ['999999999999', '11111111', '1234567890', '9999999']
const IMPOSSIBLE_DAYS = ['0001-01-01', '2202-03-15', '2023-02-30']
const MARKERS = ['MQ', 'CDL', 'NC', 'INX None', 'NULL']

/** Draws contracts one after the other. `counts` says how many of each kind of dirt they hold. */
export function createContracts(
  random: Random,
  people: { drawBuyer: () => Organisation; drawSupplier: () => Organisation },
  counts: DirtCounts,
) {
  let serial = 0
  const isDirty = (kind: Dirt): boolean => {
    const isHit = random.chance(DIRT[kind])
    if (isHit) counts[kind]++
    return isHit
  }
  const marked = (text: string) => (isDirty('marker-cell') ? random.pick(MARKERS) : text)

  function drawHolder(): Holder {
    const organisation = people.drawSupplier()
    const { siret } = organisation
    const published = (identifier: string, scheme = 'SIRET') => ({ identifier, scheme, organisation })
    if (isDirty('holder-check-wrong')) return published(siret.slice(0, 13) + ((Number(siret[13]) + 1) % 10))
    if (isDirty('holder-decimal')) return published(`${siret}.0`)
    if (isDirty('holder-zeros-lost')) return published(siret.replace(/^0+/, ''))
    if (isDirty('holder-foreign')) return published(`DE8${siret.slice(3, 11)}`, 'TVA')
    return published(siret)
  }

  function drawHolders(): Holder[] {
    if (isDirty('holder-missing')) return []
    return Array.from({ length: 1 + random.weighted(HOLDER_WEIGHTS) }, drawHolder)
  }

  function drawAmount(): string {
    if (isDirty('amount-missing')) return ''
    if (isDirty('amount-one-euro')) return '1'
    if (isDirty('amount-placeholder')) return random.pick(PLACEHOLDERS)
    const euros = Math.exp(AMOUNT_LOG_MEAN + AMOUNT_LOG_DEVIATION * random.normal())
    return random.chance(0.7) ? String(Math.round(euros)) : euros.toFixed(2)
  }

  function drawVersions(day: number): Version[] {
    const duration = isDirty('duration-in-days') ? '365' : String(random.pick(DURATIONS))
    const versions: Version[] = []
    const count = 1 + random.weighted(AMENDMENT_WEIGHTS)
    let on = day
    for (let rank = 0; rank < count; rank++) {
      let notifiedOn = DAYS[on] as string
      if (rank === 0 && isDirty('date-missing')) notifiedOn = ''
      else if (rank === 0 && isDirty('date-impossible')) notifiedOn = random.pick(IMPOSSIBLE_DAYS)
      const delay = random.chance(LATE_PUBLICATIONS) ? 63 + random.below(120) : random.below(63)
      const publishedOn = DAYS[Math.min(on + delay, DAYS.length - 1)] as string
      versions.push({ rank, amount: drawAmount(), notifiedOn, publishedOn, duration: marked(duration) })
      on = Math.min(on + 30 + random.below(300), DAYS.length - 1)
    }
    return versions
  }

  function writeObject(subject: Subject): string {
    let object = drawObject(random, subject)
    if (isDirty('quotes')) object += ' dit "Les Tilleuls"'
    if (isDirty('line-break')) object = `${object}\nVariante n°${1 + random.below(9)}`
    if (isDirty('html-entity')) object = writeEntity(object)
    return isDirty('mojibake') ? garble(object) : object
  }

  function draw(): Contract {
    serial++
    const buyer = people.drawBuyer()
    const subject = random.pick(SUBJECTS)
    /** More contracts each year, as published: the square root leans towards the last days. */
    const day = Math.floor(LAST_NOTIFICATION * Math.sqrt(random.next()))
    const versions = drawVersions(day)
    const isRecent = day >= FIRST_RECENT_DAY
    const year = (DAYS[day] as string).slice(0, 4)
    const isNothing = isDirty('nothing-bought')
    const id = `${year}${random.pick(['M', 'F', '-', 'TVX', ''])}${serial.toString(36).toUpperCase()}`
    const holders = drawHolders()
    return {
      buyer,
      buyerId: drawBuyerId(buyer.siret),
      id: isNothing ? '' : isDirty('id-with-spaces') ? ` ${id} ` : id,
      subject,
      object: isNothing ? random.pick(['', ...MARKERS]) : writeObject(subject),
      nature: isRecent ? 'Marché' : (OLD_NATURES[random.weighted(OLD_NATURE_WEIGHTS)] as string),
      procedure: PROCEDURES[random.weighted(PROCEDURE_WEIGHTS)] as string,
      framework: random.chance(0.03) ? `${year}AC${random.below(1_000)}` : '',
      holders,
      versions,
      isRecent,
      social: isDirty('considerations-contradictory')
        ? CONTRADICTION
        : (SOCIAL[random.weighted(SOCIAL_WEIGHTS)] as readonly string[]),
      environmental: ENVIRONMENTAL[random.weighted(ENVIRONMENTAL_WEIGHTS)] as readonly string[],
      groupType: holders.length > 1 ? random.pick(['Conjoint', 'Solidaire']) : 'Pas de groupement',
      offers: marked(String(1 + random.weighted(OFFER_WEIGHTS))),
      place: random.chance(0.5) ? buyer.place.communeCode : buyer.place.departmentCode,
    }
  }

  function drawBuyerId(siret: string): string {
    if (isDirty('buyer-missing')) return ''
    return isDirty('buyer-check-wrong') ? siret.slice(0, 13) + ((Number(siret[13]) + 3) % 10) : siret
  }

  /** Another lot under the id of `contract`: other holders nine times out of ten, else another object and amount. */
  function drawLot(contract: Contract): Contract {
    const amount = drawAmount()
    const versions = contract.versions.slice(0, 1).map((version) => ({ ...version, amount }))
    if (random.chance(0.88)) return { ...contract, versions, holders: drawHolders() }
    return { ...contract, versions, object: `${contract.object} - lot ${2 + random.below(9)} bis` }
  }

  /** `contract` published again a month later with another amount. */
  function republish(contract: Contract): Contract {
    const [first] = contract.versions as [Version]
    const later = DAYS[Math.min(DAYS.indexOf(first.publishedOn) + 30, DAYS.length - 1)] as string
    return { ...contract, versions: [{ ...first, publishedOn: later, amount: drawAmount() }] }
  }

  /** The contract drawn, with the lots or the correction that come with it. */
  function drawFamily(): Contract[] {
    const contract = draw()
    if (isDirty('lot-same-id')) {
      const lots = Array.from({ length: 1 + random.below(4) }, () => drawLot(contract))
      return [contract, ...lots]
    }
    return isDirty('republished') ? [contract, republish(contract)] : [contract]
  }

  return { drawFamily, isDirty }
}
