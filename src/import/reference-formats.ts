import type { ListCoverage, SourceId } from '../domain/supplier/facts.ts'
import { parseEsus, parseFiness, parseListing, parseSirene, parseStructure } from './parse-reference-row.ts'
import type { ParsedFact, ReferenceCells } from './reference-cells.ts'

/** One layout of a reference list: how to know it, and how to read a row. */
export type ReferenceFormat = {
  id: string
  source: SourceId
  /** Titles that play each role, normalized; the layout is recognised when every needed role is there. */
  roles: Readonly<Record<string, readonly string[]>>
  needed: readonly string[]
  /** A file without titles: how its first row is known, where each role stands, and the mark of the rows to read. */
  untitled?: {
    isFirstRow: (cells: readonly string[]) => boolean
    columns: Readonly<Record<string, number>>
    rowMark: string
  }
  /** Titles (normalized) that show that the file is another list. */
  foreign?: readonly string[]
  /** Whether a file of this layout is the national list unless the user says otherwise. */
  isComplete: boolean
  /** Titles (normalized) of the publisher's own file: without any of them, the file is someone's extract. */
  publisherTitles?: readonly string[]
  covers: ListCoverage
  parse: (cells: ReferenceCells) => ParsedFact
}

const SIREN = ['siren', 'numerosiren', 'nsiren', 'numsiren', 'nosiren', 'codesiren', 'sirenentreprise']
const SIRET = [
  'siret',
  'numerosiret',
  'nsiret',
  'numsiret',
  'nosiret',
  'codesiret',
  'siretsiege',
  'numerodesiret',
]
const NAME = [
  'raisonsociale',
  'denomination',
  'denominationsociale',
  'denominationunitelegale',
  'nom',
  'nomdelastructure',
  'nomstructure',
  'nomouraisonsociale',
  'nomdelentreprise',
  'nomdeletablissement',
  'structure',
  'entreprise',
  'etablissement',
  'libelle',
]
const FAMILY = [
  'famillejuridique',
  'famille',
  'formejuridique',
  'statutjuridique',
  'statut',
  'categoriejuridique',
]
const KIND = ['kind', 'type', 'typedestructure', 'typestructure', 'typologie', 'categorie']
const CITY = ['city', 'ville', 'commune']
const FROM = [
  'datedebut',
  'datededebut',
  'datedagrement',
  'datedelagrement',
  'dateagrement',
  'debut',
  'datedebutagrement',
  'datededebutdagrement',
  'dateconventionnement',
  'datedeconventionnement',
  'datedebutconvention',
  'datededebutdeconvention',
]
const TO = [
  'datedefin',
  'datefin',
  'datedefindagrement',
  'datedefindelagrement',
  'datefinagrement',
  'fin',
  'dateecheance',
  'datedecheance',
  'findevalidite',
  'datedefindevalidite',
  'datefinconvention',
  'datedefindeconvention',
  'datefinconventionnement',
  'datedefindeconventionnement',
]
const DEPARTMENT = ['departement', 'dept', 'dep', 'codedepartement', 'numerodepartement']

/** Titles of lists that are not of ESS enterprises. */
const OTHER_LISTS = [
  'kind',
  'typedestructure',
  'siretsignature',
  'nic',
  'ess',
  'categetab',
  'categoriejuridiqueunitelegale',
  'economiesocialesolidaireunitelegale',
]

