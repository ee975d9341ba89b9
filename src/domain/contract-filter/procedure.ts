/** Procedures of award, whatever the year of the format. `other`: said in words that none of the others reads. */
export const PROCEDURES = [
  'adapted',
  'open',
  'restricted',
  'without-publicity',
  'negotiated',
  'dialogue',
  'other',
  'unknown',
] as const
export type Procedure = (typeof PROCEDURES)[number]

/**
 * How each procedure is recognised in `procedure`, in the order they are tried: regular expressions that read the same in
 * JavaScript and in PostgreSQL, on any case. "Marché négocié sans publicité…" is first of all without publicity.
 */
export const PROCEDURE_PATTERNS: readonly { procedure: Procedure; pattern: string }[] = [
  { procedure: 'without-publicity', pattern: 'sans (publicit|mise en concurrence)' },
  { procedure: 'adapted', pattern: 'proc[ée]dure adapt[ée]e|^mapa' },
  { procedure: 'open', pattern: 'appel d.offres? ouvert' },
  { procedure: 'restricted', pattern: 'appel d.offres? restreint' },
  { procedure: 'dialogue', pattern: 'dialogue comp[ée]titif' },
  { procedure: 'negotiated', pattern: 'n[ée]goci' },
]

/** Each procedure as an agent reads it. */
export const PROCEDURE_TITLES: Readonly<Record<Procedure, string>> = {
  adapted: 'Procédure adaptée',
  open: 'Appel d’offres ouvert',
  restricted: 'Appel d’offres restreint',
  'without-publicity': 'Sans publicité ni mise en concurrence préalables',
  negotiated: 'Procédure avec négociation',
  dialogue: 'Dialogue compétitif',
  other: 'Autre procédure',
  unknown: 'Procédure inconnue',
}
