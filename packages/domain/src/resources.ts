import * as directory from './directory/resources.ts';

/** Every table that people edit through the plain list and form. */
export const allResources = Object.values(directory);
