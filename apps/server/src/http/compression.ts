import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/**
 * Compresses answers. Event streams pass untouched, because a compressor would hold events back. An answer that is
 * complete is turned from a stream into bytes first: then small ones skip compression, and all carry their length.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!(payload instanceof Response) || isStream(payload)) return payload;
    void reply.code(payload.status);
    for (const [name, value] of payload.headers) void reply.header(name, value);
    return Buffer.from(await payload.arrayBuffer());
  });
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, globalDecompression: false });
}

const isStream = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') === true || headers.has('transfer-encoding');
