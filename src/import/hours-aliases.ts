import type { PersonalDataKind } from '../domain/insertion/personal-data.ts'
import type { RawHoursField } from '../domain/insertion/raw-hours.ts'
import { normalizeName } from './field-aliases.ts'
import { type RankedTitle, titlesToFields } from './ranked-columns.ts'

/** Words that facilitators cut short, and what they stand for. */
const SHORTENED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:hrs?|hres)\b/gi, 'heures'],
  [/\bréal\.?(?=\s|$)/gi, 'réalisées'],
  [/\bpart\.?(?=\s|$)/gi, 'participant'],
  [/\bbénéf\.?(?=\s|$)/gi, 'bénéficiaire'],
  [/\bpers\.?(?=\s|$)/gi, 'personne'],
]

/** A title without what only explains it, its words whole: "Hrs réalisées (en h)" → `heuresrealisees`. */
export function normalizeHoursTitle(title: string): string {
  const bare = title.replace(
    /\((?:optionnel(?:le)?|facultatif|obligatoire|en h(?:eures)?|oui ?\/ ?non|code[^)]*|liste)\)|\*/gi,
    '',
  )
  return normalizeName(SHORTENED.reduce((text, [word, whole]) => text.replace(word, whole), bare))
}

/** Titles of each field, normalized; where a file has several, the first of this list that is filled counts. */
export const HOURS_TITLES: Readonly<Record<RawHoursField, readonly string[]>> = {
  clauseId: ['nclause', 'ndeclause', 'nodeclause', 'numerodeclause', 'numeroclause', 'clause', 'idclause'],
  buyerId: [
    'siretacheteur',
    'siretdelacheteur',
    'sirenacheteur',
    'acheteurid',
    'siretdonneurdordre',
    'siretmaitredouvrage',
    'siretcollectivite',
  ],
  contractReference: [
    'nmarche',
    'nomarche',
    'ndumarche',
    'ndemarche',
    'numeromarche',
    'numerodemarche',
    'numerodumarche',
    'nummarche',
    'referencemarche',
    'referencedumarche',
    'refmarche',
    'idmarche',
    'marche',
    'noperation',
    'operation',
    'chantier',
  ],
  lot: ['lot', 'nlot', 'ndelot', 'nolot', 'numerolot', 'numerodelot', 'numerodulot'],
  person: [
    'codepersonne',
    'codebeneficiaire',
    'codeparticipant',
    'codesalarie',
    'identifiantpersonne',
    'identifiantbeneficiaire',
    'identifiantparticipant',
    'idpersonne',
    'idbeneficiaire',
    'idparticipant',
    'npersonne',
    'nbeneficiaire',
    'nparticipant',
    'personne',
    'beneficiaire',
    'participant',
    'salarie',
    'codeanonyme',
    'identifiant',
    'code',
  ],
  period: ['periode', 'mois', 'trimestre', 'moistravaille', 'perioderealisation', 'semestre'],
  year: ['annee', 'exercice'],
  from: [
    'debut',
    'datedebut',
    'datededebut',
    'debutperiode',
    'debutdeperiode',
    'debutdelaperiode',
    'du',
    'periodedu',
  ],
  to: ['fin', 'datefin', 'datedefin', 'finperiode', 'findeperiode', 'findelaperiode', 'au', 'periodeau'],
  hours: [
    'heuresrealisees',
    'heuresdinsertionrealisees',
    'heuresinsertionrealisees',
    'nombredheuresrealisees',
    'nbheuresrealisees',
    'nbredheuresrealisees',
    'heureseffectuees',
    'heurestravaillees',
    'heuresdeclarees',
    'heuresdinsertion',
    'heuresinsertion',
    'nombredheures',
    'nombreheures',
    'nbheures',
    'nbdheures',
    'nbredheures',
    'nbreheures',
    'totalheures',
    'totaldesheures',
    'heures',
    'volumehoraire',
  ],
  validatedHours: ['heuresvalidees', 'nbheuresvalidees', 'nombredheuresvalidees', 'heuresretenues'],
  people: [
    'nombredepersonnes',
    'nombrepersonnes',
    'nbpersonnes',
    'nbpersonne',
    'nbdepersonnes',
    'nbrepersonnes',
    'nombredebeneficiaires',
    'nbbeneficiaires',
    'nombredeparticipants',
    'nbparticipants',
    'nombredesalaries',
    'nbsalaries',
    'personnes',
    'beneficiaires',
    'effectif',
  ],
  employmentContracts: [
    'nombredecontratsdetravail',
    'nombredecontrats',
    'nbcontrats',
    'nbdecontrats',
    'nbcontratsdetravail',
    'contratsdetravail',
    'contratssignes',
  ],
  publics: [
    'publics',
    'public',
    'publicseligibles',
    'publiceligible',
    'typedepublic',
    'criteres',
    'critere',
    'criteresdeligibilite',
    'categoriedepublic',
  ],
  hiringForm: [
    'formedembauche',
    'modalite',
    'modalitedembauche',
    'modalitederealisation',
    'modalitedemiseenoeuvre',
    'modedembauche',
    'typedembauche',
    'dispositif',
  ],
  employerId: [
    'siretemployeur',
    'siretdelemployeur',
    'sirenemployeur',
    'sirendelemployeur',
    'employeursiret',
    'employeursiren',
    'siretstructure',
    'siretsiae',
    'siretentreprise',
    'sirenentreprise',
    'siret',
    'siren',
  ],
  employmentForm: [
    'typedecontrat',
    'typedecontratdetravail',
    'typecontrat',
    'naturedecontrat',
    'natureducontrat',
    'contratdetravail',
    'contrat',
  ],
  employmentReference: [
    'reperecontratdetravail',
    'reperducontratdetravail',
    'repereducontratdetravail',
    'ncontratdetravail',
    'nducontratdetravail',
    'numerodecontratdetravail',
    'referencecontratdetravail',
    'refcontratdetravail',
  ],
  isQpv: ['qpv', 'residentqpv', 'residentenqpv', 'resideenqpv', 'quartierprioritaire', 'habitantqpv'],
  sex: ['sexe', 'genre', 'civilite'],
  age: ['age', 'tranchedage', 'trancheage', 'classedage'],
  qualification: [
    'niveaudequalification',
    'niveauqualification',
    'qualification',
    'niveaudeformation',
    'niveauformation',
    'niveau',
    'diplome',
    'niveaudediplome',
  ],
  afterwards: [
    'situationensuite',
    'situationalasortie',
    'situationdesortie',
    'sortie',
    'typedesortie',
    'devenir',
    'suitedeparcours',
    'suite',
  ],
  isValidated: ['valide', 'validee', 'validees', 'validation', 'heuresvalideesouinon', 'statutvalidation'],
  statedOn: [
    'datedureleve',
    'datereleve',
    'datedereleve',
    'datedemiseajour',
    'datemiseajour',
    'datemaj',
    'majle',
    'arreteau',
    'datedeclaration',
  ],
}

