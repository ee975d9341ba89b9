import { setTimeout } from 'node:timers/promises'

/** What passes time: a test moves it by hand. `wait` rejects when `abort` is. */
export type Timer = { nowMs: () => number; wait: (ms: number, abort: AbortSignal) => Promise<void> }

export const systemTimer: Timer = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
}
