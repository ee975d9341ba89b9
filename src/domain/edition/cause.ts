/** What can change a figure after it was frozen, each read in the ledgers; `not-established`: none of them says why. */
export const CAUSE_KINDS = [
  'contracts-imported',
  'contracts-undone',
  'framework-known',
  'day-reached',
  'decision',
  'decision-reverted',
  'list-imported',
  'list-undone',
  'plan-changed',
  'insertion-changed',
  'rules-version',
  'year-over',
  'software-version',
  'not-established',
] as const
export type CauseKind = (typeof CAUSE_KINDS)[number]

/** Why a figure changed. `id` names it in an answer: "contracts-imported-12". */
export type Cause = {
  id: string
  kind: CauseKind
  /** One sentence in French. */
  text: string
  importId: number | null
  decisionId: number | null
}

/** Which perimeters a decision on a perimeter may move: its own, and those that hold it. */
const MOVED_BY: Readonly<Record<string, readonly string[]>> = {
  ess: ['ess', 'ess-wide'],
  esus: ['esus', 'ess', 'ess-wide'],
  siae: ['siae', 'inclusive', 'ess-wide'],
  handicap: ['handicap', 'inclusive', 'ess-wide'],
  inclusive: ['inclusive', 'ess-wide'],
}

/** Whether a decision on `decided` can change an answer about `measured`; `null`: an answer about no perimeter in particular. */
export const canMove = (decided: string, measured: string | null): boolean =>
  measured === null || (MOVED_BY[decided] ?? [decided]).includes(measured)
