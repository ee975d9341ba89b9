import fc from 'fast-check'
import { buyerOf } from '../import/arbitrary-contracts.ts'

const oneOf = <const T>(...values: T[]) => fc.constantFrom(...values)

/** Texts that a CSV, a spreadsheet or our own reading could take for something else. */
const awkward = oneOf(
  'Toiture du gymnase',
  '=HYPERLINK("http://exemple.test")',
  '+33 5 61 00 00 00',
  '-20 % sur le linge',
  '@SOMME(A1:A9)',
  'Fourniture « a », b ; c | d',
  'Dit "le" marché, d’été',
  '00123',
  '1E5',
)

const day = oneOf('2023-01-31', '2024-02-29', '2025-06-01')
const cents = fc.integer({ min: 2_000_000, max: 900_000_000 })

const organisation = oneOf(
  { id: '00002420800019', typeIdentifiant: 'SIRET' },
  { id: '00002000800017', typeIdentifiant: 'SIRET' },
  { id: 'FR83404833048', typeIdentifiant: 'TVA' },
  { id: 'DE123456789', typeIdentifiant: 'TVA' },
  { id: '=CMD', typeIdentifiant: 'HORS-UE' },
  { id: '00002420800018', typeIdentifiant: 'SIRET' },
)
const holder = fc.record({
  organisation: fc.option(organisation, { freq: 9 }),
  name: fc.option(awkward.map((text) => `${text} SARL`)),
})

const amendment = fc.record({
  cents: fc.option(cents),
  durationMonths: fc.option(oneOf(12, 48)),
  amendedOn: oneOf('2025-07-01', '2025-08-01', '2025-09-01'),
  publishedOn: fc.option(day),
  holder: fc.option(organisation),
})
const subcontract = fc.record({ organisation, cents: fc.option(cents), notifiedOn: fc.option(day) })
const labels = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }))

/** A contract with any of its fields, as the 2022 format says it. */
export const fullContract = fc.record({
  id: fc.option(oneOf('2024M01', '2024M02', '=2+5', '-12'), { freq: 5 }),
  lot: fc.option(oneOf('1', '02')),
  object: awkward,
  nature: fc.option(oneOf('Marché', 'Marché de partenariat', 'Accord-cadre', 'Concession de travaux')),
  cpv: fc.option(oneOf('45000000', '79311000', '48000000')),
  procedure: fc.option(oneOf('Procédure adaptée', "Appel d'offres ouvert", 'Dialogue compétitif')),
  framework: fc.option(oneOf('AC1', '=AC2')),
  place: fc.option(fc.record({ code: oneOf('2A004', '31'), typeCode: oneOf('Code commune'), nom: awkward })),
  durationMonths: fc.option(oneOf(6, 24)),
  notifiedOn: fc.option(day),
  publishedOn: fc.option(day),
  cents: fc.option(cents),
  priceForm: fc.option(oneOf('Ferme', 'Révisable')),
  ccag: fc.option(oneOf('Travaux')),
  groupType: fc.option(oneOf('Conjoint', 'Pas de groupement')),
  offers: fc.option(oneOf(0, 7)),
  innovative: fc.option(fc.boolean()),
  advance: fc.option(fc.boolean()),
  advanceRate: fc.option(oneOf(0, 0.25, 0.1)),
  subcontracting: fc.option(fc.boolean()),
  origins: fc.option(oneOf(0.5, 1)),
  techniques: labels('Accord-cadre', 'Enchère électronique'),
  modes: labels('Bons de commande', 'Tranches'),
  priceTypes: labels('Unitaire', 'Forfaitaire'),
  social: fc.option(
    fc.oneof(
      fc.constant(['Pas de considération sociale']),
      fc.subarray(['Clause sociale', 'Critère social', 'Marché réservé'], { minLength: 1 }),
    ),
  ),
  environmental: fc.option(
    fc.oneof(
      fc.constant(['Pas de considération environnementale']),
      fc.subarray(['Clause environnementale', 'Critère environnemental'], { minLength: 1 }),
    ),
  ),
  holders: fc.array(holder, { maxLength: 3 }),
  amendments: fc.uniqueArray(amendment, { maxLength: 3, selector: ({ amendedOn }) => amendedOn }),
  subcontracts: fc.array(subcontract, { maxLength: 3 }),
})
export type FullContract = typeof fullContract extends fc.Arbitrary<infer T> ? T : never

const euros = (value: number | null) => (value === null ? null : value / 100)

/**
 * A file of many contracts of several buyers. The first of every four comes again with a holder of its own: another lot, which
 * a table with one row a holder would take for the same contract.
 */
export function toFullJson(contracts: readonly FullContract[]): string {
  const marches = contracts.flatMap((contract, index) => {
    const marche = toMarche(contract, index)
    const titulaires = [
      { titulaire: { id: '00003000700018', typeIdentifiant: 'SIRET', denominationSociale: null } },
    ]
    return index % 4 === 0 ? [marche, { ...marche, titulaires }] : [marche]
  })
  return JSON.stringify({ marches: { marche: marches } })
}

function toMarche(c: FullContract, index: number) {
  return {
    id: c.id,
    lot: c.lot,
    acheteur: { id: buyerOf(index % 5), nom: `=Commune ${index % 5}` },
    nature: c.nature,
    objet: `${c.object} ${index}`,
    codeCPV: c.cpv,
    procedure: c.procedure,
    idAccordCadre: c.framework,
    lieuExecution: c.place,
    dureeMois: c.durationMonths,
    dateNotification: c.notifiedOn,
    datePublicationDonnees: c.publishedOn,
    montant: euros(c.cents),
    formePrix: c.priceForm,
    ccag: c.ccag,
    typeGroupementOperateurs: c.groupType,
    offresRecues: c.offers,
    marcheInnovant: c.innovative,
    attributionAvance: c.advance,
    tauxAvance: c.advanceRate,
    sousTraitanceDeclaree: c.subcontracting,
    origineUE: c.origins,
    origineFrance: c.origins,
    techniques: c.techniques && { technique: c.techniques },
    modalitesExecution: c.modes && { modaliteExecution: c.modes },
    typesPrix: c.priceTypes && { typePrix: c.priceTypes },
    considerationsSociales: c.social && { considerationSociale: c.social },
    considerationsEnvironnementales: c.environmental && { considerationEnvironnementale: c.environmental },
    titulaires: c.holders.map(({ organisation, name }) => ({
      titulaire: { ...organisation, id: organisation?.id ?? null, denominationSociale: name },
    })),
    modifications: c.amendments.map((a) => ({
      modification: {
        montant: euros(a.cents),
        dureeMois: a.durationMonths,
        dateNotificationModification: a.amendedOn,
        datePublicationDonneesModification: a.publishedOn,
        titulaires: a.holder ? [{ titulaire: a.holder }] : [],
      },
    })),
    actesSousTraitance: c.subcontracts.map((s) => ({
      acteSousTraitance: {
        sousTraitant: s.organisation,
        montant: euros(s.cents),
        dateNotification: s.notifiedOn,
      },
    })),
  }
}
