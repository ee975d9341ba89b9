import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../platform/errors.ts'

/** Why a file cannot be written, by the code of the system. */
export const WRITE_REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'il existe déjà',
  ENOENT: 'son dossier n’existe pas',
  ENOTDIR: 'son dossier n’en est pas un',
  EACCES: 'l’écriture y est interdite',
  EPERM: 'l’écriture y est interdite',
  EROFS: 'ce disque est en lecture seule',
}

function unwritable(path: string, error: NodeJS.ErrnoException): unknown {
  const { code = '' } = error
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError(
      'disk-full',
      `Plus de place pour écrire « ${path} ». Rien n’est écrit ; libérez de la place ou donnez un autre --out.`,
    )
  const reason = WRITE_REASONS[code]
  return reason === undefined
    ? error
    : new AppError('bad-usage', `--out « ${path} » : ${reason}. Donnez le chemin d’un fichier à écrire.`)
}

/** Writes a whole file or nothing: beside its place first, then under its name, which keeps what it held until then. */
export async function writeWhole(path: string, content: Readable, signal: AbortSignal): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`
  try {
    if ((await stat(path).catch(() => null))?.isDirectory())
      throw new AppError(
        'bad-usage',
        `--out « ${path} » est un dossier : donnez le chemin d’un fichier à écrire.`,
      )
    await pipeline(content, createWriteStream(draft, { flags: 'wx' }), { signal })
    await rename(draft, path)
  } catch (error) {
    content.destroy()
    await rm(draft, { force: true })
    signal.throwIfAborted()
    throw unwritable(path, error as NodeJS.ErrnoException)
  }
}
