export { generateHalfDays } from './generate/half-days.ts';
export { generateBlocks } from './generate/blocks.ts';
