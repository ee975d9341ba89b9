/**
 * Why verdicts were decided again: a list came in, answers of the company search did, an import of either was undone, a person
 * decided or took a decision back, the rules changed.
 */
export const RECLASSIFICATION_CAUSES = [
  'list',
  'enrichment',
  'undo',
  'decision',
  'decision-reverted',
  'rules',
] as const
export type ReclassificationCause = (typeof RECLASSIFICATION_CAUSES)[number]
