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
  'xml-malformed': 'XML mal formé',
  'json-malformed': 'JSON mal formé',
  'plan-invalid': 'Plan incorrect',
  'list-older': 'Liste plus ancienne que la précédente',
  'list-loses-too-much': 'Liste amputée par rapport à la précédente',
  'list-mostly-malformed': 'Liste aux identifiants inutilisables',
  'folder-unusable': 'Dossier de la base inutilisable',
  'folder-held': 'Base de données occupée',
  'database-unreachable': 'Base de données injoignable',
  'database-other-version': 'Base de données d’une autre version',
  'not-found': 'Introuvable',
  'parameters-invalid': 'Paramètres incorrects',
  'request-malformed': 'Requête mal formée',
  'route-unknown': 'Adresse inconnue',
  'method-not-allowed': 'Méthode non admise',
  'url-too-long': 'Adresse trop longue',
  'body-too-large': 'Fichier trop volumineux',
  'media-type-unsupported': 'Type de contenu incorrect',
  'upload-interrupted': 'Envoi interrompu',
  'time-out': 'Délai dépassé',
  'internal-error': 'Erreur interne',
}
