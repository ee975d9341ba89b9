/** A count of contracts or a sum of cents, by outcome. The parts of a share; never a bare ratio. */
export type Parts<N> = { yes: N; no: N; undetermined: N }

/** All that is counted: contracts or cents. */
export const totalOf = ({ yes, no, undetermined }: Parts<bigint>): bigint => yes + no + undetermined

/** Share of an amount or number: undetermined counted as no (`lower`), as yes (`upper`), or left aside (`determined`). `null`: nothing to divide by. */
export type ShareBounds = { lower: number | null; upper: number | null; determined: number | null }

/** How several holders of one contract are counted. */
export const HOLDER_METHODS = ['any-holder', 'equal-split', 'lead'] as const
export type HolderMethod = (typeof HOLDER_METHODS)[number]

/** How frameworks and their call-offs are counted, so that the same euros do not count twice. */
export const FRAMEWORK_METHODS = ['ceilings', 'call-offs', 'none'] as const
export type FrameworkMethod = (typeof FRAMEWORK_METHODS)[number]

/** What a share is made of: contracts as they were notified, or what was paid. */
export const BASES = ['notified', 'spent'] as const
export type Basis = (typeof BASES)[number]

export const MEASURES = ['contracts', 'value'] as const
/** What a share is measured in: number of contracts, or euros. */
export type Measure = (typeof MEASURES)[number]
