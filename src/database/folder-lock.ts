import {
  access,
  constants,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** Who holds an embedded database folder. Two processes on one folder would diverge and lose rows without a word. */
type Holder = { pid: number; host: string; startedAt: string; command: string; address?: string }

const LOCK_NAME = 'spaser.lock'

/** How often the holder shows that it lives, for those who cannot look up its process (another machine, another container). */
const HEARTBEAT_MS = 10_000
/** A long statement of the embedded database keeps its process from showing anything: silence must last to mean an end. */
const LONGEST_SILENCE_MS = 300_000

/** Whether a process has ended and only waits for its parent to know it: it holds nothing any more. Linux only. */
async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /^Z/.test(status.slice(status.lastIndexOf(')') + 2))
}

async function isAlive(holder: Holder, path: string, now: Date): Promise<boolean> {
  if (holder.host !== hostname()) {
    const { mtimeMs } = await stat(path)
    return now.getTime() - mtimeMs < LONGEST_SILENCE_MS
  }
  try {
    process.kill(holder.pid, 0)
    return holder.pid !== process.pid && !(await isZombie(holder.pid))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

async function writeLock(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(JSON.stringify(holder))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** What to do about a holder: a service takes files itself, another command ends soon. */
const wayOut = ({ address, command }: Holder) => {
  if (address !== undefined)
    return `C'est un service : envoyez-lui vos fichiers, npm run -s spaser -- import --server ${address} FICHIER… (de même pour reference import et plan import), ou arrêtez-le.`
  return command.startsWith('serve') || command.startsWith('demo')
    ? "C'est un service qui démarre : envoyez-lui vos fichiers, npm run -s spaser -- import --server http://MACHINE:PORT FICHIER…, ou arrêtez-le."
    : 'Attendez la fin de cette commande, ou arrêtez-la.'
}

const heldMessage = (dataDir: string, path: string, holder: Holder | null) =>
  holder
    ? `La base embarquée « ${dataDir} » est déjà ouverte par le processus ${holder.pid} (${holder.command}, depuis ${holder.startedAt}, machine ${holder.host}). ${wayOut(holder)}`
    : `La base embarquée « ${dataDir} » est verrouillée par « ${path} », illisible. Si aucun autre processus ne l'utilise, supprimez ce fichier.`

/** Sets a dead process's lock aside. Of two that try at once, one moves it; the other finds the lock gone or renewed. */
async function removeStaleLock(path: string, stale: Holder): Promise<void> {
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readHolder(aside)
  if (moved !== null && (moved.pid !== stale.pid || moved.startedAt !== stale.startedAt))
    await rename(aside, path)
  else await rm(aside, { force: true })
}

/** A folder taken: `publishAddress` tells those who find it held where the service that holds it answers. */
export type FolderLock = { release: () => Promise<void>; publishAddress: (address: string) => Promise<void> }

/** Keeps the lock fresh until it is given back. */
function holdLock(path: string, self: Holder): FolderLock {
  const heartbeat = setInterval(() => {
    const now = systemClock.now()
    void utimes(path, now, now).catch(() => undefined)
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    release: async () => {
      clearInterval(heartbeat)
      await rm(path, { force: true })
    },
    publishAddress: async (address) => {
      const draft = `${path}.new`
      await writeFile(draft, JSON.stringify({ ...self, address }))
      await rename(draft, path)
    },
  }
}

/** Creates the folder if need be, and checks that it can be written in. Its parent must exist. */
async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await access(dataDir, constants.W_OK | constants.X_OK)
    if (!(await stat(dataDir)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
  } catch (error) {
    throw new AppError(
      'folder-unusable',
      `Le dossier « ${dataDir} » ne peut pas recevoir la base (${(error as NodeJS.ErrnoException).code}). Désignez un dossier où vous pouvez écrire, dans un dossier qui existe : variable SPASER_DATA_DIR.`,
    )
  }
}

/**
 * Takes the folder for this process. Throws `folder-held`, naming the holder, when another
 * living process has it; the lock of a process that was killed is taken over.
 */
export async function lockFolder(dataDir: string, clock: Clock): Promise<FolderLock> {
  await makeFolder(dataDir)
  const path = join(dataDir, LOCK_NAME)
  const command = process.argv.slice(2, 4).join(' ') || 'node'
  const self = { pid: process.pid, host: hostname(), startedAt: clock.now().toISOString(), command }
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await writeLock(path, self)) return holdLock(path, self)
    const holder = await readHolder(path)
    if (holder === null || (await isAlive(holder, path, clock.now())))
      throw new AppError('folder-held', heldMessage(dataDir, path, holder), { ...holder })
    await removeStaleLock(path, holder)
  }
  throw new AppError('folder-held', heldMessage(dataDir, path, await readHolder(path)))
}
