import { type Contract, createContracts, type Holder, type Version } from './contract.ts'
import { createOrganisations, type Organisation } from './organisations.ts'
import { DETACHED_ROWS, type DirtCounts } from './proportions.ts'
import { createRandom, type Random } from './random.ts'

/** The 58 columns of decp.info, in its order. */
export const DECP_INFO_COLUMNS = [
  ...['uid', 'id', 'nature', 'acheteur_id', 'acheteur_nom', 'titulaire_id', 'titulaire_typeIdentifiant'],
  ...['titulaire_nom', 'objet', 'montant', 'type', 'codeCPV', 'procedure', 'techniques', 'dureeMois'],
  ...['dureeRestanteMois', 'offresRecues', 'dateNotification', 'datePublicationDonnees', 'formePrix'],
  ...['typesPrix', 'attributionAvance', 'tauxAvance', 'marcheInnovant', 'modalitesExecution'],
  ...['considerationsSociales', 'considerationsEnvironnementales', 'ccag', 'sousTraitanceDeclaree'],
  ...['typeGroupementOperateurs', 'origineUE', 'origineFrance', 'lieuExecution_code'],
  ...['lieuExecution_typeCode', 'idAccordCadre', 'titulaire_distance'],
  ...['acheteur', 'titulaire'].flatMap((role) =>
    ['categorie', 'commune_code', 'commune_nom', 'departement_code', 'departement_nom']
      .concat(['region_code', 'region_nom', 'latitude', 'longitude'])
      .map((part) => `${role}_${part}`),
  ),
  ...['modification_id', 'donneesActuelles', 'sourceDataset', 'sourceFile'],
] as const

const SOURCES = [
  'pes_marche_2024',
  'decp_minef_dematis',
  'achat_public_com',
  'megalis_bretagne',
  'aws_marches',
]
const CCAG = { Travaux: 'Travaux', Fournitures: 'Fournitures courantes et services', Services: 'Pas de CCAG' }
/** Rows that wait to be written away from their sisters. */
const HELD_ROWS = 512

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const listed = (labels: readonly string[]) => quoted(labels.join(', '))

/** The nine columns of where an organisation is. None holds a comma. */
function placeOf({ category, place }: Organisation): string {
  const { communeCode, communeName, departmentCode, departmentName, regionCode, regionName } = place
  return (
    `${category},${communeCode},${communeName},${departmentCode},${departmentName},${regionCode},${regionName},` +
    `${place.latitude},${place.longitude}`
  )
}

type Shared = ReturnType<typeof writeShared>
const NO_PLACE = ',,,,,,,,'

/** What the rows of one contract share: all but the holder, the version and their places. */
function writeShared(random: Random, contract: Contract) {
  const { id, buyer, buyerId, subject, isRecent } = contract
  const hasAdvance = random.chance(0.3)
  const isFood = subject.type === 'Fournitures' && random.chance(0.3)
  const source = random.pick(SOURCES)
  const recent = isRecent
    ? [
        random.pick(['Définitif ferme', 'Définitif révisable', 'Définitif actualisable']),
        hasAdvance ? 'oui' : 'non',
        hasAdvance ? '0.05' : '0',
        random.chance(0.02) ? 'oui' : 'non',
        random.pick([
          'Sans objet',
          'Bons de commande',
          'Tranches',
          '"Bons de commande, Marchés subséquents"',
        ]),
        listed(contract.social),
        listed(contract.environmental),
        CCAG[subject.type],
        random.chance(0.2) ? 'oui' : 'non',
        contract.groupType,
        isFood ? '0.8' : '',
        isFood ? '0.6' : '',
      ].join(',')
    : ',,,,,,,,,,,'
  return {
    start: `${buyerId}${id.trim()},${id},${contract.nature},${buyerId},${buyer.name},`,
    object: quoted(contract.object),
    kind: `${subject.type},${subject.cpv},${contract.procedure},${isRecent ? random.pick(['Sans objet', 'Accord-cadre']) : ''}`,
    recent: `${isRecent ? random.pick(['Forfaitaire', 'Unitaire', 'Mixte']) : random.pick(['Ferme', 'Révisable'])},${recent}`,
    place: `${contract.place},${contract.place.length < 4 ? 'Code département' : 'Code commune'},${contract.framework}`,
    source: `${source},https://donnees.publiques.invalid/${source}/${contract.versions[0]?.publishedOn.slice(0, 7)}.json`,
  }
}

/** Rows held back, each to be written when another takes its place: away from its sisters, in bounded memory. */
function createWaitingRoom(random: Random) {
  const held: (string | undefined)[] = Array.from({ length: HELD_ROWS })
  return {
    /** Holds a row, and gives the one whose place it takes. */
    swap: (row: string): string | undefined => {
      const place = random.below(HELD_ROWS)
      const released = held[place]
      held[place] = row
      return released
    },
    rest: () => held.filter((row) => row !== undefined),
  }
}

/** Rows without end, in the order of their contracts: one for each holder of each version. */
function* drawRows(random: Random, counts: DirtCounts): Generator<{ row: string; isDetached: boolean }> {
  const { drawFamily, isDirty } = createContracts(random, createOrganisations(random), counts)

  function writeRow(shared: Shared, contract: Contract, version: Version, holder: Holder | null): string {
    const { rank, amount, duration, notifiedOn, publishedOn } = version
    const isLast = rank === contract.versions.length - 1
    const party = holder
      ? `${holder.identifier},${holder.scheme},${quoted(holder.organisation.name)},`
      : ',,,'
    return (
      `${shared.start}${party}${shared.object},${amount},${shared.kind},${duration},0,${contract.offers},` +
      `${notifiedOn},${publishedOn},${shared.recent},${shared.place},${holder ? random.below(900) : ''},` +
      `${placeOf(contract.buyer)},${holder ? placeOf(holder.organisation) : NO_PLACE},` +
      `${rank},${isLast ? 'oui' : 'non'},${shared.source}\n`
    )
  }

  while (true)
    for (const contract of drawFamily()) {
      const shared = writeShared(random, contract)
      const hasSisters = contract.holders.length > 1 || contract.versions.length > 1
      const holders = contract.holders.length > 0 ? contract.holders : [null]
      for (const version of contract.versions)
        for (const holder of holders) {
          const row = writeRow(shared, contract, version, holder)
          yield { row, isDetached: hasSisters && random.chance(DETACHED_ROWS) }
          if (isDirty('repeated-row')) yield { row, isDetached: random.chance(0.5) }
        }
    }
}

/** A decp.info CSV of `rows` lines and a header. Bit for bit the same for a seed. */
export function* generateDecpInfoCsv(rows: number, seed: number, counts: DirtCounts): Generator<string> {
  const random = createRandom(seed)
  const waiting = createWaitingRoom(random)
  yield `${DECP_INFO_COLUMNS.join(',')}\n`
  let left = rows
  for (const { row, isDetached } of drawRows(random, counts)) {
    if (left-- === 0) break
    const ready = isDetached ? waiting.swap(row) : row
    if (ready !== undefined) yield ready
  }
  yield* waiting.rest()
}
