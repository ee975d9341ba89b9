import type { Problem } from '../domain/problem/problem.ts'
import { AppError } from '../platform/errors.ts'

/**
 * Above this part of malformed identifiers a file is not the list it claims to be; a list that drops more than this part of what
 * the one before held is more likely an extract than a new edition.
 */
export const DEFAULT_LARGEST_LOSS_PERCENT = 20
/** Below this many rows or structures a share says nothing. */
const SMALLEST_LIST_TO_JUDGE = 10

const MALFORMED = new Set(['siren-missing', 'siren-invalid', 'siren-placeholder'])
const MOST_EXAMPLES = 5

const percent = (part: number, whole: number) => (whole === 0 ? 0 : (part * 100) / whole)
const write = (share: number) => `${share.toLocaleString('fr-FR', { maximumFractionDigits: 1 })} %`

/** Counts the rows whose identifier cannot be used, and keeps the first as examples. */
export class MalformedRows {
  count = 0
  readonly #examples: string[] = []

  note(line: number, problems: readonly Problem[]): void {
    const problem = problems.find(({ code }) => MALFORMED.has(code))
    if (!problem) return
    this.count++
    const value = problem.value === '' ? '(vide)' : `« ${problem.value.slice(0, 40)} »`
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(`ligne ${line} ${value}`)
  }

  get examples(): readonly string[] {
    return this.#examples
  }
}

/** Throws `list-mostly-malformed` when more than `largest` percent of the rows have an unusable identifier. */
export function refuseGarbled(file: string, malformed: MalformedRows, read: number, largest: number): void {
  const share = percent(malformed.count, read)
  if (read < SMALLEST_LIST_TO_JUDGE || share <= largest) return
  throw new AppError(
    'list-mostly-malformed',
    `La liste « ${file} » a ${malformed.count} identifiants inutilisables sur ${read} lignes (${write(share)}, plus que les ${largest} % admis) : ${malformed.examples.join(', ')}… Rien n'a été importé. Vérifiez le fichier ; s'il est bien ainsi, confirmez avec --force (HTTP : force=true).`,
    { malformed: malformed.count, read, largestPercent: largest, examples: malformed.examples },
  )
}

/** Throws `list-loses-too-much` when a list no longer holds more than `largest` percent of the structures of the one before. */
export function refuseLoss(
  file: string,
  { open, lost, examples }: { open: number; lost: number; examples: readonly string[] },
  largest: number,
): void {
  const share = percent(lost, open)
  if (open < SMALLEST_LIST_TO_JUDGE || share <= largest) return
  throw new AppError(
    'list-loses-too-much',
    `La liste « ${file} » ne contient plus ${lost} des ${open} structures de la précédente (${write(share)}, plus que les ${largest} % admis), par exemple ${examples.join(', ')}. Rien n'a été importé. Si c'est un extrait, ajoutez --partial (HTTP : partial=true) ; si c'est bien la nouvelle liste entière, ajoutez --force (HTTP : force=true).`,
    { open, lost, largestPercent: largest, examples },
  )
}
