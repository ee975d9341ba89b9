import type { PlanDocument } from '../plan/plan-document.ts'

/** What an edition freezes: the yearly report of a buyer, or the two-yearly publication of article L2111-3. */
export const EDITION_KINDS = ['report', 'publication'] as const
export type EditionKind = (typeof EDITION_KINDS)[number]

/** What the figures were asked for. `plan` `null`: every plan that binds the buyer. */
export type EditionParameters =
  | { kind: 'report'; buyer: string; year: number; plan: string | null }
  | { kind: 'publication'; buyer: string; fromYear: number; toYear: number }

/** A file of an edition, without its bytes. `digest`: SHA-256 in hexadecimal. */
export type EditionFileEntry = {
  name: string
  title: string
  mediaType: string
  bytes: number
  digest: string
}

/** What the figures rested on when they were frozen. Instants are ISO 8601, UTC. */
export type EditionContext = {
  rulesVersion: number
  softwareVersion: string
  /** The last change of the data; `null`: nothing was ever imported. */
  asOf: string | null
  sources: readonly {
    id: string
    title: string
    format: string
    listedOn: string
    isComplete: boolean
    entries: number
    file: string
  }[]
  plans: readonly PlanDocument[]
}

/** All that the digest of an edition seals. */
export type EditionStatement = {
  title: string
  author: string
  note: string | null
  publishedAt: string
  parameters: EditionParameters
  context: EditionContext
  /** SHA-256 of the canonical JSON of the parameters and the figures: the same figures have the same. */
  figuresDigest: string
  files: readonly EditionFileEntry[]
}

/** The file of an edition that holds the canonical JSON of its figures, and the one of the contracts behind them. */
export const FIGURES_FILE = 'chiffres.json'
export const CONTRACTS_FILE = 'marches-comptes.json'
