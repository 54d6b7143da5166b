export { cancelJob, enqueueJob, jobsTopic } from './jobs.ts';
export { recordLetter, recordSending } from './letters.ts';
