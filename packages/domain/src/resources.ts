import * as directory from './directory/resources.ts';
import * as quality from './quality/resources.ts';

/** Every table that people edit through the plain list and form. */
export const allResources = [...Object.values(directory), ...Object.values(quality)];
