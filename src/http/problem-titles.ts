import type { ErrorCode } from '../platform/errors.ts'

/** Codes of the problems that only HTTP has. */
export type HttpCode =
  | 'parameters-invalid'
  | 'request-malformed'
  | 'route-unknown'
  | 'method-not-allowed'
  | 'url-too-long'
  | 'body-too-large'
  | 'media-type-unsupported'
  | 'form-invalid'
  | 'upload-interrupted'
  | 'time-out'
  | 'internal-error'

export type ProblemCode = ErrorCode | HttpCode

/** The short summary of each kind of problem: the same at every occurrence, as RFC 9457 asks. */
export const PROBLEM_TITLES: Readonly<Record<ProblemCode, string>> = {
  'bad-usage': 'Demande incorrecte',
  'file-not-found': 'Fichier introuvable',
  'not-a-file': 'Ce n’est pas un fichier',
  'file-unreadable': 'Fichier illisible',
  'file-empty': 'Fichier vide',
  'file-truncated': 'Fichier incomplet',
  'format-unknown': 'Format de fichier inconnu',
  'format-not-supported': 'Format de fichier non pris en charge',
  'csv-malformed': 'CSV mal formé',
  'archive-unreadable': 'Archive illisible',
  'workbook-unreadable': 'Classeur illisible',
  'workbook-too-large': 'Classeur trop grand',
  'sheet-unknown': 'Feuille inconnue',
  'xml-malformed': 'XML mal formé',
  'json-malformed': 'JSON mal formé',
  'plan-invalid': 'Plan incorrect',
  'plan-exists': 'Plan déjà enregistré',
  'profile-invalid': 'Profil de colonnes incorrect',
  'buyer-needed': 'Acheteur à préciser',
  'personal-data': 'Donnée personnelle refusée',
  'clause-invalid': 'Clause d’insertion incorrecte',
  'clause-exists': 'Clause d’insertion déjà enregistrée',
  'hours-stated': 'Heures déjà déclarées',
  'mapping-to-confirm': 'Colonnes à confirmer',
  'too-many-rows': 'Trop de lignes',
  'file-imported-otherwise': 'Fichier déjà importé autrement',
  'list-older': 'Liste plus ancienne que la précédente',
  'list-loses-too-much': 'Liste amputée par rapport à la précédente',
  'list-mostly-malformed': 'Liste aux identifiants inutilisables',
  'decision-reverted': 'Décision déjà annulée',
  'edition-withdrawn': 'Édition déjà retirée',
  'import-in-use': 'Import dont d’autres dépendent',
  'import-undone': 'Import déjà annulé',
  'import-not-traced': 'Import trop ancien pour être annulé',
  'folder-unusable': 'Dossier de la base inutilisable',
  'folder-held': 'Base de données occupée',
  'database-unreachable': 'Base de données injoignable',
  'database-other-version': 'Base de données d’une autre version',
  'idempotency-key-in-use': 'Clé d’idempotence en cours d’usage',
  'idempotency-key-reused': 'Clé d’idempotence déjà prise',
  'data-changed': 'Données changées pendant l’export',
  'disk-full': 'Disque plein',
  'service-unreachable': 'Service injoignable',
  'service-unknown': 'Ce n’est pas ce service',
  'service-refused': 'Refus du service',
  'not-found': 'Introuvable',
  'parameters-invalid': 'Paramètres incorrects',
  'request-malformed': 'Requête mal formée',
  'route-unknown': 'Adresse inconnue',
  'method-not-allowed': 'Méthode non admise',
  'url-too-long': 'Adresse trop longue',
  'body-too-large': 'Fichier trop volumineux',
  'media-type-unsupported': 'Type de contenu incorrect',
  'form-invalid': 'Formulaire incorrect',
  'upload-interrupted': 'Envoi interrompu',
  'time-out': 'Délai dépassé',
  'internal-error': 'Erreur interne',
}
