import { html } from 'hono/html'
import { inBounds } from './french-numbers.ts'

/** A bar: shares in 0..1, `null` where there is nothing to divide. */
export type Bar = { label: string; lower: number | null; upper: number | null }

const WIDTH = 720
const LABELS = 300
const VALUES = 130
const ROW = 30
const AXIS = 26

/** Ticks that leave a third of the bars' room at most: of 4 %, to 5 %; of 40 %, to 40 %. */
function scaleOf(most: number): { end: number; step: number } {
  const step = [0.01, 0.02, 0.05, 0.1].find((candidate) => candidate * 5 >= most) ?? 0.2
  return { end: Math.min(1, Math.max(step, Math.ceil(most / step - 1e-9) * step)), step }
}

/** A label that fits beside the bars: the table below holds it whole. */
const shorten = (label: string) => (label.length > 38 ? `${label.slice(0, 37)}…` : label)

/**
 * Horizontal bars as SVG: what is sure is plain, what undetermined suppliers could add is hatched, and each bar says its figure, so
 * that nothing rests on colour. `id` is unique in the page.
 */
export function drawShares(id: string, title: string, bars: readonly Bar[]) {
  const room = WIDTH - LABELS - VALUES
  const { end, step } = scaleOf(Math.max(0, ...bars.map(({ upper }) => upper ?? 0)))
  const at = (share: number) => Math.round((share / end) * room * 10) / 10
  const height = bars.length * ROW + AXIS
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step)
  return html`<figure><figcaption>${title}</figcaption><svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}">
<title id="${id}">${title}. Les mêmes chiffres sont dans le tableau qui suit.</title>
<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#1b4f72"/></pattern></defs>
${ticks.map(
  (tick) =>
    html`<line x1="${LABELS + at(tick)}" x2="${LABELS + at(tick)}" y1="0" y2="${height - AXIS}" stroke="#b5bdc4"/><text x="${LABELS + at(tick)}" y="${height - 8}" text-anchor="middle">${Math.round(tick * 100)} %</text>`,
)}
${bars.map((bar, index) => {
  const y = index * ROW
  const [lower, upper] = [at(bar.lower ?? 0), at(bar.upper ?? 0)]
  return html`<text x="${LABELS - 10}" y="${y + 20}" text-anchor="end">${shorten(bar.label)}</text>
<rect x="${LABELS}" y="${y + 6}" width="${lower}" height="18" fill="#1b4f72"/>
<rect x="${LABELS + lower}" y="${y + 6}" width="${Math.max(0, upper - lower)}" height="18" fill="url(#${id}-hatch)" stroke="#1b4f72"/>
<text x="${LABELS + upper + 8}" y="${y + 20}">${bar.lower === null ? 'pas de part' : inBounds(bar)}</text>`
})}
</svg></figure>`
}
