/** Exit codes of a command that a signal ended, as shells count them. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const
type Signal = keyof typeof CODES

const IMPORT_TAKEN_BACK =
  "Le fichier en cours n'a pas été importé : la base est comme avant lui. Les fichiers déjà annoncés le restent ; les suivants n'ont pas été lus. Relancez la même commande pour finir : un fichier déjà importé ne change rien."

/** The work was stopped on request (Ctrl-C, `kill`); `outcome` says in French what is left of it and what to do. */
export class Interruption extends Error {
  readonly exitCode: number

  constructor(signal: Signal, outcome: string) {
    super(`Interrompu (${signal}). ${outcome}`)
    this.exitCode = CODES[signal]
  }
}

/**
 * Runs work that asks `abort` now and then whether to stop, so that it is taken back in good order: transaction, temporary
 * files, folder. A second signal ends the process at once; the database then takes the work back when it is next opened.
 */
export async function interruptible<T>(
  work: (abort: AbortSignal) => Promise<T>,
  outcome = IMPORT_TAKEN_BACK,
): Promise<T> {
  const controller = new AbortController()
  const stop = (signal: Signal) => {
    if (controller.signal.aborted) process.exit(CODES[signal])
    controller.abort(new Interruption(signal, outcome))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await work(controller.signal)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
