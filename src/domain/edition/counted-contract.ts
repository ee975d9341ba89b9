/** What a contract answers to a figure, and the cents it brings to it; 0 where its amount cannot be used. */
export type CountedAnswer = readonly [outcome: 'yes' | 'no' | 'undetermined', cents: number]

/** A contract behind the figures of an edition. `importId`: the import it comes from; `answers`: by indicator, or `plan/target`. */
export type CountedContract = {
  id: string
  /** What it keeps through its corrections (docs/identity.md). */
  groupId: string
  importId: number
  /** The day of notification that it counts on. */
  countedOn: string
  answers: Readonly<Record<string, CountedAnswer>>
}
