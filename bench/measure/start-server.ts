import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../..')

/**
 * Starts a server in a process of its own, does `work` with its address once it says it, and stops it whatever happens. Its log
 * goes to a file, as a service's does: read here, its lines would slow down what measures it.
 */
export async function withServer<T>(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  logPath: string,
  work: (address: string) => Promise<T>,
): Promise<T> {
  const log = await open(logPath, 'w')
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', log.fd],
  })
  const ended = once(child, 'close')
  try {
    return await work(await addressOf(child, logPath))
  } finally {
    child.kill('SIGTERM')
    await ended
    await log.close()
  }
}

/** The first address that the process writes, whatever the text around it. */
async function addressOf({ stdout }: ChildProcess, logPath: string): Promise<string> {
  if (!stdout) throw new Error('a server whose output is not read')
  const said: string[] = []
  for await (const line of createInterface({ input: stdout })) {
    said.push(line)
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (address) {
      stdout.resume()
      return address
    }
  }
  throw new Error(
    `Le serveur n’a pas dit son adresse :\n${said.join('\n')}\n${await readFile(logPath, 'utf8')}`,
  )
}
