import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../..')

/** Starts a server in a process of its own, does `work` with its address once it says it, and stops it whatever happens. */
export async function withServer<T>(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  work: (address: string) => Promise<T>,
): Promise<T> {
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  try {
    return await work(await addressOf(child))
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** The first address that the process writes, whatever the text around it. */
async function addressOf(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('a server whose output is not read')
  const said: string[] = []
  const search = async (stream: typeof stdout) => {
    for await (const line of createInterface({ input: stream })) {
      said.push(line)
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (address) {
        stream.resume()
        return address
      }
    }
    throw new Error(`Le serveur n’a pas dit son adresse :\n${said.join('\n')}`)
  }
  return Promise.any([search(stdout), search(stderr)])
}
