import { manySignals } from '@wardwright/domain/quality/fixtures';
import { startEmbedded } from '@wardwright/postgres';

/** Gives a demo tenant of the running product that many more signals, straight into its database. */
export async function fillWithSignals(home: string, slug: string, count: number): Promise<void> {
  const running = await startEmbedded({ home });
  try {
    await manySignals(running.url(undefined, undefined, 'wardwright'), slug, count);
  } finally {
    await running.stop();
  }
}