/** Every layout known, the most particular first. */
export const REFERENCE_FORMATS: readonly ReferenceFormat[] = [
  {
    id: 'sirene-stock-unite-legale',
    source: 'sirene',
    roles: {
      siren: ['siren'],
      essFlag: ['economiesocialesolidaireunitelegale'],
      legalCategory: ['categoriejuridiqueunitelegale'],
      name: ['denominationunitelegale'],
      lastName: ['nomunitelegale'],
      firstName: ['prenomusuelunitelegale', 'prenom1unitelegale'],
      diffusion: ['statutdiffusionunitelegale'],
      activity: ['activiteprincipaleunitelegale'],
      activityNomenclature: ['nomenclatureactiviteprincipaleunitelegale'],
      activity2025: ['activiteprincipalenaf25unitelegale'],
      employees: ['trancheeffectifsunitelegale'],
    },
    needed: ['siren', 'essFlag', 'legalCategory'],
    isComplete: false,
    covers: 'ess',
    parse: parseSirene,
  },
  {
    id: 'ess-france-liste',
    source: 'ess-france',
    roles: {
      siren: SIREN,
      name: ['nomouraisonsocialedelentreprise', 'nomouraisonsociale'],
      family: ['famillejuridiquedelentreprise', 'famillejuridique'],
      department: ['codedudepartementdeletablissement', ...DEPARTMENT],
    },
    needed: ['siren', 'name', 'family'],
    isComplete: true,
    covers: 'ess',
    parse: parseListing,
  },
  {
    id: 'ess-france-extrait',
    source: 'ess-france',
    roles: { siren: SIREN, name: NAME },
    needed: ['siren', 'name'],
    foreign: ['siret', ...OTHER_LISTS],
    isComplete: false,
    covers: 'ess',
    parse: parseListing,
  },
  {
    id: 'esus-liste',
    source: 'esus',
    roles: {
      siren: [...SIREN, ...SIRET],
      name: NAME,
      from: ['datededecision', 'datededelivrance', ...FROM],
      to: TO,
      department: DEPARTMENT,
    },
    needed: ['siren', 'to'],
    isComplete: true,
    covers: 'esus',
    parse: parseEsus,
  },
  {
    id: 'siae-conventions',
    source: 'siae',
    roles: {
      siret: ['siretsignature', ...SIRET],
      kind: KIND,
      from: ['firststartat', 'startat', ...FROM],
      to: ['lastendat', 'endat', ...TO],
      states: ['states', 'state', 'etat'],
    },
    needed: ['siret', 'kind', 'from', 'to'],
    isComplete: true,
    publisherTitles: ['siretsignature', 'kind', 'firststartat', 'lastendat'],
    covers: 'siae',
    parse: parseStructure,
  },
  {
    id: 'marche-inclusion',
    source: 'siae',
    roles: {
      siret: SIRET,
      kind: KIND,
      name: ['brand', 'name', ...NAME],
      isActive: ['isactive'],
      department: ['department', ...DEPARTMENT],
      city: CITY,
    },
    needed: ['siret', 'kind'],
    isComplete: true,
    publisherTitles: ['kind'],
    covers: 'inclusive',
    parse: parseStructure,
  },
  {
    id: 'cress-liste',
    source: 'cress',
    roles: {
      siren: [...SIREN, ...SIRET],
      name: ['nomouraisonsocialedelentreprise', ...NAME],
      family: ['famillejuridiquedelentreprise', ...FAMILY],
      department: ['codedudepartementdeletablissement', ...DEPARTMENT],
    },
    needed: ['siren', 'name'],
    foreign: OTHER_LISTS,
    isComplete: false,
    covers: 'ess',
    parse: parseListing,
  },
  {
    id: 'secteur-handicap',
    source: 'handicap',
    roles: {
      siret: [...SIRET, ...SIREN],
      kind: KIND,
      name: NAME,
      isActive: ['isactive', 'actif', 'active'],
      from: FROM,
      to: TO,
      department: DEPARTMENT,
      city: CITY,
    },
    needed: ['siret', 'kind'],
    isComplete: false,
    covers: 'handicap',
    parse: parseStructure,
  },
  {
    id: 'finess-structures',
    source: 'finess',
    roles: {},
    needed: [],
    untitled: {
      isFirstRow: ([first, second]) => first === 'finess' && second === 'etalab',
      columns: { finess: 1, name: 3, department: 13, category: 18, categoryName: 19, siret: 22 },
      rowMark: 'structureet',
    },
    isComplete: true,
    covers: 'esat',
    parse: parseFiness,
  },
  {
    id: 'finess-titres',
    source: 'finess',
    roles: {
      siret: SIRET,
      category: ['categetab', 'codecategorieetablissement', 'categorieetablissement', 'codecategorie'],
      categoryName: ['libcategetab', 'libellecategorieetablissement', 'libellecategorie'],
      finess: ['nofinesset', 'numerofinesset', 'finesset', 'numerofiness'],
      name: ['rs', 'rslongue', ...NAME],
      department: DEPARTMENT,
    },
    needed: ['siret', 'category'],
    isComplete: true,
    covers: 'esat',
    parse: parseFiness,
  },
]
