import { createInterface } from 'node:readline/promises'
import { openProgressBar, type ProgressBar } from './progress-bar.ts'

/** Where the command line writes: answers on standard output, everything else on standard error. */
export type Output = {
  out: (text: string) => void
  err: (text: string) => void
  /** Whether a person reads the answers; a nightly job does not. */
  isTerminal: boolean
  /** Bytes of an answer that is a file; `false` when nobody reads it any more. */
  write: (bytes: Uint8Array) => boolean
  /** Asks a question that yes or no answers; where nobody is there to answer, the answer is yes. */
  confirm: (question: string) => Promise<boolean>
  /** Shows how far a file is, on a terminal only. */
  openProgress: (title: string) => ProgressBar
}

let isRead = true

/**
 * Whoever reads our answers may stop early (`| head`): that is no failure, and there is nobody left to tell. An import goes on
 * to its end; only an answer that is a file is cut short.
 */
export function goOnWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isRead = false
  })
}

export const standardOutput: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: Boolean(process.stdout.isTTY),
  write: (bytes) => {
    if (isRead) process.stdout.write(bytes)
    return isRead
  },
  confirm: async (question) => {
    if (!process.stdin.isTTY) return true
    const reader = createInterface({ input: process.stdin, output: process.stderr })
    const answer = await reader.question(`${question} [o/N] `).finally(() => reader.close())
    return /^o(ui)?$/i.test(answer.trim())
  },
  openProgress: (title) => openProgressBar(process.stderr, title),
}

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, badUsage: 2, doneWithRejections: 3 } as const
