export * from './queries/session.ts';
