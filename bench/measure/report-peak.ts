import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Loaded before the program measured (`node --import`): when it ends, writes its peak of resident memory, in kilobytes, to
// the file of BENCH_PEAK_FILE. On Linux VmHWM, since the maximum that `getrusage` gives starts from the parent's memory.

function readPeakKilobytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kilobytes) return Number(kilobytes)
  } catch {
    // No /proc on this system.
  }
  return process.resourceUsage().maxRSS
}

const path = process.env.BENCH_PEAK_FILE
if (isMainThread && path) process.on('exit', () => writeFileSync(path, String(readPeakKilobytes())))
