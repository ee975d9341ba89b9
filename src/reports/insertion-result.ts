import { countPeople } from '../domain/insertion/count-people.ts'
import { hideTable, isSmall } from '../domain/insertion/hide-small-groups.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import type { InsertionFacts } from '../domain/insertion/insertion-facts.ts'
import type { InsertionFigure, InsertionIndicator } from '../domain/insertion/insertion-indicator.ts'
import type { Selection } from './insertion-selection.ts'

export type InsertionLine = {
  key: string
  title: string
  hours: number | null
  people: number | null
  isHidden: boolean
}

/** What an indicator finds, as the reader may see it. */
export type InsertionValue = {
  value: number | null
  /** Upper bound, where the value is known between two only. */
  atMost: number | null
  parts: Record<string, number | null>
  groups: InsertionLine[]
  isHidden: boolean
}

const peopleOf = (facts: InsertionFacts) => countPeople(facts.statements).atLeast

function shownOf(figure: InsertionFigure, hidden: readonly boolean[], isHidden: boolean): InsertionValue {
  return {
    value: isHidden ? null : figure.value,
    atMost: isHidden ? null : (figure.atMost ?? null),
    parts: isHidden ? {} : { ...figure.parts },
    groups: (figure.groups ?? []).map(({ hundredths, people, key, title }, index) => ({
      key,
      title,
      hours: hidden[index] || hundredths === null ? null : hoursOf(hundredths),
      people: hidden[index] ? null : people,
      isHidden: hidden[index] ?? false,
    })),
    isHidden,
  }
}

type Figures = { key: string | null; people: number; figure: InsertionFigure }[]

/** The figure of each row, then of the whole. */
const figuresOf = ({ compute }: InsertionIndicator, { rows, total }: Selection): Figures =>
  [...rows.map(({ key, facts }) => ({ key, facts })), { key: null, facts: total }].map(({ key, facts }) => ({
    key,
    people: peopleOf(facts),
    figure: compute(facts),
  }))

/** The people of each group of a figure, in the order of `keys`; of the whole where it has no groups. */
const cellsOf = ({ figure, people }: Figures[number], keys: readonly string[] | null): number[] =>
  keys === null ? [people] : keys.map((key) => figure.groups?.find((group) => group.key === key)?.people ?? 0)

/**
 * Which cells must be hidden because a neighbouring selection (one criterion less, one value less) has 1 to 4 people more or fewer:
 * the two answers together would tell of them.
 */
const isToldBy = (own: Figures, others: readonly Figures[], keys: readonly string[] | null): boolean[][] =>
  own.map((row) => {
    const cells = cellsOf(row, keys)
    const told = others.map((figures) => {
      const other = figures.find(({ key }) => key === row.key)
      return other ? cellsOf(other, keys) : cells.map(() => 0)
    })
    return cells.map((count, index) => told.some((other) => isSmall(Math.abs((other[index] ?? 0) - count))))
  })

/**
 * An indicator over a selection, row by row and whole, as its audience may see it. To the public, groups of 1 to 4 people are hidden
 * and what would give them away: by subtraction along rows, along groups, or from a neighbouring selection.
 */
export function tellFigure(
  indicator: InsertionIndicator,
  selection: Selection,
  { isInternal, neighbours }: { isInternal: boolean; neighbours: readonly Selection[] },
): { rows: (InsertionValue & { key: string })[]; total: InsertionValue } {
  const own = figuresOf(indicator, selection)
  const hiddenOf = (index: number): { cells: boolean[]; isHidden: boolean } => {
    const cells = marks?.[index] ?? []
    return { cells, isHidden: cells.includes(true) }
  }
  const keys = groupKeysOf(own)
  const marks =
    isInternal || !indicator.isOfPeople
      ? null
      : hideTable(
          {
            cells: own.map((row) => cellsOf(row, keys)),
            people: own.map(({ people }) => people),
            isPartition: keys !== null && own.some(({ figure }) => figure.isPartition === true),
          },
          isToldBy(
            own,
            neighbours.map((other) => figuresOf(indicator, other)),
            keys,
          ),
        )
  const told = own.map(({ key, figure }, index) => {
    const { cells, isHidden } = hiddenOf(index)
    const ofGroups = (figure.groups ?? []).map((group) => cells[keys?.indexOf(group.key) ?? -1] ?? false)
    return { key, ...shownOf(figure, ofGroups, isHidden) }
  })
  const { key: _, ...total } = told.at(-1) as (typeof told)[number]
  return { rows: told.slice(0, -1).map(({ key, ...row }) => ({ key: key as string, ...row })), total }
}

/** The groups of all the rows, in their order; `null` for an indicator that has none. */
function groupKeysOf(figures: Figures): string[] | null {
  if (figures.every(({ figure }) => figure.groups === undefined)) return null
  return [...new Set(figures.flatMap(({ figure }) => (figure.groups ?? []).map(({ key }) => key)))]
}
