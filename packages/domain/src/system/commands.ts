export { cancelJob, enqueueJob, jobsTopic, recordJob } from './jobs.ts';
export { recordLetter, recordSending } from './letters.ts';
