import type { Db } from '../database/connect.ts'
import { findEditionFile, listEditionFileNames, type StoredEdition } from '../database/editions.ts'
import { isSealed, readStatement } from './edition-statement.ts'
import { digestOf } from './publication-package.ts'

/** Something frozen whose bytes are no longer those that were published. `found` `null`: it is gone. */
export type IntegrityFault = { name: string; expected: string | null; found: string | null; text: string }

const ALTERED =
  'Ce que l’édition dit d’elle-même (titre, paramètres, empreintes…) a été modifié après la publication, ou son empreinte l’a été.'

/**
 * What no longer matches its digest: the statement, which seals all the others, then each file. None: nothing was tampered with.
 * Files cannot be looked at when the statement is unreadable: it alone says what they were.
 */
export async function listIntegrityFaults(db: Db, edition: StoredEdition): Promise<IntegrityFault[]> {
  const { id, digest: seal } = edition
  const faults: IntegrityFault[] = []
  const statement = readStatement(edition)
  if (statement === null || !isSealed(edition))
    faults.push({
      name: 'édition',
      expected: seal,
      found: digestOf(edition.statement),
      text:
        statement === null
          ? `${ALTERED} Ce n’est plus lisible : ses fichiers ne se vérifient plus.`
          : ALTERED,
    })
  if (statement === null) return faults
  const { files } = statement
  for (const { name, digest: expected } of files) {
    const content = await findEditionFile(db, id, name)
    const found = content === null ? null : digestOf(content)
    if (found !== expected)
      faults.push({
        name,
        expected,
        found,
        text:
          found === null
            ? `Le fichier « ${name} » a disparu.`
            : `Le fichier « ${name} » a été modifié après la publication.`,
      })
  }
  for (const name of await listEditionFileNames(db, id))
    if (!files.some((file) => file.name === name))
      faults.push({
        name,
        expected: null,
        found: null,
        text: `Le fichier « ${name} » n’a pas été publié avec l’édition.`,
      })
  return faults
}
