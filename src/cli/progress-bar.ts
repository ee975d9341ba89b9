import progress, { type Options, type Params } from 'cli-progress'
import type { ImportProgress } from '../import/run-import.ts'
import { counted, formatCount } from './format.ts'

/** How far a file is: read and merged here, or sent to a service that then works on it; or how many questions were asked. */
export type FileProgress =
  | ImportProgress
  | { phase: 'sending' | 'waiting' | 'asking'; rows: null; readShare: number }

export type ProgressBar = { update: (progress: FileProgress) => void; close: () => void }

type Terminal = NodeJS.WriteStream | (NodeJS.WritableStream & { isTTY: boolean })
type Payload = { title: string; progress: FileProgress; elapsedMs: number }

const SILENT: ProgressBar = { update: () => undefined, close: () => undefined }

const PHASES: Readonly<Record<FileProgress['phase'], string>> = {
  reading: 'lecture',
  merging: 'fusion…',
  sending: 'envoi',
  asking: 'questions posées',
  waiting: 'envoyé, le service importe…',
}

/** The phases whose share of the work is known as it goes. */
const MEASURED: ReadonlySet<FileProgress['phase']> = new Set(['reading', 'sending', 'asking'])

/** Before that, a rate and a remaining time say nothing. */
const SETTLED_MS = 500

/** 75 → "1 min 15 s" */
function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What moves: "12 000 lignes", "9 000 lignes/s", "reste 3 s"; what is not known yet is left out. */
function listFigures(
  { eta }: Params,
  { progress: { phase, rows, readShare }, elapsedMs }: Payload,
): string[] {
  const isSettled = elapsedMs >= SETTLED_MS && MEASURED.has(phase)
  const figures: string[] = []
  if (rows !== null) figures.push(counted(rows, 'ligne'))
  if (rows !== null && isSettled)
    figures.push(`${formatCount(Math.round((rows * 1000) / elapsedMs))} lignes/s`)
  const isMeasured = readShare !== null && readShare > 0 && readShare < 1 && Number.isFinite(Number(eta))
  if (isSettled && isMeasured) figures.push(`reste ${formatSeconds(Number(eta))}`)
  return figures
}

/** "marches.csv [=====-----] 50 % | lecture | 12 000 lignes | 9 000 lignes/s | reste 3 s" */
function formatLine(options: Options, params: Params, payload: Payload): string {
  const { phase, readShare } = payload.progress
  const hasBar = readShare !== null && MEASURED.has(phase)
  const share = Math.min(readShare ?? 0, 1)
  const bar = hasBar ? ` [${progress.Format.BarFormat(share, options)}] ${Math.floor(share * 100)} %` : ''
  return [`${payload.title}${bar}`, PHASES[phase], ...listFigures(params, payload)].join(' | ')
}

/** Shows how far a file is on one line of a terminal, cleared at the end; shows nothing where nobody looks. */
export function openProgressBar(stream: Terminal, title: string): ProgressBar {
  if (!stream.isTTY) return SILENT
  const bar = new progress.SingleBar({
    stream,
    format: formatLine,
    clearOnComplete: true,
    linewrap: true,
    barsize: 24,
    fps: 5,
    etaBuffer: 50,
  })
  const startedAt = performance.now()
  let isOpen = false
  return {
    update: (state) => {
      const payload: Payload = { title, progress: state, elapsedMs: performance.now() - startedAt }
      const share = Math.min(state.readShare ?? 0, 1)
      if (isOpen) bar.update(share, payload)
      else bar.start(1, share, payload)
      isOpen = true
    },
    close: () => {
      if (isOpen) bar.stop()
      isOpen = false
    },
  }
}
