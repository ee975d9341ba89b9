/** What an import of insertion hours can report; see `PROBLEM_CODES`. */
export const HOURS_PROBLEM_CODES = {
  'personal-data-found': {
    isRejection: true,
    expected:
      'aucune donnée qui identifie une personne (numéro de sécurité sociale, date de naissance complète, courriel, téléphone) ; la ligne n’est pas reprise, retirez-la de la cellule',
  },
  'person-identified': {
    isRejection: true,
    expected:
      'un code sans nom ni date de naissance (P-017) ; la cellule semble désigner une personne, elle n’est ni enregistrée ni reprise',
  },
  'person-code-invalid': {
    isRejection: true,
    expected: 'un code de lettres et de chiffres, 40 caractères au plus (P-017)',
  },
  'person-missing': {
    isRejection: true,
    expected:
      'le code de la personne ; dans un tableau par personne, une ligne sans code est sans doute un total',
  },
  'hours-missing': { isRejection: true, expected: 'le nombre d’heures réalisées' },
  'hours-unreadable': {
    isRejection: true,
    expected: 'un nombre d’heures positif (151,67 ou 7h30), un million au plus',
  },
  'hours-period-missing': {
    isRejection: true,
    expected:
      'un mois, un trimestre, des dates de début et de fin, ou la période de tout le fichier (period)',
  },
  'hours-period-unreadable': {
    isRejection: true,
    expected: 'un mois (03/2025, mars 2025), un trimestre (T1 2025) ou des dates (JJ/MM/AAAA)',
  },
  'clause-unknown': {
    isRejection: true,
    expected: 'le numéro d’un marché qui a une clause enregistrée ; enregistrez-la d’abord (clauses create)',
  },
  'clause-ambiguous': {
    isRejection: true,
    expected:
      'de quoi reconnaître la clause : plusieurs répondent ; donnez le lot, l’acheteur ou le numéro de clause',
  },
  'hours-word-unknown': {
    isRejection: false,
    expected: 'un des mots de la liste du modèle ; valeur tenue pour inconnue',
  },
  'employer-identifier-invalid': {
    isRejection: false,
    expected: 'le SIRET ou le SIREN de l’employeur, sans erreur ; employeur tenu pour inconnu',
  },
  'hours-repeat': {
    isRejection: false,
    expected:
      'une seule ligne par personne, période, employeur et forme d’embauche ; celles-ci s’ajoutent, vérifiez qu’aucune n’est en double',
  },
  'hours-restated': {
    isRejection: false,
    expected:
      'un relevé daté (Date du relevé) ; celui-ci redit des heures corrigées depuis : la correction reste',
  },
  'hours-outdated': {
    isRejection: false,
    expected:
      'un relevé plus récent que celui déjà connu pour les mêmes heures ; celui-ci, plus ancien, est gardé dans l’historique et ne compte pas',
  },
  'stated-day-unreadable': {
    isRejection: false,
    expected:
      'la date du relevé (JJ/MM/AAAA) ; relevé tenu pour non daté : le dernier arrivé corrige les autres',
  },
  'hours-dropped': {
    isRejection: false,
    expected:
      'les lignes du relevé précédent de ce nom : celles qui n’y sont plus comptent toujours ; si ce relevé le remplace, dites-le (replaces, avec le numéro d’import donné ici)',
  },
  'hours-not-withdrawn': {
    isRejection: false,
    expected:
      'un relevé sans ligne refusée ni feuille non lue pour en remplacer un autre ; rien n’a été retiré : ce qui n’est pas lu ici peut être ce qui manque',
  },
  'employment-reference-ignored': {
    isRejection: false,
    expected: 'un repère de contrat de travail sans nom (CT-12) ; celui-ci n’est ni enregistré ni repris',
  },
} as const
