import { repository } from './files.ts';
import { speak } from './generate/command-line.ts';
import { newResource } from './generate/resource.ts';

speak('npm run new:resource <context> <noun> [<plural>]', ([context, noun, plural]) =>
  context === undefined || noun === undefined ? null : newResource(repository, context, noun, new Date(), plural),
);
