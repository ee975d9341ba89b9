/** A figure as an edition freezes it: which one it is, and what it says. Titles are words, not figures: they are left out. */
export type EditionFigure = {
  section: string
  year: number
  /** The indicator, or `plan/target`. */
  indicator: string
  perimeter: string | null
  key: string | null
  measure: string
  part: string
  unit: string
  value: number | null
  note: string | null
}

/** What a figure says; `null` on one side: it is not there. */
export type FigureValue = Pick<EditionFigure, 'value' | 'note'>
export type FigureChange = Omit<EditionFigure, 'value' | 'note'> & {
  before: FigureValue | null
  after: FigureValue | null
}

const nameOf = ({ section, year, indicator, key, measure, part }: EditionFigure) =>
  JSON.stringify([section, year, indicator, key, measure, part])

const saidBy = (figure: EditionFigure | undefined): FigureValue | null =>
  figure === undefined ? null : { value: figure.value, note: figure.note }

/** Every figure whose value or note differs, in the order of the later figures; those that are gone come last. */
export function compareFigures(
  before: readonly EditionFigure[],
  after: readonly EditionFigure[],
): FigureChange[] {
  const old = new Map(before.map((figure) => [nameOf(figure), figure]))
  const fresh = new Map(after.map((figure) => [nameOf(figure), figure]))
  const gone = before.filter((figure) => !fresh.has(nameOf(figure)))
  return [...after, ...gone].flatMap((figure) => {
    const name = nameOf(figure)
    const [was, is] = [saidBy(old.get(name)), saidBy(fresh.get(name))]
    if (was !== null && is !== null && was.value === is.value && was.note === is.note) return []
    const { value: _value, note: _note, ...about } = figure
    return [{ ...about, before: was, after: is }]
  })
}
