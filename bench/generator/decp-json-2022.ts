import { type Contract, createContracts, type Holder, type Version } from './contract.ts'
import { createOrganisations } from './organisations.ts'
import { CONCESSIONS, type DirtCounts } from './proportions.ts'
import { createRandom, type Random } from './random.ts'

/** How long the file is to be: so many records, or at least so many bytes. */
export type Length = { records: number } | { bytes: number }

const CONCESSION_NATURES = [
  'Concession de service',
  'Concession de service public',
  'Délégation de service public',
]
const PRICE_TYPES = ['Définitif ferme', 'Définitif révisable', 'Définitif actualisable', 'Provisoire']
/** One in five declares subcontracts, one in ten of these publishes them. */
const SUBCONTRACTS = 0.02

/** An amount as a JSON number, or left out: a record without the key. */
const numberOf = (text: string) => (text === '' ? undefined : Number(text))
/** A duration as published: a number of months, or a marker where platforms put one. */
const countOf = (text: string) => (/^\d+$/.test(text) ? Number(text) : text)

const wrapHolder = (key: 'titulaire' | 'concessionnaire', { identifier, scheme }: Holder) => ({
  [key]: { typeIdentifiant: scheme, id: identifier },
})

function amendmentOf(version: Version) {
  return {
    modification: {
      id: version.rank,
      dateNotificationModification: version.notifiedOn,
      datePublicationDonneesModification: version.publishedOn,
      dureeMois: countOf(version.duration),
      montant: numberOf(version.amount),
    },
  }
}

function subcontractOf(holder: Holder, version: Version) {
  return {
    acteSousTraitance: {
      id: 1,
      sousTraitant: { id: holder.identifier, typeIdentifiant: holder.scheme },
      dureeMois: 6,
      dateNotification: version.notifiedOn || version.publishedOn,
      montant: Math.round((numberOf(version.amount) ?? 0) / 5),
      variationPrix: 'Révisable',
      datePublicationDonnees: version.publishedOn,
    },
  }
}

const considerationsOf = ({ social, environmental }: Contract) => ({
  considerationsSociales: { considerationSociale: social },
  considerationsEnvironnementales: { considerationEnvironnementale: environmental },
})

function writeContract(random: Random, contract: Contract, isNotANumber: boolean): string {
  const { subject, holders, place, framework } = contract
  const [first, ...later] = contract.versions as [Version, ...Version[]]
  const hasAdvance = random.chance(0.3)
  const [firstHolder] = holders
  const record = {
    id: contract.id,
    acheteur: { id: contract.buyerId },
    nature: 'Marché',
    objet: contract.object,
    codeCPV: subject.cpv,
    techniques: { technique: [random.pick(['Sans objet', 'Accord-cadre'])] },
    modalitesExecution: { modaliteExecution: [random.pick(['Sans objet', 'Bons de commande', 'Tranches'])] },
    ...(framework && { idAccordCadre: framework }),
    marcheInnovant: random.chance(0.02),
    ccag: random.pick(['Travaux', 'Fournitures courantes et services', 'Pas de CCAG']),
    offresRecues: countOf(contract.offers),
    attributionAvance: hasAdvance,
    tauxAvance: hasAdvance ? 0.05 : 0,
    typeGroupementOperateurs: contract.groupType,
    sousTraitanceDeclaree: random.chance(0.2),
    procedure: contract.procedure,
    lieuExecution: { code: place, typeCode: place.length < 4 ? 'Code département' : 'Code commune' },
    dureeMois: countOf(first.duration),
    dateNotification: first.notifiedOn || undefined,
    datePublicationDonnees: first.publishedOn,
    montant: numberOf(first.amount),
    typesPrix: { typePrix: [random.pick(PRICE_TYPES)] },
    formePrix: random.pick(['Forfaitaire', 'Unitaire', 'Mixte']),
    titulaires: holders.map((holder) => wrapHolder('titulaire', holder)),
    ...considerationsOf(contract),
    ...(firstHolder &&
      random.chance(SUBCONTRACTS) && { actesSousTraitance: [subcontractOf(firstHolder, first)] }),
    ...(later.length > 0 && { modifications: later.map(amendmentOf) }),
  }
  const text = JSON.stringify(record)
  return isNotANumber ? text.replace(/"tauxAvance":[\d.]+/, '"tauxAvance":NaN') : text
}

/** The one label that concessions have of their own. */
const concessionLabel = (label: string) => (label === 'Marché réservé' ? 'Concession réservée' : label)

function writeConcession(random: Random, contract: Contract): string {
  const [first] = contract.versions as [Version]
  const amount = numberOf(first.amount)
  return JSON.stringify({
    id: contract.id,
    autoriteConcedante: { id: contract.buyerId },
    nature: random.pick(CONCESSION_NATURES),
    objet: contract.object,
    procedure: 'Procédure négociée ouverte',
    dureeMois: countOf(first.duration),
    dateSignature: first.notifiedOn || undefined,
    datePublicationDonnees: first.publishedOn,
    dateDebutExecution: first.publishedOn,
    valeurGlobale: amount,
    montantSubventionPublique: 0,
    donneesExecution: [
      {
        donneesAnnuelles: {
          datePublicationDonneesExecution: first.publishedOn,
          depensesInvestissement: Math.round((amount ?? 0) / 10),
          tarifs: [{ tarif: { intituleTarif: 'Plein tarif', tarif: 1 + random.below(900) / 100 } }],
        },
      },
    ],
    concessionnaires: contract.holders.map((holder) => wrapHolder('concessionnaire', holder)),
    ...considerationsOf({ ...contract, social: contract.social.map(concessionLabel) }),
  })
}

/**
 * A file of the 2022 format, contracts then concessions, one record a line. Bit for bit the same for a seed; of `bytes`, the
 * last record may pass the length asked.
 */
export function* generateDecpJson2022(length: Length, seed: number, counts: DirtCounts): Generator<string> {
  const random = createRandom(seed)
  const { drawFamily, isDirty } = createContracts(random, createOrganisations(random), counts)
  const limit = 'records' in length ? length.records : length.bytes
  let used = 0

  function* drawRecords(write: (contract: Contract) => string): Generator<string> {
    while (true)
      for (const contract of drawFamily()) {
        const record = write(contract)
        yield record
        if (isDirty('repeated-row')) yield record
      }
  }

  function* writeList(end: number, write: (contract: Contract) => string): Generator<string> {
    let separator = '\n'
    for (const record of drawRecords(write)) {
      if (used >= end) return
      used += 'records' in length ? 1 : Buffer.byteLength(record) + 2
      yield separator + record
      separator = ',\n'
    }
  }

  yield '{"marches":{"marche":['
  yield* writeList(Math.ceil(limit * (1 - CONCESSIONS)), (contract) =>
    writeContract(random, contract, isDirty('not-a-number')),
  )
  yield '\n],"contrat-concession":['
  yield* writeList(limit, (contract) => writeConcession(random, contract))
  yield '\n]}}\n'
}
