import { repository } from './files.ts';
import { finish } from './run/finish.ts';
import { sourceSteps, typeSteps } from './run/source-steps.ts';

const started = performance.now();
const say = (line: string): void => console.log(line);
finish([...(await typeSteps(repository, say)), ...(await sourceSteps(repository, say))], started, say);
