import { passesLuhn } from '../../src/domain/identifiers/luhn.ts'
import { drawPlace, type Place } from './places.ts'
import { BUYER_EXPONENT, BUYERS, SUPPLIER_EXPONENT, SUPPLIERS } from './proportions.ts'
import type { Random } from './random.ts'

export type Organisation = { siret: string; name: string; category: string; place: Place }

/** Almost no real SIREN is below 005 000 000. Suppliers are numbered from 0, buyers from here. */
const FIRST_BUYER_SIREN = 400_000
/** Prime, so that neighbours of the heavy end do not follow each other in an index. */
const SPREAD = 314_159
/** Beyond these, a supplier is a second establishment of one of the largest. */
const SUPPLIER_SIRENS = 132_000

/** Digits followed by their Luhn digit. */
export function withCheckDigit(digits: string): string {
  let check = 0
  while (!passesLuhn(`${digits}${check}`)) check++
  return `${digits}${check}`
}

/** An invented SIREN, with an establishment of it: valid twice over. */
function siretOf(serial: number, establishment: number): string {
  const siren = withCheckDigit(String(serial + 1).padStart(8, '0'))
  return withCheckDigit(siren + String(establishment).padStart(4, '0'))
}

const BUYER_KINDS = [
  ['COMMUNE DE', 'Commune'],
  ["COMMUNAUTE D'AGGLOMERATION DE", 'Groupement de communes'],
  ['CC DU PAYS DE', 'Groupement de communes'],
  ['DEPARTEMENT DE', 'Département'],
  ['CENTRE HOSPITALIER DE', 'Établissement hospitalier'],
  ["OFFICE PUBLIC DE L'HABITAT DE", 'Établissement public'],
  ['LYCEE POLYVALENT DE', 'Établissement public local d’enseignement'],
] as const
const FORMS = ['SARL', 'SAS', 'SA', 'ETS', 'SCOP', 'ASSOCIATION', 'EURL', 'GROUPE'] as const
const NAMES = ['MARTIN', 'DÜRR', 'LEFÈVRE', "L'HERMITE", 'GARCIA', 'PETIT & FILS', 'NGUYEN', 'BERNARD']
const TRADES = [
  'TP',
  'ELECTRICITE',
  'ESPACES VERTS',
  'CHAUFFAGE, CLIMATISATION',
  'CONSEIL',
  'NUMERIQUE',
  'BOIS',
]
const SIZES = ['PME', 'PME', 'ETI', 'GE', ''] as const

function drawBuyer(random: Random, rank: number): Organisation {
  const place = drawPlace(random)
  const [title, category] = random.pick(BUYER_KINDS)
  const siret = siretOf(FIRST_BUYER_SIREN + rank, 1)
  return { siret, category, place, name: `${title} ${place.communeName.toUpperCase()}` }
}

function drawSupplier(random: Random, rank: number): Organisation {
  const isBranch = rank >= SUPPLIER_SIRENS
  const serial = ((isBranch ? rank - SUPPLIER_SIRENS : rank) * SPREAD) % FIRST_BUYER_SIREN
  return {
    siret: siretOf(serial, isBranch ? 2 : 1),
    category: random.pick(SIZES),
    place: drawPlace(random),
    name: `${random.pick(FORMS)} ${random.pick(NAMES)} ${random.pick(TRADES)}`,
  }
}

/** The same people at every size of file: a larger file has more contracts, not other distributions. */
export function createOrganisations(random: Random) {
  const buyers = Array.from({ length: BUYERS }, (_, rank) => drawBuyer(random, rank))
  const suppliers = Array.from({ length: SUPPLIERS }, (_, rank) => drawSupplier(random, rank))
  return {
    drawBuyer: () => buyers[Math.floor(BUYERS * random.next() ** BUYER_EXPONENT)] as Organisation,
    drawSupplier: () => suppliers[Math.floor(SUPPLIERS * random.next() ** SUPPLIER_EXPONENT)] as Organisation,
  }
}
