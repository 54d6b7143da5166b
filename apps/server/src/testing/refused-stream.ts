import type { Answer, Browser } from './browser.ts';

/** The part of an answer that tells a refusal. */
export type Refusable = Pick<Answer, 'status' | 'data' | 'error'>;

interface StreamError {
  readonly message: string;
  readonly data: { readonly httpStatus: number; readonly code: string | null; readonly details: Record<string, unknown> };
}

/** Subscribes to what must refuse: a stream answers 200 and tells its refusal as an event. */
export async function refusedStream(browser: Browser, procedure: string, input: object, slug: string): Promise<Refusable> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { statusCode, body } = await browser.app.inject({
    method: 'GET',
    url: `/t/${slug}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
    remoteAddress: browser.address,
    headers: { host: 'localhost:4000', accept: 'text/event-stream', ...(cookie ? { cookie } : {}) },
  });
  const [, text] = /event: serialized-error\ndata: (.*)/.exec(body) ?? [];
  if (text === undefined) return { status: statusCode, data: body, error: { message: '', code: null, details: {} } };
  const { message, data } = JSON.parse(text) as StreamError;
  return { status: data.httpStatus, data: null, error: { message, code: data.code, details: data.details } };
}
