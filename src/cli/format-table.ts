/** What a terminal shows on one line without folding it at any place. */
const WIDEST = 100
const GAP = '  '

/** Where French may be cut: not before a group of three digits, a unit or a double sign, nor after "«". */
const BREAK = /(?<!«) (?!\d{3}(?!\d)|[€%»:;?!→]|pt\b)/

const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length))
const longestWord = (texts: readonly string[]) => longest(texts.flatMap((text) => text.split(BREAK)))

/** A text on lines of at most `width` characters, cut between words. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(BREAK)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** What a column asks for, and what it can do with: its title folded, its texts folded but not its figures, everything folded. */
type Demand = { width: number; title: number; texts: number; least: number }

/**
 * Takes columns down one character at a time, the widest first, until the table holds in `widest` or no column can give more.
 * Titles give first, which fold once, then texts; figures last.
 */
function fit(demands: readonly Demand[], widest: number): number[] {
  const fitted = demands.map(({ width }) => width)
  let excess = fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1)) - widest
  for (const floor of ['title', 'texts', 'least'] as const)
    for (; excess > 0; excess--) {
      const room = demands.map((demand, column) => {
        const width = fitted[column] ?? 0
        return width > demand[floor] ? width : 0
      })
      const largest = Math.max(...room)
      if (largest === 0) break
      fitted[room.indexOf(largest)] = largest - 1
    }
  return fitted
}

/**
 * A table in plain text, columns aligned; the columns listed in `right` are aligned to the right. A table too wide for a
 * terminal has its titles and texts on several lines; words and numbers stay whole, so that they can be copied.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
  indent = '',
): string {
  const demands = header.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '')
    const least = longestWord([title, ...cells])
    const folded = Math.max(longest(cells), least)
    return {
      width: longest([title, ...cells]),
      title: folded,
      texts: right.includes(column) ? folded : least,
      least,
    }
  })
  const widths = fit(demands, WIDEST - indent.length)
  const pad = (text: string, column: number) =>
    right.includes(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)
  const line = (cells: readonly string[]) => `${indent}${cells.map(pad).join(GAP)}`.trimEnd()
  const lines = (row: readonly string[]) => {
    const cells = header.map((_, column) => wrap(row[column] ?? '', widths[column] ?? 0))
    const height = Math.max(...cells.map((cell) => cell.length))
    return Array.from({ length: height }, (_, at) => line(cells.map((cell) => cell[at] ?? '')))
  }
  return [...lines(header), line(widths.map((width) => '─'.repeat(width))), ...rows.flatMap(lines)].join('\n')
}
