import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import { startTestServer } from '@wardwright/postgres/testing';
import { dataModelPage } from './data-model/page.ts';
import { readTables } from './database/catalog.ts';
import { pageFile } from './database/data-model.ts';
import { repository } from './files.ts';

const server = await startTestServer();
process.env['TEST_DATABASE_URL'] = server.adminUrl;
try {
  const clone = await testDatabase();
  const admin = connect(clone.urls.admin);
  writeFileSync(path.join(repository, pageFile), dataModelPage(await readTables(admin)));
  await admin.destroy();
  await clone.close();
  console.log(`wrote ${pageFile}`);
} finally {
  await server.stop();
}
