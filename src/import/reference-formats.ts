import type { ListCoverage, SourceId } from '../domain/supplier/facts.ts'
import {
  type ParsedFact,
  parseEssFrance,
  parseEsus,
  parseSirene,
  parseStructure,
  type ReferenceCells,
} from './parse-reference-row.ts'

/** One layout of a reference list: how to know it, and how to read a row. */
export type ReferenceFormat = {
  id: string
  source: SourceId
  /** Titles that play each role, normalized; the layout is recognised when every needed role is there. */
  roles: Readonly<Record<string, readonly string[]>>
  needed: readonly string[]
  /** Titles (normalized) that show that the file is another list. */
  foreign?: readonly string[]
  /** Whether a file of this layout is the national list unless the user says otherwise. */
  isComplete: boolean
  covers: ListCoverage
  parse: (cells: ReferenceCells) => ParsedFact
}

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
      siren: ['siren'],
      name: ['nomouraisonsocialedelentreprise', 'nomouraisonsociale'],
      family: ['famillejuridiquedelentreprise', 'famillejuridique'],
      department: ['codedudepartementdeletablissement'],
    },
    needed: ['siren', 'name', 'family'],
    isComplete: true,
    covers: 'ess',
    parse: parseEssFrance,
  },
  {
    id: 'ess-france-extrait',
    source: 'ess-france',
    roles: { siren: ['siren'], name: ['denominationunitelegale', 'nom', 'denomination', 'raisonsociale'] },
    needed: ['siren', 'name'],
    foreign: [
      'kind',
      'siret',
      'siretsignature',
      'nic',
      'ess',
      'categoriejuridiqueunitelegale',
      'economiesocialesolidaireunitelegale',
    ],
    isComplete: false,
    covers: 'ess',
    parse: parseEssFrance,
  },
  {
    id: 'esus-liste',
    source: 'esus',
    roles: {
      siren: ['siren', 'numerosiren', 'nsiren', 'siret'],
      name: ['raisonsociale', 'denomination', 'nom', 'nomdelastructure', 'entreprise', 'denominationsociale'],
      from: [
        'datededecision',
        'datededelivrance',
        'datedebut',
        'datededebut',
        'datedagrement',
        'datedelagrement',
        'debut',
        'dateagrement',
      ],
      to: [
        'datedefin',
        'datefin',
        'datedefindagrement',
        'datedefindelagrement',
        'fin',
        'dateecheance',
        'datedecheance',
        'findevalidite',
        'datedefindevalidite',
      ],
      department: ['departement', 'dept', 'codedepartement'],
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
      siret: ['siretsignature', 'siret'],
      kind: ['kind', 'type'],
      from: ['firststartat', 'startat', 'datedebut'],
      to: ['lastendat', 'endat', 'datefin'],
      states: ['states', 'state', 'etat'],
    },
    needed: ['siret', 'kind', 'from', 'to'],
    isComplete: true,
    covers: 'siae',
    parse: parseStructure,
  },
  {
    id: 'marche-inclusion',
    source: 'siae',
    roles: {
      siret: ['siret'],
      kind: ['kind', 'type', 'typedestructure'],
      name: ['brand', 'name', 'nom', 'raisonsociale'],
      isActive: ['isactive'],
      department: ['department', 'departement'],
      city: ['city', 'ville'],
    },
    needed: ['siret', 'kind'],
    isComplete: true,
    covers: 'inclusive',
    parse: parseStructure,
  },
]
