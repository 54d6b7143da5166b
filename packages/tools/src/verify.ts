import { repository } from './files.ts';
import { finish } from './run/finish.ts';
import { sourceSteps } from './run/source-steps.ts';

const started = performance.now();
const say = (line: string): void => console.log(line);
finish(await sourceSteps(repository, say), started, say);
