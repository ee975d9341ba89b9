/** A group of fewer people is not shown to the public. */
export const SMALLEST_SHOWN = 5

export const isSmall = (people: number): boolean => people > 0 && people < SMALLEST_SHOWN

/** People counted along one line of a table, with the people of the whole line. `isPartition`: each person is in one cell only. */
type Line = { cells: readonly number[]; people: number; isPartition: boolean }

/**
 * Which cells of a line are hidden: those of 1 to 4 people, those that leave 1 to 4 people of the line out, and all where the line
 * itself is of so few. In a partition what is hidden could be found by subtraction: the smallest other cells are hidden too, until
 * two are and five people or more are behind them. `hidden`: those already hidden for another reason.
 */
export function hideLine({ cells, people, isPartition }: Line, hidden: readonly boolean[]): boolean[] {
  const isFew = isSmall(people)
  const marks = cells.map(
    (count, index) => hidden[index] === true || isFew || isSmall(count) || isSmall(people - count),
  )
  if (!isPartition) return marks
  for (;;) {
    const behind = cells.filter((count, index) => marks[index] && count > 0)
    const isSafe = behind.length === 0 || (behind.length > 1 && !isSmall(behind.reduce((a, b) => a + b, 0)))
    const others = cells.flatMap((count, index) => (marks[index] || count === 0 ? [] : [{ count, index }]))
    const [smallest] = others.toSorted((a, b) => a.count - b.count)
    if (isSafe || !smallest) return marks
    marks[smallest.index] = true
  }
}

/** Marks the smallest cell with people, where none is marked. */
function markOne(marks: boolean[], cells: readonly number[]): void {
  const counted = cells.flatMap((count, index) => (count > 0 ? [{ count, index }] : []))
  const [smallest] = counted.toSorted((a, b) => a.count - b.count)
  if (smallest && !marks.includes(true)) marks[smallest.index] = true
}

/**
 * People by row and column, the whole of all rows last (`people` of each row, that one included). `isPartition`: of the columns.
 * Rows are taken for a partition: where they overlap, more is hidden than need be.
 */
export type PeopleTable = {
  cells: readonly (readonly number[])[]
  people: readonly number[]
  isPartition: boolean
}

/** Which cells of a table are hidden, along rows and columns, until neither gives the other away. `forced`: hidden anyway. */
export function hideTable(
  { cells, people, isPartition }: PeopleTable,
  forced: readonly (readonly boolean[])[],
): boolean[][] {
  const marks = cells.map((row, r) => row.map((_, c) => forced[r]?.[c] === true))
  const columns = cells[0]?.map((_, index) => index) ?? []
  const last = cells.length - 1
  const count = () => marks.flat().filter(Boolean).length
  for (let before = -1; before !== count(); ) {
    before = count()
    marks.forEach((row, r) => {
      marks[r] = hideLine({ cells: cells[r] ?? [], people: people[r] ?? 0, isPartition }, row)
    })
    for (const column of last > 0 ? columns : []) {
      const down = cells.slice(0, last).map((row) => row[column] ?? 0)
      const whole = cells[last]?.[column] ?? 0
      const found = hideLine(
        { cells: down, people: whole, isPartition: true },
        marks.slice(0, last).map((row) => row[column] === true),
      )
      // A hidden whole would be found by adding rows that are all shown.
      if (marks[last]?.[column]) markOne(found, down)
      found.forEach((isHidden, r) => {
        const row = marks[r]
        if (row) row[column] = isHidden
      })
    }
  }
  return marks
}
