/**
 * Runs jobs one after the other, in the order they come; one that fails does not stop the next. Imports go through it: each
 * holds a connection of the pool for its whole length, and two that write the same rows would wait for each other.
 */
export function oneAtATime(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(job: () => Promise<T>): Promise<T> => {
    const result = last.then(job, job)
    last = result
    return result
  }
}