const FIELDS_BY_TITLE = titlesToFields(HOURS_TITLES)

export const hoursFieldOfTitle = (title: string): RankedTitle<RawHoursField> | null =>
  FIELDS_BY_TITLE.get(normalizeHoursTitle(title)) ?? null

const OF_A_PERSON =
  '(?:de la |du |de l|des )?(?:personnes?|beneficiaires?|salarie(?:e|s)?|participants?|candidats?|stagiaires?|agents?)'
const PERSONAL_TITLES: readonly (readonly [RegExp, PersonalDataKind])[] = [
  [
    /^(?:noms?|prenoms?|nom (?:et |\/ ?)?prenoms?|prenoms? (?:et )?noms?|identite|civilite nom.*|nom (?:de )?(?:naissance|famille|jeune fille|usage|d usage|marital))$/,
    'name',
  ],
  [new RegExp(`^(?:noms?|prenoms?|nom (?:et )?prenoms?|identite) ${OF_A_PERSON}$`), 'name'],
  [/^(?:date (?:de )?naissance|date naiss\w*|ddn|nee? le|naissance)$/, 'birth-date'],
  [new RegExp(`^(?:date (?:de )?naissance) ${OF_A_PERSON}$`), 'birth-date'],
  [
    /^(?:nir|nss|(?:n|no|num|numero)?(?: de)? ?(?:securite sociale|secu|ss|insee))$/,
    'social-security-number',
  ],
  [
    /^(?:telephone|tel|portable|mobile|mail|e mail|email|courriel|adresse(?: (?:mail|postale|personnelle|e mail|courriel))?)$/,
    'contact',
  ],
]

/** The words of a title, without case, accents nor punctuation. */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, ' ')
    .trim()

/** What a column says of each person by its title alone; `null`: nothing personal. */
export function personalDataOfTitle(title: string): PersonalDataKind | null {
  const plain = plainTitle(title)
  return PERSONAL_TITLES.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}
