import { benchFeed } from './feed.ts';
import { benchImport } from './import.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
try {
  await benchFeed(world);
  await benchImport(world);
} finally {
  await world.stop();
}
