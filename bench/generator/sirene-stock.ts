import { withCheckDigit } from './organisations.ts'
import { createRandom, cumulate, type Random } from './random.ts'

/* SIRENE StockUniteLegale in its newest layout, with the proportions of legal forms that matter to the import. */

const HEADER =
  'siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,sigleUniteLegale,sexeUniteLegale,prenom1UniteLegale,prenom2UniteLegale,prenom3UniteLegale,prenom4UniteLegale,prenomUsuelUniteLegale,pseudonymeUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,dateDernierTraitementUniteLegale,nombrePeriodesUniteLegale,categorieEntreprise,anneeCategorieEntreprise,dateDebut,etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,denominationUniteLegale,denominationUsuelle1UniteLegale,denominationUsuelle2UniteLegale,denominationUsuelle3UniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,activitePrincipaleNAF25UniteLegale,nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,caractereEmployeurUniteLegale\n'

/** Two thirds of SIRENE are sole traders, one unit in fourteen an association; a few cooperatives, mutuals and foundations. Chosen. */
const CATEGORIES = ['1000', '5499', '5710', '6540', '9220', '9110', '5560', '6411', '9300', '7210'] as const
const WEIGHTS = cumulate([63, 9, 9, 8, 7, 3, 0.3, 0.05, 0.05, 0.6])
const NAMES = ['ATELIER', 'ESPACE', 'JARDINS', 'MAISON', 'FABRIQUE', 'COMPTOIR', 'RÉSEAU', 'RELAIS']
const PLACES = ['DU VAL', 'DES RIVES', 'DE CHIMÈRE', 'DU PLATEAU', 'DES COMBES']
const FIRST_NAMES = ['CAMILLE', 'DOMINIQUE', 'CLAUDE', 'ALEX']

/** The flag is on seven associations in ten and on some companies; companies say `N`, sole traders nothing. */
function drawFlag(random: Random, category: string): string {
  if (category === '9220' || category === '5560') return random.chance(0.7) ? 'O' : ''
  if (category === '1000') return ''
  return random.chance(0.005) ? 'O' : 'N'
}

function rowOf(random: Random, serial: number): string {
  const siren = withCheckDigit(String(serial + 1).padStart(8, '0'))
  const category = CATEGORIES[random.weighted(WEIGHTS)] as string
  const isPerson = category === '1000'
  const isPrivate = random.chance(isPerson ? 0.2 : 0.01)
  const known = (text: string) => (isPrivate ? '[ND]' : text)
  const first = isPerson ? known(random.pick(FIRST_NAMES)) : ''
  const name = `${random.pick(NAMES)} ${random.pick(PLACES)} ${serial}`
  const created = `${1980 + random.below(45)}-0${1 + random.below(9)}-1${random.below(10)}`
  const cells = [
    ...[siren, isPrivate ? 'P' : 'O', '', created, '', isPerson ? 'F' : '', first, '', '', ''],
    ...[first, '', '', 'NN', '', '2024-03-22T14:26:59', '3', 'PME', '2022', created],
    ...[random.chance(0.6) ? 'A' : 'C', isPerson ? known('INVENTÉ') : '', '', isPerson ? '' : known(name)],
    ...['', '', '', category, '88.99B', 'NAFRev2', '88.99Y', '00010', drawFlag(random, category), 'N'],
  ]
  return `${cells.join(',')}\n`
}

/** `rows` units, numbered one after the other: the first are suppliers of `decp-info-csv`. */
export function* generateSireneStock(rows: number, seed: number): Generator<string> {
  const random = createRandom(seed)
  yield HEADER
  for (let serial = 0; serial < rows; serial++) yield rowOf(random, serial)
}
