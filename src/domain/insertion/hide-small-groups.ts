import type { GroupLine } from './insertion-breakdown.ts'

/** A group of fewer people is not shown to the public. */
export const SMALLEST_SHOWN = 5

const isSmall = (people: number | null) => people !== null && people > 0 && people < SMALLEST_SHOWN
const hide = (line: GroupLine): GroupLine => ({ ...line, hundredths: null, people: null, isHidden: true })

/**
 * The lines with those of 1 to 4 people hidden, and what would give them away. `isPartition`: each person is in one line only; a
 * single hidden line could then be found by subtraction, so the smallest other one is hidden too. Where lines overlap, one that
 * leaves 1 to 4 people out is hidden as well. Where all the people are fewer than five, every line is.
 */
export function hideSmallGroups(
  lines: readonly GroupLine[],
  { people, isPartition }: { people: number; isPartition: boolean },
): GroupLine[] {
  if (isSmall(people)) return lines.map(hide)
  const isHidden = (line: GroupLine) =>
    isSmall(line.people) || (!isPartition && line.people !== null && isSmall(people - line.people))
  const hidden = new Set(lines.filter(isHidden))
  if (isPartition && hidden.size === 1) {
    const others = lines.filter((line) => !hidden.has(line) && (line.people ?? 0) > 0)
    const [smallest] = others.toSorted((a, b) => (a.people ?? 0) - (b.people ?? 0))
    if (smallest) hidden.add(smallest)
  }
  return lines.map((line) => (hidden.has(line) ? hide(line) : line))
}
