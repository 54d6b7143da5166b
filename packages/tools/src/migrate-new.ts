import { repository } from './files.ts';
import { speak } from './generate/command-line.ts';
import { newMigration } from './generate/migration.ts';

speak('npm run migrate:new <context> <what>', ([context, ...what]) =>
  context === undefined || what.length === 0 ? null : newMigration(repository, context, what.join('_'), new Date()),
);
