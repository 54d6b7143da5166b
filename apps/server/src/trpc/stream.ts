import { tracked } from '@trpc/server';
import { z } from 'zod';

const isStream = (value: unknown): boolean => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Output of a subscription: pairs of an event id, by which a client resumes, and data that is checked on its way out. */
export const streamOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .custom<AsyncIterable<readonly [id: string, data: z.input<Shape>]>>(isStream)
    .transform(async function* (events) {
      for await (const [id, data] of events) yield tracked(id, shape.parse(data));
    });
