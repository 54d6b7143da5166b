import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ask, type Database, execute, requirePermission, type Scope } from '@wardwright/domain/db';
import { DomainError, newId } from '@wardwright/domain/kernel';
import { startImport } from '@wardwright/domain/quality/commands';
import { importById, importRejections } from '@wardwright/domain/quality/queries';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from '../trpc/context.ts';
import { rejectionLines } from './rejections-csv.ts';
import { dataFolder, largestUpload, publishedFiles, type PublishedFile, type Uploads } from './uploads.ts';

/** What the routes of quality are built from. */
export interface QualityRouteParts {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly uploads: Uploads;
}

interface Address {
  Params: { slug: string };
}
interface ImportAddress {
  Params: { slug: string; id: string };
}

/** Who asks, in the tenant of the address. @throws DomainError as the procedures do */
async function scopeOf({ database, sessions }: QualityRouteParts, request: FastifyRequest<Address>): Promise<Scope> {
  const person = await sessions.read(database, request.headers);
  if (!person) throw new DomainError('unauthenticated', 'Sign in first.');
  return sessions.scope(database, person, request.params.slug, { requestId: request.id });
}

function fileNameOf(request: FastifyRequest): string {
  const given = request.headers['x-file-name'];
  try {
    const name = path.basename(decodeURIComponent(typeof given === 'string' ? given : '')).trim();
    if (name !== '') return name.slice(0, 255);
  } catch {
    // The name was not percent-encoded; the sentence below says what to do.
  }
  throw new DomainError('invalid', 'Send the name of the file, percent-encoded, in the header x-file-name.', { field: 'x-file-name' });
}

async function start(parts: QualityRouteParts, scope: Scope, fileName: string, content: Readable) {
  const id = newId();
  const sha256 = await parts.uploads.keep(scope.tenantId, id, content);
  try {
    return await execute(startImport, scope, { id, fileName, sha256 });
  } catch (error) {
    await parts.uploads.drop(scope.tenantId, id);
    throw error;
  }
}

const isPublished = (name: string): name is PublishedFile => Object.hasOwn(publishedFiles, name);

/** Sends rows as they are read, so that a million rejections need no more memory than one page of them. */
async function sendRejections(parts: QualityRouteParts, request: FastifyRequest<ImportAddress>, reply: FastifyReply): Promise<FastifyReply> {
  const scope = await scopeOf(parts, request);
  const { id } = request.params;
  const batch = await ask(importById, scope, { id });
  const name = batch.fileName.replaceAll(/[^\w.-]+/g, '-');
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="rejected-${name}.csv"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(rejectionLines((cursor) => ask(importRejections, scope, { id, cursor, limit: 200 }))));
}

/** Uploads go straight to a file, downloads straight from the database: the two things a procedure cannot carry. */
export const qualityRoutes =
  (parts: QualityRouteParts) =>
  (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    app.post<Address>('/t/:slug/quality/imports', { bodyLimit: largestUpload }, async (request, reply) => {
      const scope = await scopeOf(parts, request);
      requirePermission(scope, startImport.permission);
      if (!(request.body instanceof Readable)) throw new DomainError('invalid', 'Send the file itself as the body of the request.');
      return reply.code(202).send(await start(parts, scope, fileNameOf(request), request.body));
    });

    app.post<{ Params: { slug: string; name: string } }>('/t/:slug/quality/imports/published/:name', async (request, reply) => {
      const scope = await scopeOf(parts, request);
      requirePermission(scope, startImport.permission);
      const { name } = request.params;
      if (!isPublished(name))
        throw new DomainError('not-found', `There is no published file "${name.slice(0, 60)}".`, { allowed: Object.keys(publishedFiles) });
      const file = path.join(dataFolder('cms'), publishedFiles[name]);
      return reply.code(202).send(await start(parts, scope, publishedFiles[name], createReadStream(file)));
    });

    app.get<ImportAddress>('/t/:slug/quality/imports/:id/rejections.csv', (request, reply) => sendRejections(parts, request, reply));
  };
