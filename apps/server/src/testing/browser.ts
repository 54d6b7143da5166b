import type { FastifyInstance, InjectOptions } from 'fastify';

/** What came back, as a page would read it. */
export interface Answer {
  readonly status: number;
  /** The output of a procedure, or the JSON of a route. */
  readonly data: unknown;
  /** The sentence and the facts of a refusal. */
  readonly error: { readonly message: string; readonly code: string | null; readonly details: Readonly<Record<string, unknown>> };
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Body {
  readonly result?: { readonly data?: unknown };
  readonly error?: { readonly message: string; readonly data: { readonly code: string | null; readonly details: Record<string, unknown> } };
  readonly detail?: string;
  readonly code?: string | null;
  readonly details?: Record<string, unknown>;
}

/** A browser without pages: it keeps cookies and says where its requests come from. */
export class Browser {
  readonly app: FastifyInstance;
  readonly cookies = new Map<string, string>();
  readonly address: string;
  origin = 'http://localhost:4000';

  constructor(app: FastifyInstance, address = '198.51.100.1') {
    this.app = app;
    this.address = address;
  }

  async request(options: InjectOptions): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.app.inject({
      remoteAddress: this.address,
      ...options,
      headers: { host: 'localhost:4000', origin: this.origin, ...(cookie ? { cookie } : {}), ...options.headers },
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, encodeURIComponent(value));
    }
    const body = (answer.body.startsWith('{') ? answer.json() : {}) as Body;
    const { message = body.detail ?? '', data = body } = body.error ?? {};
    return {
      status: answer.statusCode,
      data: body.result ? body.result.data : body,
      error: { message, code: data.code ?? null, details: data.details ?? {} },
      headers: answer.headers,
    };
  }

  post(url: string, payload: object = {}): Promise<Answer> {
    return this.request({ method: 'POST', url, payload });
  }

  /** Asks a procedure, in a tenant when `slug` is given. */
  ask(procedure: string, input?: object, slug?: string): Promise<Answer> {
    const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    return this.request({ method: 'GET', url: `${slug ? `/t/${slug}` : ''}/trpc/${procedure}${query}` });
  }

  /** Has a procedure change something. */
  tell(procedure: string, input: object = {}, slug?: string): Promise<Answer> {
    return this.post(`${slug ? `/t/${slug}` : ''}/trpc/${procedure}`, input);
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.post('/auth/sign-in/email', { email, password });
  }
}
