export { cancelJob, enqueueJob, jobsTopic } from './jobs.ts';
