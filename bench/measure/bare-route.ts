import { readFile } from 'node:fs/promises'
import { fastify } from 'fastify'

// Run in a process of its own: a Fastify server of one route that answers the bytes of a file, and nothing else. Says its
// address on standard output.

const [path = ''] = process.argv.slice(2)
const body = await readFile(path)
const app = fastify()
app.get('/', (_request, reply) => reply.type('application/json; charset=utf-8').send(body))
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
