// store: hears that another process put work in. Only a help: whoever hears nothing polls.
import pg from 'pg';
import { WAKE_CHANNEL } from './take-in.ts';

const AGAIN_MS = 2_000;

/** Calls `wake` at each word, and after each gap in hearing. Gives what ends it. */
export function listen(at: pg.ClientConfig, wake: () => void): () => Promise<void> {
  let client: pg.Client | null = null;
  let isOver = false;
  let again: NodeJS.Timeout | undefined;
  const connect = async () => {
    const fresh = new pg.Client(at);
    const lost = () => {
      if (client !== fresh && client !== null) return;
      client = null;
      clearTimeout(again);
      if (!isOver) again = setTimeout(connect, AGAIN_MS).unref();
      void fresh.end().catch(() => {});
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', wake);
    try {
      await fresh.connect();
      await fresh.query(`listen ${WAKE_CHANNEL}`);
      client = fresh;
      wake();
    } catch {
      lost(); // The pool's own errors say that the database is away.
    }
  };
  void connect();
  return async () => {
    isOver = true;
    clearTimeout(again);
    await client?.end().catch(() => {});
  };
}
